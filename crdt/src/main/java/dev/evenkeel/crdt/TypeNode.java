package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/// The inside of a shared type: its list of children and the lists of its keys.
///
/// A root has a name and no item, every other type has an item and belongs to the document of that
/// item. A root that came by update is untyped until the application says what it is.
final class TypeNode implements Content {

    static final byte ARRAY = 0;
    static final byte MAP = 1;
    static final byte TEXT = 2;
    static final byte XML_ELEMENT = 3;
    static final byte XML_FRAGMENT = 4;
    static final byte XML_HOOK = 5;
    static final byte XML_TEXT = 6;
    static final byte UNTYPED = -1;

    /// The first and the last item of a key. The last one holds the value.
    static final class Key {
        Item first;
        Item last;

        Key(Item only) {
            first = only;
            last = only;
        }
    }

    private byte type;
    private final @Nullable String rootName;
    // An element's or hook's.
    private final @Nullable String nodeName;

    @Nullable YDoc doc;
    @Nullable Item item;
    @Nullable Item start;
    @Nullable Item end;
    int length;

    /// How many types this one is in; set when its item is integrated, and never changed.
    int depth;

    /// Whether a format mark was integrated since the type is typed.
    boolean formatted;

    /// Whether a format mark was ever integrated.
    boolean marked;

    /// What Yjs has for an index while it takes a text with marks for a plain one.
    @Nullable SearchMarks searchMarks;

    @Nullable PositionIndex index;
    @Nullable Observers observers;

    /// What the last transaction that changed this type has changed in it, if somebody wanted to
    /// know.
    @Nullable Change change;

    private @Nullable Map<String, Key> keys;
    private @Nullable YType facade;

    /// What the type will be filled with when it is integrated.
    @Nullable Prepared prepared;

    private TypeNode(byte type, @Nullable String rootName, @Nullable String nodeName) {
        this.type = type;
        this.rootName = rootName;
        this.nodeName = nodeName;
    }

    static TypeNode root(YDoc doc, String name) {
        var node = new TypeNode(UNTYPED, name, null);
        node.doc = doc;
        return node;
    }

    static TypeNode prepared(byte type, YType facade, Prepared content) {
        var node = new TypeNode(type, null, null);
        node.facade = facade;
        node.prepared = content;
        return node;
    }

    /// @param name of an element or hook
    static TypeNode prepared(byte type, String name, Prepared content) {
        var node = new TypeNode(type, null, name);
        node.prepared = content;
        return node;
    }

    static TypeNode prepared(byte type, Prepared content) {
        var node = new TypeNode(type, null, null);
        node.prepared = content;
        return node;
    }

    /// With the type and name of another.
    static TypeNode prepared(TypeNode like, Prepared content) {
        var node = new TypeNode(like.type, null, like.nodeName);
        node.prepared = content;
        return node;
    }

    static TypeNode decoded(byte type, @Nullable String nodeName) {
        return new TypeNode(type, null, nodeName);
    }

    /// Whether types of this kind have a name on the wire.
    static boolean isNamed(byte type) {
        return type == XML_ELEMENT || type == XML_HOOK;
    }

    /// A type of the same kind and name, with nothing in it and in no document.
    TypeNode emptyCopy() {
        return new TypeNode(type, null, nodeName);
    }

    @Nullable String rootName() {
        return rootName;
    }

    byte type() {
        return type;
    }

    /// The name of an element or hook.
    String nodeName() {
        return nodeName == null ? "UNDEFINED" : nodeName;
    }

    void typeAs(byte wanted) {
        if (type == UNTYPED) {
            type = wanted;
            // Yjs forgets it when it types a root, and where text is inserted depends on it.
            formatted = false;
            if (marked && (wanted == TEXT || wanted == XML_TEXT)) {
                searchMarks = new SearchMarks(this);
            }
        } else if (type != wanted) {
            throw new IllegalStateException(
                    "root " + rootName + " is of type " + type + " and not " + wanted);
        }
    }

    YType facade() {
        if (facade == null) {
            facade =
                    switch (type) {
                        case ARRAY -> new YArray(this);
                        case MAP -> new YMap(this);
                        case TEXT -> new YText(this);
                        case XML_ELEMENT -> new YXmlElement(this);
                        case XML_FRAGMENT -> new YXmlFragment(this);
                        case XML_HOOK -> new YXmlHook(this);
                        case XML_TEXT -> new YXmlText(this);
                        default -> throw new IllegalStateException("an untyped root");
                    };
        }
        return facade;
    }

    /// The document, for an operation that needs one.
    YDoc liveDoc() {
        if (doc == null) {
            throw new IllegalStateException("the type is not part of a document yet");
        }
        return doc;
    }

    /// The type that this one is in; null for roots and what is not part of a document yet.
    @Nullable TypeNode parent() {
        return item == null ? null : item.parent;
    }

    Observers observers() {
        if (observers == null) {
            observers = new Observers(this);
        }
        return observers;
    }

    /// How many visible units of the list stand before one of its items.
    int indexOf(Item child) {
        if (index != null) {
            return index.indexOf(child);
        }
        int before = 0;
        for (Item other = start; other != null && other != child; other = other.right) {
            before += other.visibleLength();
        }
        return before;
    }

    boolean isText() {
        return type == TEXT || type == XML_TEXT;
    }

    boolean isInDeletedItem() {
        return item != null && item.isDeleted();
    }

    Map<String, Key> keys() {
        return keys == null ? Map.of() : keys;
    }

    @Nullable Key key(String name) {
        return keys == null ? null : keys.get(name);
    }

    /// Makes a first item the only one of its key.
    void addKey(String name, Item only) {
        if (keys == null) {
            keys = new LinkedHashMap<>();
        }
        keys.put(name, new Key(only));
    }

    void forgetChildren() {
        start = null;
        end = null;
        keys = null;
        index = null;
    }

    /// Writes what an item without neighbours says of its parent.
    void writeReference(FieldWriter out) {
        if (item == null) {
            out.parentIsRoot(true);
            out.string(rootName == null ? "" : rootName);
        } else {
            out.parentIsRoot(false);
            out.leftId(item.client.id, item.clock);
        }
    }

    @Override
    public void write(FieldWriter out, int contentLength, int offset) {
        out.typeRef(type);
        if (isNamed(type)) {
            out.key(nodeName());
        }
    }

    @Override
    public Content split(int contentLength, int diff) {
        throw new CorruptDocumentException("a type cannot be split");
    }

    @Override
    public void append(int contentLength, Content right, int rightLength) {
        throw new CorruptDocumentException("a type cannot be appended to");
    }
}
