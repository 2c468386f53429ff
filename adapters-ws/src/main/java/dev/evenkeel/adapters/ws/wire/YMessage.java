package dev.evenkeel.adapters.ws.wire;

import dev.evenkeel.application.room.AwarenessEntry;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;

import java.util.List;

/// A message of the y-websocket protocol. The numbers are its type and, for sync, its sub-type.
public sealed interface YMessage {

    /// 0 0: what the sender has. The receiver answers with [SyncStep2].
    record SyncStep1(StateVector known) implements YMessage {}

    /// 0 1: what the receiver lacks.
    record SyncStep2(Update update) implements YMessage {}

    /// 0 2: something new.
    record SyncUpdate(Update update) implements YMessage {}

    /// 1: who is there, as far as it changed.
    record Awareness(List<AwarenessEntry> entries) implements YMessage {}

    /// 1 as well, but with more bytes than are taken. Its entries were not read. A stock client
    /// sends on what it hears of others, so this is answered and is no reason to part.
    record AwarenessTooLarge(int bytes) implements YMessage {}

    /// 2: permission denied. The server's to send.
    record Auth(String reason) implements YMessage {}

    /// 3: who is there?
    record QueryAwareness() implements YMessage {}
}
