package dev.evenkeel.crdt;

/// A subdocument, which is known by its name; what is in it travels on its own.
///
/// @param options an Any object, as it came
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record DocContent(String guid, byte[] options) implements SingleContent {

    @Override
    public void write(FieldWriter out, int length, int offset) {
        out.string(guid);
        out.any(options, 0, options.length);
    }
}
