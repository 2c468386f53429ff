package dev.evenkeel.bootstrap;

import dev.evenkeel.application.session.IssueToken;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.application.session.Sessions;
import dev.evenkeel.application.session.Sessions.Opening;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.Authenticator.Answer;
import dev.evenkeel.domain.actor.Principal;
import dev.evenkeel.domain.actor.Principal.Scope;
import dev.evenkeel.domain.actor.Tokens;

import java.io.PrintWriter;
import java.util.Optional;

/// What happens on an empty store only: the demo, and a token for whoever runs the server.
final class FirstStart {

    static final Actor OPERATOR = new Actor(Actor.Type.OPERATOR, "operator", "Operator");

    private final boolean open;
    private final Demo demo;
    private final Tokens tokens;
    private final IssueToken issueToken;

    FirstStart(boolean open, Parts parts) {
        this.open = open;
        this.demo = new Demo(parts.storage().projects(), parts.ask());
        this.tokens = parts.storage().tokens();
        this.issueToken = parts.issueToken();
    }

    /// Do it, and tell `out`. The operator's token is told here once and stored nowhere, which is
    /// why `out` is no log. Without a single operator's token nobody could ever get in, so one is
    /// also made when there was an open server on this store before.
    ///
    /// @param authority host and port under which the server is reached
    void welcome(String authority, PrintWriter out) {
        boolean demonstrates = demo.createOnEmptyStore(server());
        Optional<String> token =
                !open && tokens.list(Optional.empty()).isEmpty()
                        ? Optional.of(
                                issueToken
                                        .issue(
                                                Optional.empty(),
                                                OPERATOR,
                                                "first start",
                                                Optional.empty())
                                        .secret())
                        : Optional.empty();
        token.ifPresent(secret -> tellToken(secret, out));
        if (demonstrates) {
            tellDemo(authority, out);
        }
    }

    static void tellToken(String secret, PrintWriter out) {
        out.println("The operator's token. It is shown now and never again:");
        out.println();
        out.println("  export TOKEN=" + secret);
        out.println();
    }

    private void tellDemo(String authority, PrintWriter out) {
        String query = open ? "" : "?token=$TOKEN";
        String header = open ? "" : " -H \"Authorization: Bearer $TOKEN\"";
        String row =
                "http://%s/api/projects/%s/workflows/%s"
                        .formatted(authority, Demo.PROJECT, Demo.WORKFLOW.key());
        out.println("There is a workflow to look at, in project demo. For a y-websocket client:");
        out.println();
        out.println("  ws://" + authority + "/sync/" + Demo.WORKFLOW + query);
        out.println();
        out.println("Read it, and change it from outside:");
        out.println();
        out.println("  curl" + header + " " + row);
        out.println(
                "  curl -X PATCH"
                        + header
                        + " -H \"Content-Type: application/json\" -d '{\"name\":\"Renamed\"}' "
                        + row);
        out.println();
        out.flush();
    }

    /// A session of the server itself, for what nobody asked for.
    private static Session server() {
        var authenticator =
                new Sessions(
                        _ -> new Answer.Known(new Principal(Actor.SERVER, new Scope.Everything())));
        return switch (authenticator.open("")) {
            case Opening.Opened(Session session) -> session;
            case Opening.Refused _ -> throw new IllegalStateException("Expected a session");
        };
    }
}
