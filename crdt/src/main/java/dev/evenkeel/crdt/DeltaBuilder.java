package dev.evenkeel.crdt;

import java.util.ArrayList;
import java.util.List;

/// What a change over plain elements is put together from; neighbours of a kind become one.
final class DeltaBuilder {
    private final List<Delta> done = new ArrayList<>();
    private final List<YValue> elements = new ArrayList<>();
    private boolean inserting;
    private int retained;
    private int deleted;

    void insert(List<YValue> values) {
        if (!inserting) {
            close();
            inserting = true;
        }
        elements.addAll(values);
    }

    void retain(int length) {
        if (retained == 0) {
            close();
        }
        retained += length;
    }

    void delete(int length) {
        if (deleted == 0) {
            close();
        }
        deleted += length;
    }

    private void close() {
        if (inserting) {
            done.add(new Delta.Elements(elements));
            elements.clear();
            inserting = false;
        } else if (retained > 0) {
            done.add(new Delta.Retain(retained));
            retained = 0;
        } else if (deleted > 0) {
            done.add(new Delta.Delete(deleted));
            deleted = 0;
        }
    }

    /// All of it, without what merely stays at the end.
    List<Delta> result() {
        retained = 0;
        close();
        return List.copyOf(done);
    }
}
