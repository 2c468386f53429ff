package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Fragments, elements, texts and hooks as an application uses them. That the bytes are those of
/// yjs is the business of the lockstep fuzz, profile `xml`.
final class XmlTest {

    private final YDoc doc = YDoc.create(1);
    private final YDoc other = YDoc.create(2);
    private final YXmlElement root = doc.getXmlElement("root");

    private void sync() {
        other.applyUpdate(doc.encodeStateAsUpdate(other.stateVector()));
        doc.applyUpdate(other.encodeStateAsUpdate(doc.stateVector()));
    }

    private static List<String> guide(Iterable<YType> walk) {
        var names = new ArrayList<String>();
        walk.forEach(
                type ->
                        names.add(
                                type instanceof YXmlElement element
                                        ? element.nodeName()
                                        : type.toString()));
        return names;
    }

    @Test
    void anAttributeIsSetAndRemovedOnBothSides() {
        root.setAttribute("height", "10");
        sync();

        YXmlElement remote = other.getXmlElement("root");
        assertThat(root.getAttribute("height")).contains(YValue.of("10"));
        assertThat(remote.getAttribute("height")).contains(YValue.of("10"));
        assertThat(remote.hasAttribute("height")).isTrue();

        remote.removeAttribute("height");
        remote.removeAttribute("never there");
        sync();
        assertThat(root.hasAttribute("height")).isFalse();
        assertThat(root.getAttributes()).isEmpty();
    }

    @Test
    void anAttributeCanHoldAnything() {
        root.setAttribute("n", YValue.of(1.5));
        root.setAttribute("o", YValue.of(Map.of("k", 1)));
        root.setAttribute("l", YValue.of(List.of(1, List.of("a", "b"), true)));
        root.setAttribute("b", YValue.of(new byte[] {1, (byte) 255}));
        root.setAttribute("e", new YValue.Shared(YXmlElement.of("I", YXmlText.of("in"))));
        root.setAttribute("u", YValue.UNDEFINED);
        sync();

        assertThat(other.getXmlElement("root").toString())
                .isEqualTo(
                        "<undefined b=\"1,255\" e=\"<i>in</i>\" l=\"1,a,b,true\" n=\"1.5\""
                                + " o=\"[object Object]\" u=\"undefined\"></undefined>");
    }

    @Test
    void eventsTellOfAttributesAndOfChildren() {
        var heard = new ArrayList<String>();
        YXmlElement remote = other.getXmlElement("root");
        var _ = root.observe(event -> heard.add(describe(event)));
        var _ = remote.observe(event -> heard.add("remote " + describe(event)));

        root.setAttribute("key", "value");
        sync();
        root.removeAttribute("key");
        sync();
        root.insert(0, YXmlText.of("some text"));
        sync();
        root.delete(0, 1);
        sync();

        assertThat(heard)
                .containsExactly(
                        "[key] false",
                        "remote [key] false",
                        "[key] false",
                        "remote [key] false",
                        "[] true",
                        "remote [] true",
                        "[] true",
                        "remote [] true");
    }

    private static String describe(YEvent event) {
        return event instanceof YXmlEvent xml
                ? xml.attributesChanged() + " " + xml.childListChanged()
                : "no XML";
    }

    @Test
    void elementsAreFoundByNameInAnyCase() {
        YXmlElement first = YXmlElement.of("p", YXmlText.of("init"), YXmlText.of("text"));
        YXmlElement second = YXmlElement.of("P");
        root.insert(0, first, YXmlElement.of("div", second), YXmlElement.of("img"));

        assertThat(root.querySelectorAll("p")).containsExactly(first, second);
        assertThat(root.querySelector("P")).contains(first);
        assertThat(root.querySelector("q")).isEmpty();
    }

    @Test
    void aWalkMeetsEachTypeBeforeWhatIsInIt() {
        root.insert(
                0,
                YXmlElement.of("a", YXmlElement.of("b", YXmlText.of("t")), YXmlElement.of("c")),
                YXmlHook.of("hook", Map.of("k", new YValue.Shared(YText.of("unseen")))),
                YXmlElement.of("gone", YXmlElement.of("with it")),
                YXmlElement.of("d"));
        root.delete(2, 1);

        assertThat(guide(root.treeWalker(type -> !(type instanceof YXmlHook))))
                .containsExactly("a", "b", "t", "c", "d");
        assertThat(guide(root.treeWalker(type -> type instanceof YXmlText))).containsExactly("t");
    }

    @Test
    void aWalkGoesOnWhereItIsWhenItsPlaceIsDeleted() {
        root.insert(0, YXmlElement.of("a"), YXmlElement.of("b"), YXmlElement.of("c"));

        var met = new ArrayList<String>();
        for (YType type : root.treeWalker()) {
            met.add(((YXmlElement) type).nodeName());
            root.delete(0, 1);
        }

        assertThat(met).containsExactly("a", "b", "c");
    }

