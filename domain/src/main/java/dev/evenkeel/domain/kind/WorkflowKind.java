package dev.evenkeel.domain.kind;

import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.content.Shaping;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;

import java.util.LinkedHashMap;
import java.util.List;

/// OpenFn workflows: jobs, triggers, the edges between them, and where they stand on the canvas.
public final class WorkflowKind implements Kind.Stored {

    public static final String NAME = "workflow";

    static final String UNTITLED = "Untitled workflow";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Schema schema() {
        return WorkflowSchema.SCHEMA;
    }

    @Override
    public Value.Obj initial(DocumentId id) {
        var members = new LinkedHashMap<String, Value>();
        members.put("id", Value.of(id.key()));
        members.put("name", Value.of(UNTITLED));
        members.put("jobs", new Value.Arr(List.of()));
        members.put("edges", new Value.Arr(List.of()));
        members.put("triggers", new Value.Arr(List.of()));
        members.put("positions", Value.Obj.EMPTY);
        return new Value.Obj(members);
    }

    @Override
    public Value.Obj normalise(DocumentId id, Value.Obj content) {
        return WorkflowForm.normalise(id, Shaping.shape(WorkflowSchema.SCHEMA, content));
    }

    @Override
    public Value.Obj prune(Value.Obj content) {
        return WorkflowForm.prune(content);
    }

    @Override
    public List<Problem> validate(Value.Obj content) {
        return new WorkflowRules(content).problems();
    }

    @Override
    public String title(Value.Obj content) {
        return content.text("name");
    }

    @Override
    public Value.Obj withTitle(Value.Obj content, String title) {
        return content.with("name", Value.of(title));
    }
}
