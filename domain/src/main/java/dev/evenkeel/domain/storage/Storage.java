package dev.evenkeel.domain.storage;

import dev.evenkeel.domain.actor.Projects;
import dev.evenkeel.domain.actor.Tokens;
import dev.evenkeel.domain.journal.Journal;
import dev.evenkeel.domain.log.UpdateLog;
import dev.evenkeel.domain.row.Rows;
import dev.evenkeel.domain.version.Versions;

/// The six ports over one store. They come together because a commit touches several of them in one
/// transaction: a row with its version, its journal entry and its base.
public interface Storage {

    Rows rows();

    UpdateLog log();

    Versions versions();

    Journal journal();

    Projects projects();

    Tokens tokens();
}
