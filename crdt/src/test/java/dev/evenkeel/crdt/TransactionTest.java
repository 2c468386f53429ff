package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The life of a transaction: who is told, when, and what they may do.
class TransactionTest {

    private final YDoc doc = YDoc.create(1);
    private final YText text = doc.getText("t");
    private final List<String> heard = new ArrayList<>();

    @Test
    void everybodyIsToldInOrder() {
        doc.onBeforeAllTransactions(() -> heard.add("before all"));
        doc.onBeforeTransaction(_ -> heard.add("before"));
        doc.onBeforeObserverCalls(_ -> heard.add("before observers"));
        text.observe(_ -> heard.add("observer"));
        text.observeDeep(_ -> heard.add("deep observer"));
        doc.onAfterTransaction(_ -> heard.add("after"));
        doc.onAfterTransactionCleanup(_ -> heard.add("after cleanup"));
        doc.onUpdate((_, _) -> heard.add("update"));
        doc.onAfterAllTransactions(all -> heard.add("after all " + all.size()));
        text.insert(0, "a");
        assertThat(heard)
                .containsExactly(
                        "before all",
                        "before",
                        "before observers",
                        "observer",
                        "deep observer",
                        "after",
                        "after cleanup",
                        "update",
                        "after all 1");
    }

    @Test
    void aTransactionKnowsWhatItHasChanged() {
        text.insert(0, "abc");
        var asked = new ArrayList<StateVector>();
        doc.onAfterTransaction(
                transaction -> {
                    asked.add(transaction.stateBefore());
                    asked.add(transaction.stateAfter());
                    heard.add(transaction.origin() + " " + transaction.deletions());
                    assertThat(transaction.doc()).isSameAs(doc);
                    assertThat(transaction.isLocal()).isTrue();
                });
        doc.transact(
                "me",
                () -> {
                    text.insert(3, "d");
                    text.delete(1, 1);
                });
        assertThat(asked)
                .containsExactly(StateVector.of(Map.of(1L, 3L)), StateVector.of(Map.of(1L, 4L)));
        assertThat(heard).containsExactly("me {1: 1..1}");
    }

    @Test
    void statesCanBeAskedForUntilEverybodyWasTold() {
        var transactions = new ArrayList<Transaction>();
        doc.onBeforeTransaction(transactions::add);
        text.insert(0, "a");
        assertThatIllegalStateException().isThrownBy(transactions.getFirst()::stateBefore);
        assertThatIllegalStateException().isThrownBy(transactions.getFirst()::stateAfter);
        doc.transact(
                transaction ->
                        assertThatIllegalStateException().isThrownBy(transaction::stateAfter));
        doc.onAfterAllTransactions(
                all -> assertThat(all.getFirst().stateAfter().get(1)).isEqualTo(2));
        text.insert(0, "b");
    }

    @Test
    void whatIsChangedBeforeATransactionIsPartOfIt() {
        var updates = new ArrayList<byte[]>();
        doc.onUpdate((update, _) -> updates.add(update));
        doc.onBeforeTransaction(
                _ -> {
                    if (text.length() == 0) {
                        text.insert(0, "a");
                    }
                });
        text.insert(0, "b");
        assertThat(text).hasToString("ba");
        assertThat(updates).hasSize(1);
    }

    @Test
    void nestedTransactionsAreToldAfterwardsWithTheirOrigins() {
        doc.onAfterTransaction(
                transaction -> {
                    heard.add(String.valueOf(transaction.origin()));
                    if (heard.size() == 1) {
                        doc.transact("second", () -> text.insert(0, "a"));
                        text.insert(0, "b");
                        heard.add("done");
                    }
                });
        doc.onAfterAllTransactions(all -> heard.add("all " + all.size()));
        doc.transact("first", () -> text.insert(0, "0"));
        assertThat(heard).containsExactly("first", "done", "second", "null", "all 3");
        assertThat(text).hasToString("ba0");
    }

    @Test
    void aTransactionInsideAnotherIsPartOfIt() {
        doc.onAfterTransaction(transaction -> heard.add(String.valueOf(transaction.origin())));
        int length =
                doc.transact(
                        "outer",
                        () -> {
                            doc.transact("inner", () -> text.insert(0, "a"));
                            return text.length();
                        });
        assertThat(length).isEqualTo(1);
        assertThat(heard).containsExactly("outer");
    }

    @Test
    void manyTransactionsCanWaitForTheirTurn() {
        doc.onAfterTransaction(
                transaction -> {
                    if ("start".equals(transaction.origin())) {
                        for (int i = 0; i < 15_000; i++) {
                            text.insert(text.length(), "x");
                        }
                    }
                });
        var told = new int[1];
        doc.onUpdate((_, _) -> told[0]++);
        doc.transact("start", () -> text.insert(0, "a"));
        assertThat(text.length()).isEqualTo(15_001);
        assertThat(told[0]).isEqualTo(15_001);
        StoreCheck.verify(doc);
    }

    @Test
    void oneThatOnlyReadsAfterALongTransactionIsNoBurden() {
        YArray array = doc.getArray("a");
        doc.onAfterTransaction(_ -> heard.add(array.toJson().toString().substring(0, 1)));
        doc.transact(
                () -> {
                    for (int i = 0; i < 15_000; i++) {
                        array.push(new YValue.Shared(YText.of("a")));
                    }
                });
        assertThat(heard).hasSize(1);
        assertThat(array.length()).isEqualTo(15_000);
    }

