package dev.evenkeel.domain.replica;

/// What a [Replica] says of bytes that somebody sent, before anything is changed by them.
public sealed interface Reading {

    /// Well formed, and something in it is new.
    record News(Update update) implements Reading {}

    /// Well formed, and all of it is in the document already: nothing to keep, nothing to tell.
    record NothingNew() implements Reading {}

    /// Not an update, or one beyond a limit.
    ///
    /// @param code stable, kebab-case
    /// @param why a sentence; never contains document text
    record Malformed(String code, String why) implements Reading {}
}