    @Test
    void siblingsAreThoseThatAreNotDeleted() {
        YXmlText text = YXmlText.of("t");
        YXmlElement middle = YXmlElement.of("m");
        YXmlElement last = YXmlElement.of("l", YXmlElement.of("inner"));
        root.insert(0, text, middle, last);

        assertThat(root.firstChild()).contains(text);
        assertThat(text.prevSibling()).isEmpty();
        assertThat(text.nextSibling()).contains(middle);
        assertThat(last.prevSibling()).contains(middle);
        assertThat(last.nextSibling()).isEmpty();
        assertThat(root.nextSibling()).isEmpty();

        root.delete(1, 1);
        assertThat(text.nextSibling()).contains(last);
        assertThat(last.prevSibling()).contains(text);
        assertThat(last.parent()).contains(root);
    }

    @Test
    void nodesAreInsertedBehindOthers() {
        YXmlText first = YXmlText.of("1");
        YXmlElement second = YXmlElement.of("p");
        root.insertAfter(null, first, second);
        root.insertAfter(second, YXmlText.of("3"));
        root.insertAfter(first, YXmlText.of("between"));
        root.insertAfter(null, YXmlText.of("0"));

        assertThat(root.toString()).isEqualTo("<undefined>01between<p></p>3</undefined>");

        YXmlElement prepared = YXmlElement.of("q");
        YXmlElement inside = YXmlElement.of("span");
        prepared.insertAfter(null, inside);
        prepared.insertAfter(inside, YXmlText.of("behind"));
        root.push(prepared);
        assertThat(prepared.toString()).isEqualTo("<q><span></span>behind</q>");
    }

