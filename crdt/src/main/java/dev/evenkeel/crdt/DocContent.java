package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Writer;

/// A subdocument, which is known by its name; what is in it travels on its own.
///
/// @param options an Any object, as it came
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record DocContent(String guid, byte[] options) implements SingleContent {

    @Override
    public void write(Lib0Writer out, int length, int offset) {
        out.writeVarString(guid);
        out.writeBytes(options, 0, options.length);
    }
}
