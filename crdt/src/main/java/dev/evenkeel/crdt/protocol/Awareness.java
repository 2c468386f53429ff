package dev.evenkeel.crdt.protocol;

import dev.evenkeel.crdt.Subscription;
import dev.evenkeel.crdt.YValue;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/// Who is there, and what they say of themselves: a cursor, a name, a colour. Not kept anywhere,
/// and not part of a document. States are JSON texts, passed on as they came; whoever wants to look
/// into one asks for its [#value].
///
/// # Clocks
///
/// Each client raises its own clock with each change, and peers take a state with a higher clock
/// than the one they know. Everybody may call a client gone that was not heard of for 30 seconds;
/// that leaves the clock as it is, and counts against a state with the same clock. Rules that look
/// odd, and are what every peer goes by:
///
/// - A client that is not known counts as known with clock 0. So a first state with clock 0 is not
///   taken; whoever announces states of its own accord begins with clock 1.
/// - A client that is called gone keeps its clock here. With the same clock it is not taken again,
///   with a higher one it is, and is reported as updated.
/// - Whoever hears that its own client is gone, and is not, raises its clock above the one it was
///   told, and an update is reported for which others are to be told.
/// - Somebody else's state for one's own client is taken like any other.
///
/// The client id is this instance's own affair. Mostly it is the document's, but it stays when the
/// document takes another one.
///
/// # Time
///
/// Is handed in. Call [#tick] every few seconds: it renews the own state and gives up others.
///
/// # Differences from y-protocols
///
/// A malformed update changes nothing, where there the entries before the malformed one count.
/// [AwarenessLimits] hold. Clients that are gone for five minutes are forgotten, where there
/// somebody could fill the memory with clients that never were. Two states are the same when they
/// stand for the same JSON value; there an object with the key `constructor` is never the same.
///
/// Not safe for use by several threads, like the document.
public final class Awareness implements AutoCloseable {

    /// How often [#tick] wants to be called.
    public static final Duration TICK_EVERY = Duration.ofSeconds(3);

    /// A state of one's own that is this old is sent again with a higher clock.
    public static final Duration RENEW_AFTER = Duration.ofSeconds(15);

    /// Somebody who was not heard of for this long is gone.
    public static final Duration OUTDATED_AFTER = Duration.ofSeconds(30);

    /// The clock of somebody who is gone for this long is given up.
    public static final Duration FORGET_AFTER = Duration.ofMinutes(5);

    /// Origins of changes that nobody else caused.
    public enum Cause {
        /// The own state was set, or renewed.
        LOCAL,
        /// Somebody was not heard of for too long.
        TIMEOUT
    }

    private static final String NO_STATE = "{}";

    /// What is remembered of a client besides its state.
    ///
    /// @param heard when its clock was last raised
    /// @param gone since when it has no state
    private record Meta(long clock, Instant heard, @Nullable Instant gone) {}

    private final long clientId;
    private final InstantSource time;
    private final AwarenessLimits limits;

    // Two maps, because their orders differ: who comes back is last among the states.
    private final Map<Long, String> states = new LinkedHashMap<>();
    private final Map<Long, Meta> metas = new LinkedHashMap<>();

    private final Listeners changeListeners = new Listeners();
    private final Listeners updateListeners = new Listeners();

    /// Is there from the start, with an empty state and clock 0. Whoever is no participant itself,
    /// such as a relay, begins with `setLocalState(null)`.
    ///
    /// @param clientId 0 to 2^53-1, unlike that of any other participant
    public Awareness(long clientId, InstantSource time) {
        this(clientId, time, AwarenessLimits.DEFAULT);
    }

    public Awareness(long clientId, InstantSource time, AwarenessLimits limits) {
        this.clientId = new AwarenessUpdate.Entry(clientId, 0, null).client();
        this.time = time;
        this.limits = limits;
        setLocalState(NO_STATE);
    }

    public long clientId() {
        return clientId;
    }

    // --- the own state ---

    /// Empty when this client is not there.
    public Optional<String> localState() {
        return Optional.ofNullable(states.get(clientId))
                .filter(state -> !JsonStates.isFalsy(state));
    }

    /// Says something else of oneself, or the same again. The clock rises in any case.
    ///
    /// @param json the text of a JSON object; null to be gone
    /// @throws IllegalArgumentException if it is something else, or over the limits
    public void setLocalState(@Nullable String json) {
        if (json != null) {
            JsonStates.check(json, limits);
            if (!JsonStates.isObject(json)) {
                throw new IllegalArgumentException("expected a JSON object");
            }
        }
        replaceLocalState(json);
    }

