package dev.evenkeel.crdt;

import java.util.Map;

/// A mark in a text: from here on the attribute `key` has this value, or is gone if that is null.
record FormatContent(String key, Literal value) implements SingleContent {

    void applyTo(Map<String, YValue> attributes) {
        YValue now = value.value();
        if (now instanceof YValue.Null) {
            attributes.remove(key);
        } else {
            attributes.put(key, now);
        }
    }

    @Override
    public void write(FieldWriter out, int length, int offset) {
        out.key(key);
        out.literal(value);
    }
}
