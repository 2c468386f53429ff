package dev.evenkeel.crdt.protocol;

import dev.evenkeel.crdt.ApplyResult;
import dev.evenkeel.crdt.YDoc;

import org.jspecify.annotations.Nullable;

/// A document's part in a conversation of [SyncMessage]s. All of it runs on the thread of the
/// document's owner.
///
/// Each side opens with [#step1] and answers the other's with [#receive]; when each has had the
/// other's [SyncMessage.Step2], both have all that either had. From then on each sends a
/// [SyncMessage.Update] for whatever changes its document, except to the one it came from.
///
/// A peer that may only read is one whose [SyncMessage.Step1]s are received and whose other
/// messages are not.
public final class SyncProtocol {

    private SyncProtocol() {}

    /// What a message came to.
    public sealed interface Outcome {

        /// Send this back.
        record Answer(SyncMessage.Step2 message) implements Outcome {}

        /// The document has taken it in. Where [ApplyResult#pending] says that something else is
        /// missing, sending [#step1] again gets it.
        record Applied(ApplyResult result) implements Outcome {}
    }

    /// What the document has.
    public static SyncMessage.Step1 step1(YDoc doc) {
        return new SyncMessage.Step1(doc.stateVector());
    }

    /// What the document has and the sender of `other` has not.
    public static SyncMessage.Step2 step2(YDoc doc, SyncMessage.Step1 other) {
        return new SyncMessage.Step2(doc.encodeStateAsUpdate(other.known()));
    }

    /// Answers or applies.
    ///
    /// @param origin what listeners of the document are told, such as the connection, so that they
    ///   do not send back what came from there
    /// @throws dev.evenkeel.crdt.MalformedUpdateException if the update is refused; the document is
    ///   as it was
    public static Outcome receive(YDoc doc, SyncMessage message, @Nullable Object origin) {
        return switch (message) {
            case SyncMessage.Step1 other -> new Outcome.Answer(step2(doc, other));
            case SyncMessage.Step2 missing -> apply(doc, missing, origin);
            case SyncMessage.Update news -> apply(doc, news, origin);
        };
    }

    private static Outcome apply(YDoc doc, SyncMessage message, @Nullable Object origin) {
        return new Outcome.Applied(doc.applyUpdate(message.body(), origin));
    }
}
