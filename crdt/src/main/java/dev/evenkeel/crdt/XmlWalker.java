package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Goes through the types under an XML type, each before what is in it. It keeps the place it is at
/// and no path to it: the way up leads over the parents.
final class XmlWalker implements Iterator<YType> {

    private final TypeNode root;
    private final Predicate<? super YType> filter;

    /// What was given last, or looked at.
    private @Nullable Item at;

    private @Nullable YType found;
    private boolean started;

    XmlWalker(TypeNode root, Predicate<? super YType> filter) {
        this.root = root;
        this.filter = filter;
    }

    static Stream<YXmlElement> elements(TypeNode root, String nodeName) {
        String wanted = nodeName.toUpperCase(Locale.ROOT);
        var walker =
                new XmlWalker(
                        root,
                        type ->
                                type instanceof YXmlElement element
                                        && element.nodeName()
                                                .toUpperCase(Locale.ROOT)
                                                .equals(wanted));
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(walker, Spliterator.ORDERED), false)
                .map(YXmlElement.class::cast);
    }

    @Override
    public boolean hasNext() {
        while (found == null && step()) {
            Item item = at;
            if (item != null && !item.isDeleted() && item.content instanceof TypeNode type) {
                YType facade = type.facade();
                found = filter.test(facade) ? facade : null;
            }
        }
        return found != null;
    }

    @Override
    public YType next() {
        if (!hasNext() || found == null) {
            throw new NoSuchElementException();
        }
        YType next = found;
        found = null;
        return next;
    }

    /// Moves on by one item, deleted or not.
    private boolean step() {
        if (!started) {
            started = true;
            at = root.start;
        } else if (at != null) {
            at = behind(at);
        }
        return at != null;
    }

    private @Nullable Item behind(Item item) {
        if (!item.isDeleted()
                && item.content instanceof TypeNode type
                && (type.type() == TypeNode.XML_ELEMENT || type.type() == TypeNode.XML_FRAGMENT)
                && type.start != null) {
            return type.start;
        }
        Item up = item;
        while (up.right == null) {
            if (up.parent == root || up.parent.item == null) {
                return null;
            }
            up = up.parent.item;
        }
        return up.right;
    }
}
