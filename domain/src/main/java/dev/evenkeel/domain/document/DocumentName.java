package dev.evenkeel.domain.document;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// What a client calls a document: `workflow:<uuid>`, `workflow:<uuid>:v3` (a view of version 3) or
/// `free:<any text>`. A name whose prefix is no kind is a free document's.
///
/// @param version the version to look at; empty for the live document
public record DocumentName(DocumentId document, OptionalLong version) {

    /// In UTF-8, the prefix `free:` not counted, so that a name that was sent without it can be
    /// written with it.
    public static final int BYTES_MAX = 255;

    public static final String FREE = "free";

    private static final Pattern VERSION = Pattern.compile("(.+):v(0|[1-9][0-9]{0,17})");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    public sealed interface Parsed {

        record Valid(DocumentName name) implements Parsed {}

        /// Not a name.
        ///
        /// @param why a sentence for whoever sent the name
        record Invalid(String why) implements Parsed {}
    }

    /// Read a name.
    ///
    /// @param kinds the kinds there are
    public static Parsed parse(String text, Set<String> kinds) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon);
        boolean free = kind.equals(FREE) || !kinds.contains(kind);
        String name = kind.equals(FREE) ? text.substring(colon + 1) : text;
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            return new Parsed.Invalid(
                    "Expected a document name of 1 to " + BYTES_MAX + " bytes of UTF-8");
        }
        if (hasUnprintable(name)) {
            return new Parsed.Invalid("Expected a document name without control characters");
        }
        for (String segment : name.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return new Parsed.Invalid("Expected a document name without '.' and '..' segments");
            }
        }
        return free ? live(new DocumentId(FREE, name)) : stored(kind, text.substring(colon + 1));
    }

    private static Parsed live(DocumentId id) {
        return new Parsed.Valid(new DocumentName(id, OptionalLong.empty()));
    }

    private static Parsed stored(String kind, String key) {
        var version = VERSION.matcher(key);
        boolean view = version.matches();
        String id = (view ? version.group(1) : key).toLowerCase(Locale.ROOT);
        if (!isUuid(id)) {
            return new Parsed.Invalid(
                    "Expected " + kind + ":<uuid> or " + kind + ":<uuid>:v<number>");
        }
        return new Parsed.Valid(
                new DocumentName(
                        new DocumentId(kind, id),
                        view
                                ? OptionalLong.of(Long.parseLong(version.group(2)))
                                : OptionalLong.empty()));
    }

    public static boolean isUuid(String text) {
        return UUID.matcher(text).matches();
    }

    private static boolean hasUnprintable(String text) {
        return text.codePoints()
                .anyMatch(
                        c ->
                                Character.isISOControl(c)
                                        || Character.getType(c) == Character.SURROGATE);
    }

    @Override
    public String toString() {
        return version.isEmpty() ? document.toString() : document + ":v" + version.getAsLong();
    }
}
