package dev.evenkeel.bench;

/// One row of the benchmark.
interface Case {

    /// Runs it once.
    Result run(Input input);

    /// What a case is run with.
    ///
    /// @param n the size that the case is run at
    /// @param trace a file of the editing-traces repository, for those cases that replay one
    record Input(int n, String trace) {}
}
