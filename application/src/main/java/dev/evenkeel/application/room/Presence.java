package dev.evenkeel.application.room;

import dev.evenkeel.domain.actor.Actor;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Who is in a room: the awareness entries, each owned by the connection that announced it.
///
/// Stock clients re-send entries of others, and re-send their own with an old clock when they
/// reconnect, which every peer then rejects for up to 17 seconds. So the server owns the clocks:
/// what an owner says is stamped above what is known, and what a non-owner says about somebody
/// else's id is ignored. What an owner repeats unchanged is ignored as well, because clients also
/// re-send the echo of their own entry and would otherwise never stop.
final class Presence {

    private final RoomLimits limits;
    private final Map<Long, Held> clients = new HashMap<>();
    private final Map<Participant, Set<Long>> owned = new HashMap<>();
    private final Set<Participant> announced = new LinkedHashSet<>();
    private final Set<Long> changed = new LinkedHashSet<>();

    Presence(RoomLimits limits) {
        this.limits = limits;
    }

    private static final class Held {
        long clock;
        @Nullable String state;
        @Nullable Participant owner;
        @Nullable Actor lastOwner;
        Instant renewedAt;

        Held(Instant renewedAt) {
            this.renewedAt = renewedAt;
        }
    }

    /// Take in what `from` says. The answer is the limit that cut it short, if one did.
    Optional<Limit> announce(Participant from, List<AwarenessEntry> entries, Instant now) {
        boolean first = announced.add(from);
        for (AwarenessEntry entry : entries) {
            Limit limit = announce(from, entry, first, now);
            if (limit != null) {
                return Optional.of(limit);
            }
        }
        return Optional.empty();
    }

    private @Nullable Limit announce(
            Participant from, AwarenessEntry entry, boolean first, Instant now) {
        Held held = clients.get(entry.client());
        if (held == null ? entry.state() == null : !mayTake(from, entry, held, first)) {
            return null;
        }
        if (entry.state() != null) {
            Limit limit = limitOf(from, entry, held == null);
            if (limit != null) {
                return limit;
            }
        }
        if (held == null) {
            held = new Held(now);
            clients.put(entry.client(), held);
        }
        own(entry, held, from);
        held.clock = Math.max(held.clock + 1, entry.clock());
        held.state = entry.state();
        held.renewedAt = now;
        changed.add(entry.client());
        return null;
    }

    private static boolean mayTake(
            Participant from, AwarenessEntry entry, Held held, boolean firstOfConnection) {
        boolean newer = entry.clock() > held.clock;
        if (from.equals(held.owner)) {
            return newer || !Objects.equals(entry.state(), held.state);
        }
        if (entry.state() == null) {
            return false;
        }
        if (held.owner == null) {
            // A client that comes back announces itself first of all; anything later with an old
            // clock
            // is somebody's echo of a client that has gone.
            return newer || firstOfConnection;
        }
        // The client is back before the server noticed that its old socket died.
        return newer && from.session().actor().equals(held.lastOwner);
    }

    private @Nullable Limit limitOf(Participant from, AwarenessEntry entry, boolean isNew) {
        String state = Objects.requireNonNull(entry.state());
        if (limits.presenceStateBytesMax() < state.getBytes(StandardCharsets.UTF_8).length) {
            return Limit.PRESENCE_STATE_BYTES;
        }
        Set<Long> ids = owned.getOrDefault(from, Set.of());
        if (!ids.contains(entry.client()) && limits.presenceIdsMax() <= ids.size()) {
            return Limit.PRESENCE_IDS;
        }
        if (isNew && limits.presenceClientsMax() <= clients.size()) {
            // Those who are here must not be kept out by many who came and went: clocks of the gone
            // are kept only while there is room.
            clients.entrySet()
                    .removeIf(
                            each ->
                                    each.getValue().state == null
                                            && !changed.contains(each.getKey()));
        }
        return isNew && limits.presenceClientsMax() <= clients.size()
                ? Limit.PRESENCE_CLIENTS
                : null;
    }

    private void own(AwarenessEntry entry, Held held, Participant from) {
        if (held.owner != null) {
            owned.getOrDefault(held.owner, new LinkedHashSet<>()).remove(entry.client());
        }
        if (entry.state() == null) {
            held.owner = null;
            return;
        }
        held.owner = from;
        held.lastOwner = from.session().actor();
        owned.computeIfAbsent(from, _ -> new LinkedHashSet<>()).add(entry.client());
    }

    /// `who` is gone, and so are the ids it owned.
    void leave(Participant who, Instant now) {
        announced.remove(who);
        Set<Long> ids = owned.remove(who);
        if (ids != null) {
            ids.forEach(id -> remove(id, now));
        }
    }

    private void remove(long id, Instant now) {
        Held held = clients.get(id);
        if (held != null && held.state != null) {
            held.state = null;
            held.owner = null;
            held.clock++;
            held.renewedAt = now;
            changed.add(id);
        }
    }

    /// Take those for gone that were not renewed in time, and forget those gone for long.
    void expire(Instant now) {
        for (var each : List.copyOf(clients.entrySet())) {
            Held held = each.getValue();
            if (held.state == null) {
                if (!now.isBefore(held.renewedAt.plus(limits.presenceForget()))) {
                    clients.remove(each.getKey());
                }
            } else if (!now.isBefore(held.renewedAt.plus(limits.presenceTimeout()))) {
                if (held.owner != null) {
                    owned.getOrDefault(held.owner, new LinkedHashSet<>()).remove(each.getKey());
                }
                remove(each.getKey(), now);
            }
        }
    }

    boolean hasChanged() {
        return !changed.isEmpty();
    }

    boolean isEmpty() {
        return clients.isEmpty();
    }

    /// What changed since the last call.
    List<AwarenessEntry> takeChanged() {
        var entries = new ArrayList<AwarenessEntry>();
        for (long id : changed) {
            Held held = clients.get(id);
            if (held != null) {
                entries.add(new AwarenessEntry(id, held.clock, held.state));
            }
        }
        changed.clear();
        return entries;
    }

    /// Everybody who is there.
    List<AwarenessEntry> present() {
        var entries = new ArrayList<AwarenessEntry>();
        clients.forEach(
                (id, held) -> {
                    if (held.state != null) {
                        entries.add(new AwarenessEntry(id, held.clock, held.state));
                    }
                });
        return entries;
    }
}
