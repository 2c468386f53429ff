package dev.evenkeel.domain.replica;

import java.util.Arrays;

/// An encoded Yjs state vector: what somebody already has. Not copied, like [Update].
public final class StateVector {

    public static final StateVector NOTHING = new StateVector(new byte[] {0});

    private final byte[] bytes;

    private StateVector(byte[] bytes) {
        this.bytes = bytes;
    }

    public static StateVector of(byte[] bytes) {
        return new StateVector(bytes);
    }

    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StateVector that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "StateVector(" + bytes.length + " bytes)";
    }
}
