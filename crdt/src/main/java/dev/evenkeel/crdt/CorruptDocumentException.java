package dev.evenkeel.crdt;

/// A document in memory that can no longer be relied on: something in it contradicts itself, or a
/// change failed halfway. No update of others brings that about, whatever is in it; it takes a
/// mistake of the engine, or running out of memory. The document tells its listeners nothing of the
/// change that failed, and from then on it takes no change and gives out no state. What is stored
/// is not touched; throw the document away and load it again.
public final class CorruptDocumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    /// For what can only be a mistake of the engine.
    CorruptDocumentException(String detail) {
        this("corrupt-document", detail);
    }

    CorruptDocumentException(String code, String detail) {
        super(code + ": " + detail);
        this.code = code;
    }

    /// For a failure in the middle of a change.
    CorruptDocumentException(Throwable cause) {
        super("corrupt-document: a change failed halfway", cause);
        this.code = "corrupt-document";
    }

    /// For the use of a document after it failed.
    CorruptDocumentException(CorruptDocumentException first) {
        super(first.code + ": the document has failed before and must not be used", first);
        this.code = first.code;
    }

    /// Stable, kebab-case: `corrupt-document`.
    public String code() {
        return code;
    }
}
