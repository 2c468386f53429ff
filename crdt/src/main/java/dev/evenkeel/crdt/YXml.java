package dev.evenkeel.crdt;

/// An XML type: decoded, integrated and relayed like every other, without operations of its own.
public final class YXml implements YType {

    YXml() {}
}
