package dev.evenkeel.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Listeners of one kind, in the order in which they came. While they are called, others may come,
/// who are not called this time, and some may go, who are not called any more.
final class Listeners<L> {

    private final class Place implements Subscription {
        final L listener;
        private final Runnable onClose;
        boolean closed;

        Place(L listener, Runnable onClose) {
            this.listener = listener;
            this.onClose = onClose;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                var others = new ArrayList<>(places);
                others.remove(this);
                places = List.copyOf(others);
                onClose.run();
            }
        }
    }

    // Replaced and never modified, so that whoever walks over it is not disturbed.
    private List<Place> places = List.of();

    boolean isEmpty() {
        return places.isEmpty();
    }

    int size() {
        return places.size();
    }

    /// The same listener may be added twice, and is called twice then.
    Subscription add(L listener) {
        return add(listener, () -> {});
    }

    Subscription add(L listener, Runnable onClose) {
        var place = new Place(listener, onClose);
        var more = new ArrayList<>(places);
        more.add(place);
        places = List.copyOf(more);
        return place;
    }

    /// Sends everybody away.
    void clear() {
        for (Place place : places) {
            place.close();
        }
    }

    /// Calls everybody, whatever some of them throw.
    @SuppressWarnings("CatchingUnchecked") // also what a listener sneaks past the compiler
    void each(Consumer<L> call, Failures failures) {
        for (Place place : places) {
            if (!place.closed) {
                try {
                    call.accept(place.listener);
                } catch (Throwable problem) {
                    failures.add(problem);
                }
            }
        }
    }
}
