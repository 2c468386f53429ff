package dev.evenkeel.crdt;

import java.util.Map;

/// What the document has received and cannot use yet.
///
/// @param structs how many structs are parked
/// @param structBytes about how many bytes they hold
/// @param missing per client the clock whose arrival makes another attempt worth while
/// @param deletes whether deletions of unknown structs are parked
public record Pending(int structs, long structBytes, Map<Long, Long> missing, boolean deletes) {

    public Pending {
        missing = Map.copyOf(missing);
    }

    public boolean isEmpty() {
        return structs == 0 && !deletes;
    }
}
