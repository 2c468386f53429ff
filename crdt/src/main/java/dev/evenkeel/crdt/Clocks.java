package dev.evenkeel.crdt;

/// How far somebody has got with each client.
interface Clocks {

    /// How many clients have a state above 0.
    int size();

    /// The next clock that is expected of a client.
    int state(long client);
}
