package dev.evenkeel.crdt;

/// A map among XML nodes, for applications that draw a node themselves. It is known by the name of
/// the hook that does it.
public final class YXmlHook extends YMap {

    YXmlHook(TypeNode node) {
        super(node);
    }

    public String hookName() {
        return node().nodeName();
    }
}