    /// Says one thing more, or another thing than before. Has no effect when this client is not
    /// there.
    ///
    /// @throws IllegalArgumentException if the value cannot be said in JSON, or the state would be
    ///   over the limits
    public void setLocalField(String name, YValue value) {
        localState()
                .ifPresent(
                        state -> {
                            Map<String, YValue> fields = JsonStates.fields(state);
                            fields.put(name, value);
                            setLocalState(YValue.jsonText(new YValue.Obj(fields)));
                        });
    }

    private void replaceLocalState(@Nullable String json) {
        var news = new News();
        Instant now = time.instant();
        Meta known = metas.get(clientId);
        String before = states.get(clientId);
        if (json == null) {
            states.remove(clientId);
            news.removed.add(clientId);
        } else {
            states.put(clientId, json);
            if (before == null) {
                news.added.add(clientId);
            } else {
                news.updated(clientId, !JsonStates.sameValue(before, json));
            }
        }
        long clock = known == null ? 0 : known.clock + 1;
        metas.put(clientId, new Meta(clock, now, json == null ? now : null));
        tell(news, Cause.LOCAL);
    }

    // --- what others say ---

    /// Takes in what somebody sent.
    ///
    /// @param origin what listeners are told, such as the connection
    /// @throws MalformedMessageException before anything is changed; as [AwarenessUpdate#decode],
    ///   or `limit-clients` when there are too many clients already
    public void apply(byte[] update, @Nullable Object origin) {
        List<AwarenessUpdate.Entry> entries = AwarenessUpdate.decode(update, limits).entries();
        boolean rememberTheGone = makeRoom(entries);
        Instant now = time.instant();
        var news = new News();
        for (AwarenessUpdate.Entry entry : entries) {
            Meta known = metas.get(entry.client());
            boolean forgettable = known == null && entry.state() == null && !rememberTheGone;
            if (isNews(entry, known) && !forgettable) {
                take(entry, known, now, news);
            }
        }
        tell(news, origin);
    }

    private boolean isNews(AwarenessUpdate.Entry entry, @Nullable Meta known) {
        long clock = known == null ? 0 : known.clock;
        return entry.clock() <= AwarenessUpdate.CLOCK_MAX
                && (clock < entry.clock()
                        || (clock == entry.clock()
                                && entry.state() == null
                                && states.containsKey(entry.client())));
    }

    private void take(AwarenessUpdate.Entry entry, @Nullable Meta known, Instant now, News news) {
        long client = entry.client();
        long clock = entry.clock();
        String state = entry.state();
        String before = states.get(client);
        if (state != null) {
            states.put(client, state);
        } else if (client == clientId && localState().isPresent()) {
            // Nobody else decides that. With a higher clock than theirs everybody will see.
            clock++;
        } else {
            states.remove(client);
        }
        metas.put(client, new Meta(clock, now, states.containsKey(client) ? null : now));
        if (known == null) {
            if (state != null) {
                news.added.add(client);
            }
        } else if (state == null) {
            news.removed.add(client);
        } else {
            news.updated(client, before == null || !JsonStates.sameValue(before, state));
        }
    }

    /// Sees to it that all clients that come new with a state have a place, for which those who are
    /// gone give up theirs, longest gone first.
    ///
    /// @return whether there is room left for those as well of whom one learns only that they are
    ///   gone
    private boolean makeRoom(List<AwarenessUpdate.Entry> entries) {
        Set<Long> mentioned = new HashSet<>();
        Set<Long> unknown = new HashSet<>();
        Set<Long> unknownWithState = new HashSet<>();
        for (AwarenessUpdate.Entry entry : entries) {
            mentioned.add(entry.client());
            if (!metas.containsKey(entry.client()) && isNews(entry, null)) {
                unknown.add(entry.client());
                if (entry.state() != null) {
                    unknownWithState.add(entry.client());
                }
            }
        }
        int lacking = metas.size() + unknownWithState.size() - limits.clients();
        if (0 < lacking) {
            List<Long> longestGone = longestGone(mentioned);
            if (longestGone.size() < lacking) {
                throw new MalformedMessageException(
                        "limit-clients", "more than " + limits.clients() + " clients");
            }
            longestGone.subList(0, lacking).forEach(metas::remove);
        }
        return metas.size() + unknown.size() <= limits.clients();
    }

