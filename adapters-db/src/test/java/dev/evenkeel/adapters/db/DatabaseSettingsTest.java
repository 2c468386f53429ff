package dev.evenkeel.adapters.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;

class DatabaseSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db:5432/evenkeel?user=ann&password=hush,"
                + " jdbc:postgresql://db:5432/evenkeel",
        "jdbc:postgresql://ann:hush@db/evenkeel, jdbc:postgresql://db/evenkeel",
        "jdbc:postgresql://db/evenkeel?password=a@b, jdbc:postgresql://db/evenkeel",
        "jdbc:h2:/data/x;PASSWORD=hush, jdbc:h2:/data/x",
    })
    void whatIsShownHoldsNoSecret(String url, String shown) {
        assertThat(DatabaseSettings.at(url)).hasToString(shown);
    }

    @Test
    void anEmbeddedDatabaseIsShownByItsFile() {
        assertThat(DatabaseSettings.embedded(Path.of("/data")))
                .hasToString("jdbc:h2:retry:/data/evenkeel");
    }

    @Test
    void otherDatabasesAreRefusedWithoutRepeatingTheUrl() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseSettings.at("jdbc:mysql://ann:hush@db/x"))
                .withMessageContaining("jdbc:postgresql:")
                .withMessageNotContaining("hush");
    }
}
