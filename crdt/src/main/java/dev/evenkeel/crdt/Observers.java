package dev.evenkeel.crdt;

import java.util.List;
import java.util.function.Consumer;

/// Who wants to hear of the changes of one type, and of what is in it. A type that is not part of a
/// document yet can be observed already.
final class Observers {

    private final TypeNode type;
    private final Listeners<Consumer<YEvent>> own = new Listeners<>();
    private final Listeners<Consumer<List<YEvent>>> deep = new Listeners<>();

    Observers(TypeNode type) {
        this.type = type;
    }

    boolean hasOwn() {
        return !own.isEmpty();
    }

    boolean hasDeep() {
        return !deep.isEmpty();
    }

    Subscription observe(Consumer<YEvent> observer) {
        count(1, 0);
        return own.add(observer, () -> count(-1, 0));
    }

    Subscription observeDeep(Consumer<List<YEvent>> observer) {
        count(0, 1);
        return deep.add(observer, () -> count(0, -1));
    }

    /// The type became part of its document.
    void attached() {
        count(own.size(), deep.size());
    }

    private void count(int ownChange, int deepChange) {
        if (type.doc != null) {
            type.doc.transactions().observed(ownChange, deepChange);
        }
    }

    void call(YEvent event, Failures failures) {
        own.each(observer -> observer.accept(event), failures);
    }

    void callDeep(List<YEvent> events, Failures failures) {
        deep.each(observer -> observer.accept(events), failures);
    }
}
