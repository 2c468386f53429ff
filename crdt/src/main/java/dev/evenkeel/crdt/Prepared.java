package dev.evenkeel.crdt;

import java.util.List;
import java.util.Map;

/// What a type outside of any document will hold once it is put into one.
sealed interface Prepared {

    record Elements(List<YValue> values) implements Prepared {}

    record Entries(Map<String, YValue> values) implements Prepared {}

    record Text(String value) implements Prepared {}
}
