package dev.evenkeel.crdt;

import java.util.Map;

/// A map among XML nodes, for applications that draw a node themselves. It is known by the name of
/// the hook that does it.
public final class YXmlHook extends YMap {

    YXmlHook(TypeNode node) {
        super(node);
    }

    /// Prepared to be put into a document; it reads as empty until it is there. The entries are
    /// written in the order of the map.
    public static YXmlHook of(String hookName, Map<String, YValue> values) {
        var content = new Prepared.Entries(Names.checked(values));
        var node = TypeNode.prepared(TypeNode.XML_HOOK, Names.checked(hookName), content);
        return (YXmlHook) node.facade();
    }

    @Override
    public YXmlHook copy() {
        return (YXmlHook) super.copy();
    }

    public String hookName() {
        return node().nodeName();
    }
}
