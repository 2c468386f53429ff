package dev.evenkeel.application.session;

import dev.evenkeel.domain.actor.Authenticator;
import dev.evenkeel.domain.actor.Authenticator.Answer;
import dev.evenkeel.domain.actor.Principal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The open sessions. When memberships or tokens change, [#recheck] makes the change take effect on
/// connections that are already open.
public final class Sessions {

    private final Authenticator authenticator;
    private final Map<Session, Runnable> open = new ConcurrentHashMap<>();

    public Sessions(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    public sealed interface Opening {

        record Opened(Session session) implements Opening {}

        record Refused(boolean expired) implements Opening {}
    }

    /// A session for one request.
    public Opening open(String token) {
        return switch (authenticator.authenticate(token)) {
            case Answer.Known(Principal principal) ->
                    new Opening.Opened(new Session(token, principal));
            case Answer.Unknown() -> new Opening.Refused(false);
            case Answer.Expired() -> new Opening.Refused(true);
        };
    }

    /// Watch over a session that stays open; `ended` is called once when its token no longer
    /// counts.
    public void hold(Session session, Runnable ended) {
        open.put(session, ended);
    }

    public void release(Session session) {
        open.remove(session);
    }

    /// Ask again who is behind each open session. Called after a change of members or tokens, and
    /// from time to time because tokens expire. May block.
    public void recheck() {
        open.forEach(
                (session, ended) -> {
                    switch (authenticator.authenticate(session.token())) {
                        case Answer.Known(Principal now) -> session.become(now);
                        case Answer.Unknown(), Answer.Expired() -> {
                            if (open.remove(session) != null) {
                                ended.run();
                            }
                        }
                    }
                });
    }
}
