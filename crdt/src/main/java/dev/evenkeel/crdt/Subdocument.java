package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Lib0Writer;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A document inside another one. Its parent holds only its name and its options: the content is a
/// document of its own, [#doc()], which whoever needs it loads and keeps in step by itself, under
/// the name.
///
/// Like a shared type it is either part of a document, or prepared and put into one later, once.
/// When it is deleted there, or destroyed, its document is closed and it cannot be used any more.
public final class Subdocument {

    private static final String GC = "gc";
    private static final String AUTO_LOAD = "autoLoad";
    private static final String META = "meta";

    private static final byte[] NO_OPTIONS = encode(Map.of());

    private final String guid;
    private final byte[] options;
    private boolean shouldLoad;
    private boolean destroyed;

    private @Nullable YDoc doc;

    // Where it is, once it is part of a document.
    private @Nullable YDoc parent;
    private @Nullable Item item;

    private Subdocument(String guid, byte[] options, boolean shouldLoad) {
        this.guid = guid;
        this.options = options;
        this.shouldLoad = shouldLoad;
    }

    // --- making one ---

    /// Prepared to be put into another document. Of its settings, `guid`, `gc`, `autoLoad` and
    /// `meta` are told to others.
    ///
    /// @throws IllegalStateException if the document is closed
    public static Subdocument of(YDoc document) {
        if (document.isClosed()) {
            throw new IllegalStateException("the document is closed");
        }
        Subdocument known = document.place();
        if (known != null) {
            return known;
        }
        var told = new LinkedHashMap<String, YValue>();
        if (!document.gc()) {
            told.put(GC, YValue.FALSE);
        }
        if (document.autoLoad()) {
            told.put(AUTO_LOAD, YValue.TRUE);
        }
        if (!(document.meta() instanceof YValue.Null)) {
            told.put(META, document.meta());
        }
        var prepared = new Subdocument(document.guid(), encode(told), document.shouldLoad());
        prepared.doc = document;
        document.place(prepared);
        return prepared;
    }

    /// Prepared, without options.
    public static Subdocument of(String guid) {
        return new Subdocument(Names.checked(guid), NO_OPTIONS, true);
    }

    /// Prepared. Known options are `gc` (false: deleted content is kept), `autoLoad` (true: load it
    /// wherever the parent is) and `meta` (anything); others are passed on.
    ///
    /// @throws IllegalArgumentException if an option is no plain value, or nested too deeply
    public static Subdocument of(String guid, Map<String, YValue> options) {
        return new Subdocument(Names.checked(guid), encode(options), true);
    }

    private static byte[] encode(Map<String, YValue> options) {
        var out = new Lib0Writer();
        AnyValues.encode(new YValue.Obj(options), out);
        return out.toByteArray();
    }

    /// @param options checked bytes of an Any object
    static Subdocument received(String guid, byte[] options) {
        var received = new Subdocument(guid, options, false);
        received.shouldLoad =
                options.length > NO_OPTIONS.length
                        && (received.isSet("shouldLoad", false) || received.autoLoad());
        return received;
    }

    /// Prepared, with the same name and options and none of the content.
    public Subdocument copy() {
        return received(guid, options);
    }

    // --- what is known of it ---

    public String guid() {
        return guid;
    }

    /// What was said about it when it was put in, also what the engine has no use for.
    public Map<String, YValue> options() {
        return AnyValues.decode(new Lib0Reader(options)) instanceof YValue.Obj(var members)
                ? members
                : Map.of();
    }

    byte[] rawOptions() {
        return options;
    }

    /// Whether it is to be loaded wherever its parent is.
    public boolean autoLoad() {
        return isSet(AUTO_LOAD, false);
    }

    /// Whether deleted content is given up.
    public boolean gc() {
        return isSet(GC, true);
    }

    /// What the application said about it; [YValue#NULL] if nothing.
    public YValue meta() {
        return options().getOrDefault(META, YValue.NULL);
    }

