package dev.evenkeel.bootstrap;

import dev.evenkeel.adapters.db.DatabaseStorage;
import dev.evenkeel.application.session.IssueToken;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/// Makes another operator's token, for whoever lost theirs: nobody is locked out for good. It goes
/// straight to the storage, so it needs the rights of whoever runs the server; an embedded storage
/// must not be in use meanwhile.
final class NewToken {

    private NewToken() {}

    static ExitCode issue(Config config, PrintWriter out) {
        LogSetup.setLevel(config.logLevel());
        DatabaseStorage storage = Server.openStorage(config);
        try {
            var issued =
                    new IssueToken(storage.tokens(), InstantSource.system(), new SecureRandom())
                            .issue(
                                    Optional.empty(),
                                    FirstStart.OPERATOR,
                                    "evenkeel token",
                                    Optional.empty());
            FirstStart.tellToken(issued.secret(), out);
            return ExitCode.OK;
        } finally {
            storage.close();
        }
    }
}
