package dev.evenkeel.domain.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.document.DocumentName.Parsed;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.OptionalLong;
import java.util.Set;

class DocumentNameTest {

    static final Set<String> KINDS = Set.of("workflow", "markdown", "free");
    static final String ID = "6f1e0b1c-9d4b-4c5a-8f00-00000000abcd";

    @Nested
    class Documents {

        @Test
        void aKindAndAnIdNameTheLiveDocument() {
            assertThat(valid("workflow:" + ID)).isEqualTo(live("workflow", ID));
        }

        @Test
        void anUpperCaseIdIsTheSameDocument() {
            assertThat(valid("workflow:6F1E0B1C-9D4B-4C5A-8F00-00000000ABCD"))
                    .isEqualTo(live("workflow", ID));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "workflow:",
                    "workflow:new",
                    "workflow:6f1e0b1c9d4b4c5a8f0000000000abcd",
                    "workflow:{6f1e0b1c-9d4b-4c5a-8f00-00000000abcd}",
                    "workflow:6f1e0b1c-9d4b-4c5a-8f00-00000000abcd ",
                    "workflow:6f1e0b1c-9d4b-4c5a-8f00-00000000abcd/x",
                    "workflow:6f1e0b1c-9d4b-4c5a-8f00-00000000abcg",
                    "markdown:\u0661f1e0b1c-9d4b-4c5a-8f00-00000000abcd",
                })
        void aKindWithStoredContentTakesNothingButAnId(String text) {
            assertThat(why(text)).contains("Expected");
        }

        @Test
        void theCaseOfAKindMatters() {
            assertThat(valid("Workflow:" + ID)).isEqualTo(live("free", "Workflow:" + ID));
        }
    }

    @Nested
    class Views {

        @ParameterizedTest
        @CsvSource({"0", "1", "42", "999999999999999999"})
        void aVersionNamesAView(long version) {
            assertThat(valid("workflow:" + ID + ":v" + version))
                    .isEqualTo(
                            new DocumentName(
                                    new DocumentId("workflow", ID), OptionalLong.of(version)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    ":v",
                    ":v-1",
                    ":v03",
                    ":v1.0",
                    ":vx",
                    ":v1000000000000000000",
                    ":V3",
                    ":v3:v4",
                    ":v3 ",
                    ":3",
                    ":d1"
                })
        void whatIsNoVersionIsNoName(String suffix) {
            assertThat(why("workflow:" + ID + suffix)).contains(":v<number>");
        }
    }

    @Nested
    class FreeDocuments {

        @ParameterizedTest
        @CsvSource({
            "notes, notes",
            "free:notes, notes",
            "notes:2026:v3, notes:2026:v3",
            "free:notes:2026:v3, notes:2026:v3",
            "free:free:notes, free:notes",
            "free:workflow:6f1e, workflow:6f1e",
            "unknown:thing, unknown:thing",
            ":notes, :notes",
            "team/notes, team/notes",
            "a.b/..c, a.b/..c",
            "Notes mit Umlaut \u00e4, Notes mit Umlaut \u00e4",
            "\uD83D\uDE00, \uD83D\uDE00",
        })
        void anyOtherTextNamesOne(String text, String key) {
            assertThat(valid(text)).isEqualTo(live("free", key));
        }

        @Test
        void thePrefixIsNotPartOfTheLimit() {
            String longest = "\uD83D\uDE00".repeat(63) + "abc";

            assertThat(valid(longest)).isEqualTo(live("free", longest));
            assertThat(valid("free:" + longest)).isEqualTo(live("free", longest));
            assertThat(why(longest + "d")).contains("255");
            assertThat(why("free:" + longest + "d")).contains("255");
        }

        @Test
        void theLimitCountsBytesAndNotCharacters() {
            assertThat(valid("\u00e4".repeat(127)).document().key()).hasSize(127);
            assertThat(why("\u00e4".repeat(128))).contains("255");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "free:",
                "a\u0000b",
                "free:a\u0000b",
                "a\nb",
                "a\u007fb",
                "a\u0085b",
                "\uD83D",
                "a\uDE00b",
                ".",
                "..",
                "../etc/passwd",
                "a/../b",
                "a/.",
                "free:.",
                "free:..",
                "free:../a",
                "free:a/..",
            })
    void whatCouldHarmAPathOrALogIsNoName(String text) {
        assertThat(why(text)).startsWith("Expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workflow:6f1e0b1c-9d4b-4c5a-8f00-00000000abcd",
                "workflow:6F1E0B1C-9D4B-4C5A-8F00-00000000ABCD:v7",
                "notes",
                "free:notes:v3",
                "free:free:",
                "unknown:thing",
                "\uD83D\uDE00/x",
            })
    void aWrittenNameReadsBackAsTheSameName(String text) {
        DocumentName name = valid(text);

        assertThat(valid(name.toString())).isEqualTo(name);
    }

    @Test
    void theLongestWrittenNameReadsBackToo() {
        DocumentName name = valid("x".repeat(DocumentName.BYTES_MAX));

        assertThat(valid(name.toString())).isEqualTo(name);
    }

    private static DocumentName live(String kind, String key) {
        return new DocumentName(new DocumentId(kind, key), OptionalLong.empty());
    }

    private static DocumentName valid(String text) {
        return switch (DocumentName.parse(text, KINDS)) {
            case Parsed.Valid(DocumentName name) -> name;
            case Parsed.Invalid(String why) -> throw new AssertionError(text + ": " + why);
        };
    }

    private static String why(String text) {
        return switch (DocumentName.parse(text, KINDS)) {
            case Parsed.Valid(DocumentName name) -> throw new AssertionError("Taken as " + name);
            case Parsed.Invalid(String why) -> why;
        };
    }
}