    private boolean isSet(String option, boolean otherwise) {
        YValue value = options().getOrDefault(option, YValue.UNDEFINED);
        return switch (value) {
            case YValue.Undefined _ -> otherwise;
            case YValue.Null _ -> false;
            case YValue.Bool(boolean is) -> is;
            case YValue.Num(double number) -> number != 0 && !Double.isNaN(number);
            case YValue.BigInt(long number) -> number != 0;
            case YValue.Str(String text) -> !text.isEmpty();
            case YValue.Arr _, YValue.Obj _, YValue.Bytes _, YValue.Shared _, YValue.Sub _ -> true;
        };
    }

    /// Whether somebody here wants its content: it was made here, is loaded by itself, or [#load()]
    /// was called.
    public boolean shouldLoad() {
        return shouldLoad;
    }

    /// The document that it is part of; empty if it is prepared or destroyed.
    public Optional<YDoc> parent() {
        return item == null ? Optional.empty() : Optional.ofNullable(parent);
    }

    public boolean isDestroyed() {
        return destroyed;
    }

    // --- its content ---

    /// The document itself, empty until somebody loads it. It is made when it is first asked for,
    /// with the limits and the client id of its parent.
    ///
    /// @throws IllegalStateException if the subdocument is destroyed
    public YDoc doc() {
        checkUsable();
        if (doc == null) {
            var builder =
                    YDoc.builder()
                            .guid(guid)
                            .gc(gc())
                            .autoLoad(autoLoad())
                            .shouldLoad(shouldLoad)
                            .meta(meta());
            if (options().get("collectionid") instanceof YValue.Str(String collection)) {
                builder.collectionId(collection);
            }
            if (parent != null) {
                builder.limits(parent.limits());
            }
            doc = builder.build();
            doc.place(this);
            if (parent != null) {
                adopt(parent);
            }
        }
        return doc;
    }

    /// The document, if it was asked for already or was there before. Also of one that is
    /// destroyed, for those who have to put something away.
    public Optional<YDoc> openedDoc() {
        return Optional.ofNullable(doc);
    }

    /// Says that somebody here wants the content. Whoever listens to the parent's
    /// [YDoc#onSubdocuments] and has to do with loading is told, the first time.
    ///
    /// @throws IllegalStateException if the subdocument is destroyed
    public void load() {
        checkUsable();
        if (item != null && parent != null && !shouldLoad) {
            parent.transactions().run(null, transaction -> transaction.subdocuments().load(this));
        }
        shouldLoad = true;
    }

    /// Closes its document and those in it, and puts a fresh one of the same name in its place,
    /// which nobody has asked to load. Destroying twice does nothing.
    public void destroy() {
        var failures = new Failures();
        Subdocuments.destroy(this, failures);
        failures.throwFirst();
    }

    private void checkUsable() {
        if (destroyed) {
            throw new IllegalStateException("subdocument " + guid + " is destroyed");
        }
    }

    // --- its life, seen from the engine ---

    boolean canBePlaced() {
        return !destroyed && parent == null;
    }

    /// Whether a document is the one of this subdocument, or lies somewhere in that.
    boolean holds(YDoc document) {
        YDoc at = document;
        while (at != null) {
            Subdocument place = at.place();
            if (this.equals(place)) {
                return true;
            }
            at = place == null ? null : place.parent;
        }
        return false;
    }

    void placed(YDoc document, Item at) {
        parent = document;
        item = at;
    }

    /// The parent's transaction is over, from now on this one is known.
    void adopt(YDoc document) {
        if (doc != null) {
            doc.adoptedBy(document);
        }
    }

    /// Closes this one alone; what is in it was closed before.
    void destroyAlone(Failures failures) {
        if (destroyed) {
            return;
        }
        destroyed = true;
        Item at = item;
        item = null;
        if (at != null && parent != null && parent.isUsable()) {
            leave(parent, at);
        }
        if (doc != null) {
            doc.finishClosing(failures);
        }
    }

    private void leave(YDoc document, Item at) {
        var fresh = new Subdocument(guid, options, false);
        document.transactions()
                .run(
                        null,
                        transaction -> {
                            if (!at.isDeleted()) {
                                fresh.placed(document, at);
                                ((DocContent) Objects.requireNonNull(at.content)).replace(fresh);
                                transaction.subdocuments().add(fresh);
                            }
                            transaction.subdocuments().remove(this);
                        });
    }

    @Override
    public String toString() {
        return "Subdocument[" + guid + "]";
    }
}
