package dev.evenkeel.crdt;

/// A subdocument, which is known by its name; what is in it travels on its own.
final class DocContent implements SingleContent {

    private Subdocument document;

    DocContent(Subdocument document) {
        this.document = document;
    }

    /// @param options an Any object, as it came
    DocContent(String guid, byte[] options) {
        this(Subdocument.received(guid, options));
    }

    Subdocument document() {
        return document;
    }

    /// A destroyed subdocument makes room for another of the same name.
    void replace(Subdocument fresh) {
        document = fresh;
    }

    String guid() {
        return document.guid();
    }

    byte[] options() {
        return document.rawOptions();
    }

    @Override
    public void write(FieldWriter out, int length, int offset) {
        out.string(guid());
        byte[] options = options();
        out.any(options, 0, options.length);
    }
}
