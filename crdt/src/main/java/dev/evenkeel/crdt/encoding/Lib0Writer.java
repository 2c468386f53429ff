package dev.evenkeel.crdt.encoding;

import java.util.Arrays;

/// A growing buffer of lib0 bytes; [#reset()] makes it reusable.
public final class Lib0Writer {

    private byte[] buffer;
    private int size;

    public Lib0Writer() {
        this(64);
    }

    public Lib0Writer(int capacity) {
        buffer = new byte[capacity];
    }

    public int size() {
        return size;
    }

    public void reset() {
        size = 0;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    public void writeByte(int value) {
        room(1);
        buffer[size++] = (byte) value;
    }

    public void writeVarUint(long value) {
        room(10);
        long rest = value;
        while (rest > 0x7f) {
            buffer[size++] = (byte) (0x80 | (rest & 0x7f));
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    public void writeVarInt(boolean negative, long magnitude) {
        room(10);
        long rest = magnitude;
        int sign = negative ? 0x40 : 0;
        buffer[size++] = (byte) ((rest > 0x3f ? 0x80 : 0) | sign | (int) (rest & 0x3f));
        rest >>>= 6;
        while (rest > 0) {
            buffer[size++] = (byte) ((rest > 0x7f ? 0x80 : 0) | (int) (rest & 0x7f));
            rest >>>= 7;
        }
    }

    public void writeBytes(byte[] source, int from, int to) {
        int length = to - from;
        room(length);
        System.arraycopy(source, from, buffer, size, length);
        size += length;
    }

    public void writeVarBytes(byte[] source) {
        writeVarBytes(source, 0, source.length);
    }

    public void writeVarBytes(byte[] source, int from, int to) {
        writeVarUint(to - from);
        writeBytes(source, from, to);
    }

    public void writeBytes(Lib0Writer other) {
        writeBytes(other.buffer, 0, other.size);
    }

    public void writeVarBytes(Lib0Writer other) {
        writeVarBytes(other.buffer, 0, other.size);
    }

    public void writeVarString(String value) {
        writeVarBytes(Utf8.encode(value));
    }

    public void writeInt(int value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            writeByte(value >>> shift);
        }
    }

    public void writeLong(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            writeByte((int) (value >>> shift));
        }
    }

    private void room(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
