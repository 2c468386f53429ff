package dev.evenkeel.crdt.oracle;

import dev.evenkeel.crdt.Obfuscation;
import dev.evenkeel.crdt.StateVector;
import dev.evenkeel.crdt.Update;
import dev.evenkeel.crdt.UpdateMeta;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What can be done with updates and without a document; the other half is `formats.mjs`.
final class Docless {

    private Docless() {}

    static byte[] toV2(byte[] v1) {
        return Update.parse(v1).toV2();
    }

    static byte[] mergedV2(List<byte[]> updates) {
        return Update.mergeV2(updates.stream().map(Docless::toV2).toList());
    }

    /// All results as one text, in the order of the other half.
    static String everything(List<byte[]> updates, StateVector vector) {
        byte[] v1 = Update.merge(updates);
        byte[] v2 = mergedV2(updates);
        Update first = Update.parse(v1);
        Update second = Update.parseV2(v2);
        Obfuscation some = new Obfuscation(false, false, false);
        return String.join(
                " ",
                Line.hex(v2),
                Line.hex(second.stateVector().encode()),
                Line.hex(Update.diffV2(v2, vector)),
                Line.hex(second.toV1()),
                Line.hex(first.toV2()),
                text(first.meta()),
                text(second.meta()),
                Line.hex(first.obfuscate(Obfuscation.ALL)),
                Line.hex(second.obfuscate(Obfuscation.ALL)),
                Line.hex(first.obfuscate(some)),
                Line.hex(second.obfuscate(some)));
    }

    private static String text(UpdateMeta meta) {
        return text(meta.from()) + "/" + text(meta.to());
    }

    private static String text(Map<Long, Long> clocks) {
        return clocks.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
