package dev.evenkeel.domain.log;

import dev.evenkeel.domain.replica.Update;

import java.util.List;
import java.util.Optional;

/// All that is kept of a live document.
///
/// @param updates in order: the checkpoint if there is one, then the entries after it
/// @param last the position of the newest entry, also when it is in the checkpoint
/// @param tail how many entries are not in the checkpoint
public record History(List<Update> updates, Seq last, int tail, Optional<Base> base) {

    public static final History EMPTY = new History(List.of(), Seq.NONE, 0, Optional.empty());

    public History {
        updates = List.copyOf(updates);
    }
}
