package dev.evenkeel.application.room;

import dev.evenkeel.domain.content.Path;
import dev.evenkeel.domain.kind.Problem;
import dev.evenkeel.domain.row.Row;
import dev.evenkeel.domain.row.Rows;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Titles are unique in a project, soft-deleted rows included. A delete renames the row, so that
/// its title is free again.
final class Titles {

    private static final Pattern DELETED = Pattern.compile("_del\\d*$");

    private Titles() {}

    /// `title_del`, or `title_del1`, … where that is taken.
    static String ofDeleted(Row row, Rows rows) {
        Set<String> taken = titles(row, rows);
        String title = row.title() + "_del";
        for (int i = 1; taken.contains(title); i++) {
            title = row.title() + "_del" + i;
        }
        return title;
    }

    /// The title from before the delete, or that with a number where it was taken meanwhile.
    static String ofUndeleted(Row row, Rows rows) {
        String before = DELETED.matcher(row.title()).replaceFirst("");
        Set<String> taken = titles(row, rows);
        String title = before;
        for (int i = 2; taken.contains(title); i++) {
            title = before + " " + i;
        }
        return title;
    }

    private static Set<String> titles(Row row, Rows rows) {
        return rows.list(row.project(), row.document().kind()).stream()
                .map(Row::title)
                .collect(Collectors.toSet());
    }

    static Problem taken() {
        return new Problem(
                Path.ROOT, "name", "a workflow with this name already exists in this project.");
    }
}
