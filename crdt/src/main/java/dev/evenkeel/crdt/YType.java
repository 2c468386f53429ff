package dev.evenkeel.crdt;

/// A shared type. It is either part of a document, or prepared and put into one later, once.
public sealed interface YType permits YArray, YMap, YText, YXmlFragment {}
