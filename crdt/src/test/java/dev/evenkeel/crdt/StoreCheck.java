package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// Checks what must always hold inside a document between transactions.
public final class StoreCheck {

    private final YDoc doc;
    private final Set<Item> linked = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ArrayDeque<TypeNode> open = new ArrayDeque<>();

    private StoreCheck(YDoc doc) {
        this.doc = doc;
    }

    public static void verify(YDoc doc) {
        var check = new StoreCheck(doc);
        for (String name : doc.rootNames()) {
            check.open.push(doc.rootNode(name));
        }
        while (!check.open.isEmpty()) {
            check.type(check.open.pop());
        }
        check.structs();
    }

    private void type(TypeNode type) {
        Item last = list(type);
        assertThat(type.end).as("end of the list").isSameAs(last);
        type.keys()
                .forEach(
                        (name, key) -> {
                            Item item = key.first;
                            assertThat(item.left).as("left of the first of " + name).isNull();
                            for (; item.right != null; item = item.right) {
                                link(type, item);
                                assertThat(item.key()).isEqualTo(name);
                                assertThat(item.isDeleted()).as("older value of " + name).isTrue();
                            }
                            link(type, item);
                            assertThat(key.last).as("last of " + name).isSameAs(item);
                        });
    }

    private Item list(TypeNode type) {
        int length = 0;
        int inChunk = 0;
        int visibleInChunk = 0;
        Item last = null;
        for (Item item = type.start; item != null; item = item.right) {
            if (item.left != last || item.hasKey()) {
                assertThat(item.left).as("left of " + item.clock).isSameAs(last);
                assertThat(item.key()).isNull();
            }
            link(type, item);
            length += item.visibleLength();
            if (type.index != null) {
                PositionIndex.Chunk chunk = item.chunk();
                assertThat(chunk).isNotNull();
                if (last == null || last.chunk() != chunk) {
                    assertThat(chunk.first).as("first of its chunk").isSameAs(item);
                    assertThat(chunk.previous).isSameAs(last == null ? null : last.chunk());
                    inChunk = 0;
                    visibleInChunk = 0;
                }
                inChunk++;
                visibleInChunk += item.visibleLength();
                if (item.right == null || item.right.chunk() != chunk) {
                    assertThat(chunk.items).as("items in chunk").isEqualTo(inChunk);
                    assertThat(chunk.visible).as("visible in chunk").isEqualTo(visibleInChunk);
                }
            }
            last = item;
        }
        assertThat(type.length).as("length").isEqualTo(length);
        if (type.index != null) {
            indexFinds(type);
        }
        return last;
    }

    private static void indexFinds(TypeNode type) {
        int at = 0;
        for (Item item = type.start; item != null; item = item.right) {
            if (item.isVisible()) {
                assertThat(type.index.indexOf(item)).isEqualTo(at);
                assertThat(type.index.itemEndingAt(at + 1)).isSameAs(item);
                assertThat(type.index.offset()).isEqualTo(1);
                at += item.length;
                assertThat(type.index.itemEndingAt(at)).isSameAs(item);
                assertThat(type.index.offset()).isEqualTo(item.length);
            }
        }
    }

    private void link(TypeNode type, Item item) {
        assertThat(item.parent).as("parent").isSameAs(type);
        assertThat(linked.add(item)).as("linked once").isTrue();
        if (item.content instanceof TypeNode inner) {
            assertThat(inner.item).isSameAs(item);
            assertThat(inner.depth).as("depth").isEqualTo(type.depth + 1);
            assertThat(doc.deepestType).isGreaterThanOrEqualTo(inner.depth);
            open.push(inner);
        }
    }

    private void structs() {
        int items = 0;
        int subdocuments = 0;
        for (ClientEntry entry : doc.clients.descending()) {
            StructList structs = entry.structs;
            int clock = 0;
            if (!structs.isEmpty()) {
                for (int place = structs.first(); ; place = structs.next(place)) {
                    Struct struct = structs.get(place);
                    assertThat(struct.client).isSameAs(entry);
                    assertThat(struct.clock).as("clock of client " + entry.id).isEqualTo(clock);
                    assertThat(struct.length).isPositive();
                    assertThat(structs.find(clock)).isEqualTo(place);
                    clock = struct.end();
                    if (struct instanceof Item item) {
                        subdocuments += item.kind == Kind.DOC && !item.isDeleted() ? 1 : 0;
                        items += linked.contains(item) ? 1 : 0;
                        // Edits in a type that is gone already hang on nothing.
                        assertThat(linked.contains(item) || item.parent.isInDeletedItem())
                                .as("in a list")
                                .isTrue();
                        assertThat(item.kind == Kind.DELETED).isEqualTo(item.content == null);
                        assertThat(item.isDeleted() || item.kind != Kind.DELETED).isTrue();
                    }
                    if (!structs.hasNext(place)) {
                        break;
                    }
                }
            }
            assertThat(entry.state).as("state of client " + entry.id).isEqualTo(clock);
        }
        assertThat(doc.subdocuments.items).as("subdocuments").isEqualTo(subdocuments);
        assertThat(doc.subdocuments()).as("known subdocuments").hasSize(subdocuments);
        assertThat(linked.size()).as("nothing in lists that is not stored").isEqualTo(items);
    }
}
