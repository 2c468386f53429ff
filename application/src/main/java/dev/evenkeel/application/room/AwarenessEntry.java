package dev.evenkeel.application.room;

import org.jspecify.annotations.Nullable;

/// One client's presence as y-protocols' awareness has it.
///
/// @param client the Yjs client id
/// @param clock rises with each change of this client's entry
/// @param state a JSON text, opaque here; null when the client is gone
public record AwarenessEntry(long client, long clock, @Nullable String state) {}
