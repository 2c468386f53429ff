package dev.evenkeel.application.room;

import dev.evenkeel.domain.content.Path;
import dev.evenkeel.domain.kind.Problem;
import dev.evenkeel.domain.row.Row;
import dev.evenkeel.domain.row.Rows;

import java.util.Set;
import java.util.stream.Collectors;

/// Titles are unique in a project, soft-deleted rows included. A delete renames the row, so that
/// its title is free again.
final class Titles {

    private Titles() {}

    /// `title_del`, or `title_del1`, … where that is taken.
    static String ofDeleted(Row row, Rows rows) {
        Set<String> taken =
                rows.list(row.project(), row.document().kind()).stream()
                        .map(Row::title)
                        .collect(Collectors.toSet());
        String title = row.title() + "_del";
        for (int i = 1; taken.contains(title); i++) {
            title = row.title() + "_del" + i;
        }
        return title;
    }

    static Problem taken() {
        return new Problem(
                Path.ROOT, "name", "a workflow with this name already exists in this project.");
    }
}
