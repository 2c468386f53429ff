package dev.evenkeel.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
                ownPlaces().remove(this);
                onClose.run();
            }
        }
    }

    private List<Place> places = List.of();

    /// Whether somebody walks over the list as it is now, who must not be disturbed.
    private boolean walked;

    private List<Place> ownPlaces() {
        if (walked || places.isEmpty()) {
            places = new ArrayList<>(places);
            walked = false;
        }
        return places;
    }

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
        var place = new Place(Objects.requireNonNull(listener), onClose);
        ownPlaces().add(place);
        return place;
    }

    /// Sends everybody away.
    void clear() {
        for (Place place : List.copyOf(places).reversed()) {
            place.close();
        }
    }

    /// Calls everybody, whatever some of them throw.
    @SuppressWarnings({
        "CatchingUnchecked", // also what a listener sneaks past the compiler
        "ReferenceEquality" // the same list, not an equal one
    })
    void each(Consumer<L> call, Failures failures) {
        List<Place> all = places;
        boolean walkedBefore = walked;
        walked = true;
        for (Place place : all) {
            if (!place.closed) {
                try {
                    call.accept(place.listener);
                } catch (Throwable problem) {
                    failures.add(problem);
                }
            }
        }
        if (places == all) {
            walked = walkedBefore;
        }
    }
}
