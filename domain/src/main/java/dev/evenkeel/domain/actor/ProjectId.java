package dev.evenkeel.domain.actor;

import java.util.regex.Pattern;

/// The id of a project: lower-case letters, digits and dashes, 1 to 64 characters. A UUID is one.
public record ProjectId(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    public ProjectId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("Expected a project id like 'demo': " + value);
        }
    }

    public static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
