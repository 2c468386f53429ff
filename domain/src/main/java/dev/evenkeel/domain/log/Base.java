package dev.evenkeel.domain.log;

import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.replica.Update;

/// Where row and live document last agreed (design 5.1).
///
/// @param lockVersion the row's; 0 for a document that was never saved
/// @param content the row's content at that version
/// @param state the replica's state from which the next outside change is forked. Its content is
///   `content`, save that after a reconciliation on the live document it also holds that document's
///   unsaved edits
public record Base(long lockVersion, Value.Obj content, Update state) {}
