package dev.evenkeel.crdt;

/// An XML type: decoded, integrated and relayed like every other, without operations of its own.
public final class YXml implements YType {

    @SuppressWarnings("unused") // keeps the identity of the type
    private final TypeNode node;

    YXml(TypeNode node) {
        this.node = node;
    }
}