    private List<Long> longestGone(Set<Long> except) {
        return metas.entrySet().stream()
                .filter(each -> isForgettable(each) && !except.contains(each.getKey()))
                .sorted(Comparator.comparing(each -> goneSince(each.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean isForgettable(Map.Entry<Long, Meta> each) {
        return each.getKey() != clientId && each.getValue().gone != null;
    }

    private static Instant goneSince(Meta meta) {
        return meta.gone == null ? Instant.MAX : meta.gone;
    }

    /// Calls clients gone, such as all that came over a connection that has ended. Unknown ones are
    /// passed over.
    public void remove(Collection<Long> clients, @Nullable Object origin) {
        Instant now = time.instant();
        var news = new News();
        for (long client : clients) {
            Meta known = metas.get(client);
            if (states.remove(client) == null || known == null) {
                continue;
            }
            metas.put(
                    client,
                    client == clientId
                            ? new Meta(known.clock + 1, now, now)
                            : new Meta(known.clock, known.heard, now));
            news.removed.add(client);
        }
        tell(news, origin);
    }

    /// Does what has to be done by now: renews the own state, gives up others that were not heard
    /// of, forgets those who are long gone. Takes time in proportion to the number of clients.
    public void tick() {
        Instant now = time.instant();
        Meta own = metas.get(clientId);
        if (own != null && isPast(own.heard, RENEW_AFTER, now)) {
            localState().ifPresent(this::replaceLocalState);
        }
        var outdated = new ArrayList<Long>();
        metas.forEach(
                (client, meta) -> {
                    if (client != clientId
                            && states.containsKey(client)
                            && isPast(meta.heard, OUTDATED_AFTER, now)) {
                        outdated.add(client);
                    }
                });
        if (!outdated.isEmpty()) {
            remove(outdated, Cause.TIMEOUT);
        }
        metas.entrySet()
                .removeIf(
                        each ->
                                isForgettable(each)
                                        && isPast(goneSince(each.getValue()), FORGET_AFTER, now));
    }

    private static boolean isPast(Instant since, Duration after, Instant now) {
        return !now.isBefore(since.plus(after));
    }

    // --- what others are told ---

    /// The states of these clients as one update. Those without a state are said to be gone, and
    /// those that are not known, or not any more, are left out.
    public byte[] encode(Collection<Long> clients) {
        var entries = new ArrayList<AwarenessUpdate.Entry>(clients.size());
        for (long client : clients) {
            Meta known = metas.get(client);
            if (known != null) {
                String state = states.get(client);
                entries.add(
                        new AwarenessUpdate.Entry(
                                client,
                                known.clock,
                                // As y-protocols writes it.
                                state == null || JsonStates.isFalsy(state) ? null : state));
            }
        }
        return new AwarenessUpdate(entries).encode();
    }

    /// Everybody who is there, for somebody who joins.
    public byte[] encode() {
        return encode(states.keySet());
    }

    // --- looking ---

    /// JSON texts by client, this one included. A view.
    public Map<Long, String> states() {
        return Collections.unmodifiableMap(states);
    }

    /// Empty when the client is not there.
    public Optional<String> state(long client) {
        return Optional.ofNullable(states.get(client));
    }

    /// The state of a client, read. Empty when the client is not there.
    public Optional<YValue> value(long client) {
        return state(client).map(YValue::ofJsonText);
    }

    /// Empty when the client is not known, or not any more.
    public OptionalLong clock(long client) {
        Meta known = metas.get(client);
        return known == null ? OptionalLong.empty() : OptionalLong.of(known.clock);
    }

    /// All that are remembered, those who are gone included. A view.
    public Set<Long> known() {
        return Collections.unmodifiableSet(metas.keySet());
    }

    // --- listening ---

    /// Hears when somebody comes, goes, or says something else: for whoever shows it to a person.
    public Subscription onChange(Consumer<AwarenessChange> listener) {
        return changeListeners.add(listener);
    }

    /// Hears of all that is accepted, of renewals too: for whoever tells others.
    public Subscription onUpdate(Consumer<AwarenessChange> listener) {
        return updateListeners.add(listener);
    }

    /// What one call brought about. A state that was only renewed is an update and no change.
    private static final class News {
        final List<Long> added = new ArrayList<>();
        final List<Long> updated = new ArrayList<>();
        final List<Long> changed = new ArrayList<>();
        final List<Long> removed = new ArrayList<>();

        void updated(long client, boolean differs) {
            updated.add(client);
            if (differs) {
                changed.add(client);
            }
        }
    }

    private void tell(News news, @Nullable Object origin) {
        changeListeners.tell(new AwarenessChange(news.added, news.changed, news.removed, origin));
        updateListeners.tell(new AwarenessChange(news.added, news.updated, news.removed, origin));
    }

    /// Says that this client is gone, and then nothing more to the listeners there are.
    @Override
    public void close() {
        if (states.containsKey(clientId)) {
            setLocalState(null);
        }
        changeListeners.clear();
        updateListeners.clear();
    }
}