    @Test
    void onlyBehindAChildThatIsThereCanBeInserted() {
        YXmlText gone = YXmlText.of("gone");
        YXmlElement child = YXmlElement.of("p", YXmlText.of("deep"));
        root.insert(0, gone, child);
        YType deep = child.firstChild().orElseThrow();
        root.delete(0, 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> root.insertAfter(gone, YXmlText.of("x")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> root.insertAfter(deep, YXmlText.of("x")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> root.insertAfter(YXmlText.of("new"), YXmlText.of("x")));
        assertThat(root.length()).isEqualTo(1);
    }

    @Test
    void aPreparedElementTakesTheSameChanges() {
        YXmlElement element = YXmlElement.of("p");
        YXmlText text = YXmlText.of("a");
        element.setAttribute("x", "1");
        element.setAttribute("y", "2");
        element.removeAttribute("x");
        element.push(text, YXmlText.of("gone"));
        element.unshift(YXmlText.of("start "));
        element.insertAfter(text, YXmlText.of("b"));
        element.delete(3, 1);
        assertThat(element.length()).isZero();

        root.push(element);

        assertThat(element.toString()).isEqualTo("<p y=\"2\">start ab</p>");
        assertThatIllegalStateException().isThrownBy(() -> root.push(element));
        assertThatThrownBy(() -> element.insert(9, YXmlText.of("x")))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void childrenComeBeforeAttributesOnTheWire() {
        var attributes = new LinkedHashMap<String, YValue>();
        attributes.put("a", YValue.TRUE);
        doc.getXmlFragment("x").push(YXmlElement.of("p", attributes, List.of(YXmlText.of(""))));

        // Clock 0 is the element, 1 the text in it, 2 the attribute.
        assertThat(Hex.of(doc.encodeStateAsUpdate()))
                .isEqualTo(
                        "01030100"
                                + "0701017803"
                                + "0170"
                                + "0700010006"
                                + "2800010001610178"
                                + "00");
    }

    @Test
    void aSliceCountsFromEitherEnd() {
        root.push(YXmlText.of("a"), YXmlText.of("b"), YXmlText.of("c"));

        assertThat(root.slice(1, 3)).isEqualTo(root.toList().subList(1, 3));
        assertThat(root.slice(-2, -1)).isEqualTo(List.of(root.get(1)));
        assertThat(root.slice(0, 0)).isEmpty();
        assertThatThrownBy(() -> root.slice(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aCopyHoldsTheSameAndIsItsOwn() {
        YXmlElement original =
                YXmlElement.of(
                        "p",
                        Map.of("k", YValue.of(List.of(1))),
                        List.of(
                                YXmlText.of("text"),
                                YXmlElement.of("b", YXmlText.of("bold")),
                                YXmlHook.of("hook", Map.of("a", YValue.of("b")))));
        root.push(original);
        YXmlElement copy = original.copy();
        root.push(copy);
        original.setAttribute("k", "changed");

        assertThat(copy.toString()).isEqualTo("<p k=\"1\">text<b>bold</b>[object Object]</p>");
        assertThat(copy.get(2))
                .isInstanceOfSatisfying(
                        YValue.Shared.class,
                        hook -> assertThat(((YXmlHook) hook.type()).hookName()).isEqualTo("hook"));

        YXmlFragment fragment = YXmlFragment.of(YXmlText.of("in"));
        doc.getMap("m").set("f", new YValue.Shared(fragment));
        doc.getMap("m").set("g", new YValue.Shared(fragment.copy()));
        assertThat(doc.getMap("m").toJson()).isEqualTo(YValue.of(Map.of("f", "in", "g", "in")));
    }

    @Test
    void aTextHasAttributesToo() {
        YXmlText text = doc.getXmlText("text");
        var heard = new ArrayList<Map<String, KeyChange>>();
        text.observe(event -> heard.add(event.keys()));
        text.setAttribute("test", YValue.of(42));
        assertThat(heard).containsExactly(Map.of("test", new KeyChange.Added()));
        assertThat(text.getAttribute("test")).contains(YValue.of(42));
        assertThat(text.getAttributes()).isEqualTo(Map.of("test", YValue.of(42)));
    }

    @Test
    void formatsThatStopAndStartAgainAreReadAsTheyWereWritten() {
        YValue empty = YValue.of(Map.of());
        List<Delta> delta =
                List.of(
                        new Delta.Insert(YValue.of("A"), Map.of("em", empty, "strong", empty)),
                        new Delta.Insert(YValue.of("B"), Map.of("em", empty)),
                        new Delta.Insert(YValue.of("C"), Map.of("em", empty, "strong", empty)));
        YXmlText text = doc.getXmlText("text");
        text.applyDelta(delta);
        assertThat(text.toDelta()).isEqualTo(delta);
    }

    @Test
    void aRootElementHasNoNameOfItsOwn() {
        YXmlText first = YXmlText.of("text1");
        YXmlText second = YXmlText.of("text2");
        root.insert(0, first, second);
        assertThat(root.toList())
                .containsExactly(new YValue.Shared(first), new YValue.Shared(second));
        assertThat(root.nodeName()).isEqualTo("UNDEFINED");
        assertThat(doc.getXmlElement("root")).isSameAs(root);
        assertThatIllegalStateException().isThrownBy(() -> doc.getXmlFragment("root"));
    }

    @Test
    void namesAreWrittenInLowerCaseInEveryCountry() {
        root.push(YXmlElement.of("TITLE"), YXmlElement.of("İΣ"));

        assertThat(root.toString()).isEqualTo("<undefined><title></title><i̇ς></i̇ς></undefined>");
    }

    @Test
    void hooksAreMapsAndEverythingElseIsAStringInJson() {
        YArray array = doc.getArray("a");
        array.push(
                new YValue.Shared(YXmlHook.of("h", Map.of("k", YValue.of(1L)))),
                new YValue.Shared(YXmlElement.of("p", YXmlText.of("<&\""))),
                new YValue.Shared(YXmlText.of("t")),
                new YValue.Shared(YXmlFragment.of(YXmlText.of("f"))));

        assertThat(array.toJson())
                .isEqualTo(YValue.of(List.of(Map.of("k", 1L), "<p><&\"</p>", "t", "f")));
        assertThat(array.copy()).isNotNull();
    }

    @Test
    void aFragmentOfManyNodesIsReadWhileItsTransactionIsTold() {
        YXmlFragment fragment = doc.getXmlFragment("x");
        var lengths = new ArrayList<Integer>();
        var _ = doc.onAfterTransaction(_ -> lengths.add(fragment.toString().length()));

        doc.transact(
                () -> {
                    for (int i = 0; i < 15_000; i++) {
                        fragment.push(YXmlText.of("a"));
                    }
                });

        assertThat(lengths).containsExactly(15_000);
    }

    @Test
    void nodesAreNestedToAnyDepth() {
        int depth = 20_000;
        YXmlElement inner = YXmlElement.of("i");
        for (int i = 0; i < depth; i++) {
            inner = YXmlElement.of("i", inner);
        }
        root.push(inner);

        assertThat(root.toString()).hasSize("<undefined></undefined>".length() + 7 * (depth + 1));
        assertThat(root.querySelectorAll("i")).hasSize(depth + 1);
        root.push(inner.copy());
        assertThat(root.querySelectorAll("i")).hasSize(2 * (depth + 1));
        root.delete(0, 2);
        assertThat(root.querySelectorAll("i")).isEmpty();
        StoreCheck.verify(doc);
    }

    @Test
    void concurrentChildrenOfADeletedSubtreeAreGone() {
        YXmlElement child = YXmlElement.of("p");
        root.push(child, YXmlText.of("stays"));
        sync();
        YXmlElement remote = (YXmlElement) other.getXmlElement("root").firstChild().orElseThrow();
        remote.push(YXmlElement.of("late", YXmlText.of("too late")));
        remote.setAttribute("a", "b");
        root.delete(0, 1);
        sync();

        assertThat(root.toString()).isEqualTo("<undefined>stays</undefined>");
        assertThat(other.getXmlElement("root").toString()).isEqualTo(root.toString());
        StoreCheck.verify(doc);
        StoreCheck.verify(other);
    }
}
