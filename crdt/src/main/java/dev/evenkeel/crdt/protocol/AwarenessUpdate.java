package dev.evenkeel.crdt.protocol;

import dev.evenkeel.crdt.encoding.JsonText;
import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Lib0Writer;
import dev.evenkeel.crdt.encoding.MalformedEncodingException;
import dev.evenkeel.crdt.encoding.Utf8;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// States of some clients as they travel. On the wire a count, and for each a client, a clock and a
/// JSON text with its length.
public record AwarenessUpdate(List<Entry> entries) {

    /// No honest client gets near this clock: they raise it every 15 seconds. A client whose clock
    /// stood at the end of the range of numbers could never be heard of again, so entries with a
    /// higher one count for nothing. Their sender may be honest: clients pass on what they hear.
    public static final long CLOCK_MAX = 1L << 48;

    private static final int ENTRY_BYTES_MIN = 3;

    public AwarenessUpdate {
        entries = List.copyOf(entries);
    }

    /// One client's state.
    ///
    /// @param client 0 to 2^53-1
    /// @param clock 0 to 2^53-1; rises with each change of this client's state
    /// @param state a JSON text, kept as it is; null when the client is gone. Whoever makes an
    ///   entry vouches for it, [#decode] has checked it
    public record Entry(long client, long clock, @Nullable String state) {

        public Entry {
            if (client < 0 || Lib0Reader.MAX_SAFE_INTEGER < client) {
                throw new IllegalArgumentException("expected a client of 0 to 2^53-1: " + client);
            }
            if (clock < 0 || Lib0Reader.MAX_SAFE_INTEGER < clock) {
                throw new IllegalArgumentException("expected a clock of 0 to 2^53-1: " + clock);
            }
        }

        private void write(Lib0Writer out) {
            out.writeVarUint(client);
            out.writeVarUint(clock);
            out.writeVarString(state == null ? "null" : state);
        }
    }

    /// Reads an update that is all of the bytes.
    ///
    /// @throws MalformedMessageException with `truncated`, `number-too-large`, `impossible-count`,
    ///   `invalid-utf8`, `awareness-no-json`, `trailing-bytes`, `limit-states`, `limit-state-bytes`
    ///   or `limit-depth`
    public static AwarenessUpdate decode(byte[] bytes, AwarenessLimits limits) {
        try {
            var in = new Lib0Reader(bytes);
            int start = in.position();
            int count = in.readCount(ENTRY_BYTES_MIN);
            if (limits.states() < count) {
                throw new MalformedEncodingException(
                        "limit-states", start, count + " are more than " + limits.states());
            }
            var entries = new ArrayList<Entry>(Math.min(count, 16));
            for (int i = 0; i < count; i++) {
                entries.add(new Entry(in.readVarUint(), in.readVarUint(), state(in, limits)));
            }
            SyncMessage.requireEnd(in);
            return new AwarenessUpdate(entries);
        } catch (MalformedEncodingException e) {
            throw new MalformedMessageException(e);
        }
    }

    private static @Nullable String state(Lib0Reader in, AwarenessLimits limits) {
        int length = in.skipVarBytes();
        int end = in.position();
        int start = end - length;
        if (limits.stateBytes() < length) {
            throw new MalformedEncodingException(
                    "limit-state-bytes", start, length + " are more than " + limits.stateBytes());
        }
        Utf8.validate(in.source(), start, end);
        requireJson(in.source(), start, end, limits.depth());
        String text = Utf8.decode(in.source(), start, end);
        return JsonStates.isNull(text) ? null : text;
    }

    /// A state that one peer's `JSON.parse` does not take would throw in all of them.
    static void requireJson(byte[] bytes, int from, int to, int depthMax) {
        try {
            JsonText.validate(bytes, from, to, depthMax);
        } catch (MalformedEncodingException e) {
            throw e.code().equals("invalid-json")
                    ? new MalformedEncodingException(
                            "awareness-no-json", e.offset(), "not a JSON text")
                    : e;
        }
    }

    public byte[] encode() {
        var out = new Lib0Writer();
        out.writeVarUint(entries.size());
        entries.forEach(entry -> entry.write(out));
        return out.toByteArray();
    }

    /// The same update with other states, for somebody in the middle who wants to add to what
    /// clients say of themselves, or to take from it. Clients and clocks stay what they are.
    ///
    /// @param change gives the new state, a JSON text, or null to call the client gone
    /// @throws MalformedMessageException as [#decode]
    /// @throws IllegalArgumentException if a new state is no JSON text within the limits
    public static byte[] modify(
            byte[] update, AwarenessLimits limits, Function<Entry, @Nullable String> change) {
        var changed = new ArrayList<Entry>();
        for (Entry entry : decode(update, limits).entries()) {
            String state = change.apply(entry);
            if (state != null) {
                JsonStates.check(state, limits);
            }
            changed.add(new Entry(entry.client(), entry.clock(), state));
        }
        return new AwarenessUpdate(changed).encode();
    }
}
