package dev.evenkeel.crdt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a type outside of any document will hold once it is put into one.
sealed interface Prepared {

    record Elements(List<YValue> values) implements Prepared {}

    record Entries(Map<String, YValue> values) implements Prepared {}

    /// The children of a fragment or element and the attributes of an element, still to be changed.
    record Xml(List<YValue> children, Map<String, YValue> attributes) implements Prepared {
        Xml() {
            this(new ArrayList<>(), new LinkedHashMap<>());
        }

        int indexOf(YType child) {
            for (int i = 0; i < children.size(); i++) {
                if (children.get(i) instanceof YValue.Shared(YType each) && each == child) {
                    return i;
                }
            }
            return -1;
        }
    }

    record Text(String value) implements Prepared {}
}
