package dev.evenkeel.domain.gate;

import java.util.Locale;

/// Why the gate refuses, and what clears it. The codes travel to clients: add, never rename.
public enum Refusal {
    FORBIDDEN("You may not open this document.", "membership in its project"),
    READ_ONLY("You may read this document, not change it.", "the role editor or higher"),
    MANAGE_ONLY("Only admins and owners may do this.", "the role admin or higher"),
    UPDATE_TOO_LARGE("This update is larger than the document takes.", "a smaller update"),
    DOCUMENT_DELETED("This document was deleted.", "undeleting it"),
    NOT_DELETED("This document is not deleted.", "deleting it"),
    DOCUMENT_PURGED("This document was removed for good.", "nothing; use a new document"),
    NEVER_SAVED("This document was never saved.", "its first save"),
    KIND_HAS_NO_ROW(
            "Documents of this kind have no stored content.", "nothing; it is kept as it is");

    private final String why;
    private final String clears;

    Refusal(String why, String clears) {
        this.why = why;
        this.clears = clears;
    }

    /// As it travels: `read_only`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// A sentence for people.
    public String why() {
        return why;
    }

    /// What has to happen so that the same request is admitted.
    public String clears() {
        return clears;
    }
}
