package dev.evenkeel.crdt;

/// What [Update#obfuscate] hides besides texts, values and keys of maps.
///
/// @param formatting keys and values of format marks
/// @param subdocuments names and options of subdocuments
/// @param xml names of elements and hooks
public record Obfuscation(boolean formatting, boolean subdocuments, boolean xml) {

    public static final Obfuscation ALL = new Obfuscation(true, true, true);
}
