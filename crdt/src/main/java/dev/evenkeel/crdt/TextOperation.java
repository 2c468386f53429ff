package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// A call on a text, kept until the text is in a document if it is not there yet. What is in it has
/// been checked, so that it cannot fail halfway.
sealed interface TextOperation {

    /// Puts content in.
    ///
    /// @param attributes null to take on the formatting of the place
    /// @param exactly whether the formatting of the place is needed even in a text that Yjs takes
    ///   for plain
    record Insert(
            int index, YValue content, @Nullable Map<String, YValue> attributes, boolean exactly)
            implements TextOperation {}

    record Remove(int index, int count) implements TextOperation {}

    record Format(int index, int count, Map<String, YValue> attributes) implements TextOperation {}

    record Apply(List<Delta> changes, boolean sanitize) implements TextOperation {}

    record SetAttribute(String key, YValue value) implements TextOperation {}

    record RemoveAttribute(String key) implements TextOperation {}
}
