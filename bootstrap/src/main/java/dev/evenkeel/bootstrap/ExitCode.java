package dev.evenkeel.bootstrap;

/// How the process ends. Scripts rely on the numbers: add, never change.
enum ExitCode {
    OK(0, "stopped as asked"),
    FAILED_TO_START(1, "failed to start; the last line on stderr says why"),
    USAGE(2, "wrong option, configuration or usage"),
    PORT_IN_USE(3, "another process listens on the port");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    int number() {
        return number;
    }

    String meaning() {
        return meaning;
    }
}
