package dev.evenkeel.domain.version;

import java.util.Optional;
import java.util.regex.Pattern;

/// What a version is called: `3` for what was stored at lock_version 3, `d1` for the first draft.
///
/// @param draft a draft keeps unsaved edits that a reset dropped; it never was the row
public record VersionLabel(boolean draft, long number) {

    private static final Pattern FORM = Pattern.compile("(d?)([1-9][0-9]{0,17})");

    public static VersionLabel stored(long lockVersion) {
        return new VersionLabel(false, lockVersion);
    }

    public static Optional<VersionLabel> parse(String text) {
        var form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(
                        new VersionLabel(!form.group(1).isEmpty(), Long.parseLong(form.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return (draft ? "d" : "") + number;
    }
}
