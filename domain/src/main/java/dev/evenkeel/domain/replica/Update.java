package dev.evenkeel.domain.replica;

import java.util.Arrays;
import java.util.HexFormat;

/// The bytes of a Yjs update, format V1. Whether they are well formed is for a [Replica] to say.
///
/// The array is not copied: who makes an update gives the array away, and who reads it must not
/// change it. Updates are on the path of each keystroke, and the bytes are only ever handed on.
public final class Update {

    /// The update that changes nothing.
    public static final Update NONE = new Update(new byte[] {0, 0});

    private final byte[] bytes;

    private Update(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Update of(byte[] bytes) {
        return new Update(bytes);
    }

    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Update that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// Never the bytes: they are a document's text.
    @Override
    public String toString() {
        return "Update("
                + bytes.length
                + " bytes, hash "
                + HexFormat.of().toHexDigits(hashCode())
                + ")";
    }
}
