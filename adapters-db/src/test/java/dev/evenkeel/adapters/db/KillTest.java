package dev.evenkeel.adapters.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.row.Lookup;
import dev.evenkeel.domain.storage.Samples;
import dev.evenkeel.domain.version.VersionLabel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/// The embedded database keeps what it confirmed when its process is killed in the middle of
/// everything, over and over on the same files.
///
/// `-Devenkeel.kill.rounds=…` for more rounds, `-Devenkeel.kill.seed=…` for those of another run.
class KillTest {

    private static final int ROUNDS = Integer.getInteger("evenkeel.kill.rounds", 3);
    private static final long SEED = Long.getLong("evenkeel.kill.seed", System.nanoTime());

    @TempDir private Path folder;

    /// What the killed processes said they had stored: the highest number per kind of line and key.
    private final Map<String, Long> confirmed = new HashMap<>();

    @Test
    void nothingThatWasConfirmedIsMissingAfterAKill() throws Exception {
        System.out.println("KillTest: seed " + SEED + ", rounds " + ROUNDS);
        var random = new Random(SEED);
        for (int round = 1; round <= ROUNDS; round++) {
            int lines = 100 + random.nextInt(1_500);
            writeAndKill(lines);
            try (var storage = DatabaseStorage.open(DatabaseSettings.embedded(folder))) {
                for (int room = 0; room < WriteUntilKilled.ROOMS; room++) {
                    check(storage, Samples.flow(room), "round " + round + ", seed " + SEED);
                }
            }
        }
    }

    /// Kill after so many confirmations; those that were said until the kill count as well.
    private void writeAndKill(int lines) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                WriteUntilKilled.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader said = process.inputReader()) {
            int read = 0;
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                note(line);
                read++;
                if (read == lines) {
                    // By its handle: the process object would close the stream as well.
                    process.toHandle().destroyForcibly();
                }
            }
            assertThat(read).as("lines until the process ended").isGreaterThanOrEqualTo(lines);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private void note(String line) {
        String[] words = line.split(" ", -1);
        if (words.length == 3) {
            confirmed.merge(words[0] + " " + words[1], Long.parseLong(words[2]), Math::max);
        }
    }

    private void check(DatabaseStorage storage, DocumentId document, String when) {
        var history = storage.log().read(document);
        long last = history.last().value();
        assertThat(last)
                .as("end of the log of %s, %s", document, when)
                .isGreaterThanOrEqualTo(confirmed.getOrDefault("appended " + document.key(), 0L));
        long seq = last - history.tail();
        var updates = history.updates();
        for (var update : updates.subList(updates.size() - history.tail(), updates.size())) {
            seq++;
            assertThat(update)
                    .as("entry %d of %s, %s", seq, document, when)
                    .isEqualTo(WriteUntilKilled.updateAt(document, seq));
        }
        long version = confirmed.getOrDefault("saved " + document.key(), 0L);
        if (storage.rows().find(document) instanceof Lookup.Present(var row)) {
            assertThat(row.lockVersion())
                    .as("%s, %s", document, when)
                    .isGreaterThanOrEqualTo(version);
            assertThat(row.content()).isEqualTo(Samples.content(row.title()));
            assertThat(history.base().orElseThrow().lockVersion()).isEqualTo(row.lockVersion());
            assertThat(storage.versions().list(document, 1).getFirst().label())
                    .isEqualTo(VersionLabel.stored(row.lockVersion()));
            assertThat(storage.journal().last(document)).isEqualTo(row.lockVersion());
        } else {
            assertThat(version).as("%s, %s", document, when).isZero();
        }
    }
}
