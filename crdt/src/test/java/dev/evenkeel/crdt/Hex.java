package dev.evenkeel.crdt;

import java.util.HexFormat;

/// Bytes as they are written in the tables of the format: hex, spaces only for reading.
final class Hex {

    private Hex() {}

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static String plain(String hex) {
        return hex.replaceAll("\\s", "");
    }
}
