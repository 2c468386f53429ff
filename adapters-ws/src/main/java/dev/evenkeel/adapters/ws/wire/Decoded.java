package dev.evenkeel.adapters.ws.wire;

import java.util.List;

/// What a frame was read as.
public sealed interface Decoded {

    /// In their order, at least one.
    record Messages(List<YMessage> messages) implements Decoded {}

    /// Not a frame of this protocol. None of its messages counts.
    ///
    /// @param code stable, kebab-case
    /// @param why says where, and never quotes the bytes
    record Malformed(String code, String why) implements Decoded {}
}
