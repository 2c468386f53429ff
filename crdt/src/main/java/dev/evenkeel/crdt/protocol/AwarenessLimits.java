package dev.evenkeel.crdt.protocol;

/// How much presence peers may ask for. What is above a limit is refused as a whole, before any
/// change.
///
/// They hold for one document. Who has several connections wants a limit on the clients of each as
/// well, or one peer can take all the places; only the one who knows the connections can set that.
///
/// @param clients clients that one [Awareness] remembers, those who are gone included, which make
///   room where it is needed
/// @param states states in one update
/// @param stateBytes size of one state
/// @param depth nesting of one state; an object without objects has depth 1
public record AwarenessLimits(int clients, int states, int stateBytes, int depth) {

    public static final AwarenessLimits DEFAULT = new AwarenessLimits(1_000, 1_000, 64 << 10, 32);

    public AwarenessLimits {
        if (clients < 1 || states < 1 || stateBytes < 2 || depth < 1) {
            throw new IllegalArgumentException(
                    "expected limits with room for one empty state, got clients "
                            + clients
                            + ", states "
                            + states
                            + ", stateBytes "
                            + stateBytes
                            + ", depth "
                            + depth);
        }
    }

    public AwarenessLimits withClients(int most) {
        return new AwarenessLimits(most, states, stateBytes, depth);
    }

    public AwarenessLimits withStates(int most) {
        return new AwarenessLimits(clients, most, stateBytes, depth);
    }

    public AwarenessLimits withStateBytes(int most) {
        return new AwarenessLimits(clients, states, most, depth);
    }

    public AwarenessLimits withDepth(int most) {
        return new AwarenessLimits(clients, states, stateBytes, most);
    }
}
