package dev.evenkeel.domain.document;

/// The identity of a document: its kind and its key within the kind. Written `kind:key`.
public record DocumentId(String kind, String key) {

    @Override
    public String toString() {
        return kind + ":" + key;
    }
}
