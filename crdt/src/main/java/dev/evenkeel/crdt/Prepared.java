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

    /// Calls on a text, with the length that it will have after them.
    final class Text implements Prepared {
        private final List<TextOperation> operations = new ArrayList<>();
        private int length;

        void add(TextOperation operation, int growth) {
            operations.add(operation);
            length += growth;
        }

        List<TextOperation> operations() {
            return operations;
        }

        int length() {
            return length;
        }
    }
}
