package dev.evenkeel.domain.log;

/// A position in a document's log, counted from 1; [#NONE] is before the first.
public record Seq(long value) implements Comparable<Seq> {

    public static final Seq NONE = new Seq(0);

    public Seq {
        if (value < 0) {
            throw new IllegalArgumentException("Expected a seq of at least 0, but got " + value);
        }
    }

    public Seq plus(int count) {
        return new Seq(value + count);
    }

    @Override
    public int compareTo(Seq other) {
        return Long.compare(value, other.value);
    }
}