    @Test
    void allListenersAreCalledWhateverOthersThrow() {
        doc.onBeforeTransaction(_ -> fail("before"));
        doc.onBeforeObserverCalls(_ -> fail("before observers"));
        text.observe(_ -> fail("observer"));
        text.observe(_ -> heard.add("observer"));
        text.observeDeep(_ -> fail("deep"));
        text.observeDeep(_ -> heard.add("deep"));
        doc.onAfterTransaction(_ -> fail("after"));
        doc.onAfterTransactionCleanup(_ -> fail("cleanup"));
        doc.onUpdate((_, _) -> fail("update"));
        doc.onUpdate((_, _) -> heard.add("update"));
        doc.onAfterAllTransactions(_ -> fail("after all"));
        assertThatThrownBy(() -> text.insert(0, "a"))
                .hasMessage("before")
                .satisfies(
                        thrown ->
                                assertThat(thrown.getSuppressed())
                                        .extracting(Throwable::getMessage)
                                        .containsExactly(
                                                "before observers",
                                                "observer",
                                                "deep",
                                                "after",
                                                "cleanup",
                                                "update",
                                                "after all"));
        assertThat(heard).containsExactly("observer", "deep", "update");
        assertThat(text).hasToString("a");
        heard.clear();
        assertThatThrownBy(() -> text.insert(1, "b")).hasMessage("before");
        assertThat(heard).as("again").containsExactly("observer", "deep", "update");
        assertThat(text).hasToString("ab");
        StoreCheck.verify(doc);
    }

    private static void fail(String message) {
        throw new IllegalArgumentException(message);
    }

    @Test
    void anErrorOfAListenerBreaksNothingEither() {
        text.observe(
                _ -> {
                    throw new AssertionError("no");
                });
        doc.onUpdate((_, _) -> heard.add("update"));
        text.observe(_ -> heard.add("observer"));
        assertThatThrownBy(() -> text.insert(0, "ab"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("no");
        assertThat(heard).containsExactly("observer", "update");
        assertThat(doc.encodeStateAsUpdate()).isNotEmpty();
    }

    @Test
    void whatTheBodyThrowsComesFirst() {
        doc.onAfterTransaction(_ -> fail("after"));
        assertThatThrownBy(
                        () ->
                                doc.transact(
                                        () -> {
                                            text.insert(0, "a");
                                            fail("body");
                                        }))
                .hasMessage("body")
                .satisfies(
                        thrown ->
                                assertThat(thrown.getSuppressed())
                                        .extracting(Throwable::getMessage)
                                        .containsExactly("after"));
        assertThat(text).hasToString("a");
    }

    @Test
    void aListenerMayLeaveAndAnotherComeWhileTheyAreCalled() {
        var own = new Subscription[2];
        own[0] =
                doc.onAfterTransaction(
                        _ -> {
                            heard.add("first");
                            own[0].close();
                            own[1].close();
                            doc.onAfterTransaction(_ -> heard.add("late"));
                        });
        own[1] = doc.onAfterTransaction(_ -> heard.add("second"));
        text.insert(0, "a");
        assertThat(heard).containsExactly("first");
        text.insert(0, "a");
        assertThat(heard).containsExactly("first", "late");
    }

    @Test
    void aClientIdThatSomebodyElseUsesIsGivenUpAndThatIsTold() {
        YDoc other = YDoc.create(1);
        other.getArray("a").push(YValue.of(1), YValue.of(2));
        var changes = new ArrayList<ClientIdChange>();
        doc.onClientIdChange(changes::add);
        doc.applyUpdate(other.encodeStateAsUpdate());
        assertThat(changes).containsExactly(new ClientIdChange(1, doc.clientId()));
        assertThat(doc.clientId()).isNotEqualTo(1);
    }

    @Test
    void aRootCanHaveTheEmptyName() {
        doc.getText("").insert(0, "hi");
        YDoc other = YDoc.create(2);
        other.applyUpdate(doc.encodeStateAsUpdate());
        assertThat(other.getText("")).hasToString("hi");
    }

    @Test
    void theDocumentAsPlainValuesHasAllTypedRoots() {
        YDoc fresh = YDoc.create(3);
        assertThat(fresh.toJson()).isEqualTo(new YValue.Obj(Map.of()));
        fresh.getArray("array").push(YValue.of("test1"));
        YMap map = fresh.getMap("map");
        map.set("k1", YValue.of("v1"));
        map.set("k2", new YValue.Shared(YMap.of(Map.of("m2k1", YValue.of("m2v1")))));
        assertThat(fresh.toJson())
                .isEqualTo(
                        YValue.of(
                                Map.of(
                                        "array",
                                        List.of("test1"),
                                        "map",
                                        Map.of("k1", "v1", "k2", Map.of("m2k1", "m2v1")))));
        YDoc other = YDoc.create(4);
        other.applyUpdate(fresh.encodeStateAsUpdate());
        assertThat(other.toJson()).isEqualTo(new YValue.Obj(Map.of()));
    }
}
