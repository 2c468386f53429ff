package dev.evenkeel.domain.replica;

import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.Value;

import java.util.List;

/// A replica's content, and the changes that would mend what the schema does not allow (items of
/// one id that stand in a list twice, a plain string where a shared text belongs).
public record Projection(Value.Obj content, List<Change> repairs) {
    public Projection {
        repairs = List.copyOf(repairs);
    }
}
