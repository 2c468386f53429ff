package dev.evenkeel.domain.kind;

import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The one form of a workflow's content. Expects one that was shaped by the schema.
final class WorkflowForm {

    private static final String MIDNIGHT = "0 0 * * *";
    private static final String BEFORE_START = "before_start";

    private WorkflowForm() {}

    static Value.Obj normalise(DocumentId id, Value.Obj shaped) {
        Value.Obj content =
                shaped.with("id", Value.of(id.key()))
                        .with("name", Value.of(shaped.text("name").strip()));
        content = each(content, "jobs", WorkflowForm::job);
        content = each(content, "edges", WorkflowForm::edge);
        return each(content, "triggers", WorkflowForm::trigger);
    }

    private static Value.Obj job(Value.Obj job) {
        return blankIsNull(
                job.with("name", Value.of(job.text("name").strip())),
                "adaptor",
                "project_credential_id",
                "keychain_credential_id");
    }

    private static Value.Obj edge(Value.Obj edge) {
        Value.Obj clean =
                blankIsNull(
                        nullIsEmpty(edge, "condition_type"),
                        "condition_expression",
                        "condition_label",
                        "source_job_id",
                        "source_trigger_id",
                        "target_job_id");
        boolean fromTrigger = !clean.text("source_trigger_id").isEmpty();
        return fromTrigger ? clean.with("enabled", Value.of(true)) : enabled(clean);
    }

    private static Value.Obj trigger(Value.Obj trigger) {
        Value.Obj clean =
                blankIsNull(
                        enabled(nullIsEmpty(trigger, "type")),
                        "cron_expression",
                        "cron_cursor_job_id",
                        "webhook_reply",
                        "custom_path",
                        "comment");
        return switch (clean.text("type")) {
            case "webhook" -> webhook(withoutCron(clean)).with("kafka_configuration", Value.NULL);
            case "cron" -> cron(withoutWebhook(clean)).with("kafka_configuration", Value.NULL);
            case "kafka" -> kafka(withoutWebhook(withoutCron(clean)));
            default -> clean;
        };
    }

    private static Value.Obj webhook(Value.Obj trigger) {
        Value.Obj replying =
                trigger.text("webhook_reply").isEmpty()
                        ? trigger.with("webhook_reply", Value.of(BEFORE_START))
                        : trigger;
        return replying.text("webhook_reply").equals("after_completion")
                ? replying
                : nullIfThere(replying, "webhook_response_config");
    }

    private static Value.Obj cron(Value.Obj trigger) {
        String expression = trigger.text("cron_expression").strip();
        return trigger.with(
                "cron_expression", Value.of(expression.isEmpty() ? MIDNIGHT : expression));
    }

    private static Value.Obj kafka(Value.Obj trigger) {
        return trigger.get("kafka_configuration") instanceof Value.Obj configuration
                ? trigger.with("kafka_configuration", nullIsEmpty(configuration, "sasl"))
                : trigger;
    }

    private static Value.Obj withoutCron(Value.Obj trigger) {
        return trigger.with("cron_expression", Value.NULL).with("cron_cursor_job_id", Value.NULL);
    }

    private static Value.Obj withoutWebhook(Value.Obj trigger) {
        return nullIfThere(
                nullIfThere(trigger.with("webhook_reply", Value.NULL), "custom_path"),
                "webhook_response_config");
    }

    /// Without edges from or to something that is not there; a cursor that points nowhere is none.
    static Value.Obj prune(Value.Obj content) {
        Set<String> jobs = ids(content, "jobs");
        Set<String> triggers = ids(content, "triggers");
        var edges = new ArrayList<Value>();
        for (Value.Obj edge : content.objects("edges")) {
            if (isThere(edge, "source_job_id", jobs)
                    && isThere(edge, "source_trigger_id", triggers)
                    && isThere(edge, "target_job_id", jobs)) {
                edges.add(edge);
            }
        }
        return each(
                content.with("edges", new Value.Arr(edges)),
                "triggers",
                trigger ->
                        isThere(trigger, "cron_cursor_job_id", jobs)
                                ? trigger
                                : trigger.with("cron_cursor_job_id", Value.NULL));
    }

    static Set<String> ids(Value.Obj content, String list) {
        var ids = new HashSet<String>();
        content.objects(list).forEach(item -> ids.add(item.text("id")));
        return ids;
    }

    /// Whether the reference `key` is none, or one to something in `ids`.
    static boolean isThere(Value.Obj holder, String key, Set<String> ids) {
        return holder.text(key).isEmpty() || ids.contains(holder.text(key));
    }

    private static Value.Obj each(Value.Obj content, String list, UnaryOperator<Value.Obj> change) {
        List<Value> items = new ArrayList<>();
        content.objects(list).forEach(item -> items.add(change.apply(item)));
        return content.with(list, new Value.Arr(items));
    }

    private static Value.Obj blankIsNull(Value.Obj holder, String... keys) {
        Value.Obj result = holder;
        for (String key : keys) {
            if (result.get(key) instanceof Value.Str(String text) && text.isBlank()) {
                result = result.with(key, Value.NULL);
            }
        }
        return result;
    }

    private static Value.Obj nullIsEmpty(Value.Obj holder, String key) {
        return Value.NULL.equals(holder.get(key)) ? holder.with(key, Value.of("")) : holder;
    }

    private static Value.Obj nullIfThere(Value.Obj holder, String key) {
        return holder.get(key) == null ? holder : holder.with(key, Value.NULL);
    }

    private static Value.Obj enabled(Value.Obj holder) {
        return Value.NULL.equals(holder.get("enabled"))
                ? holder.with("enabled", Value.of(true))
                : holder;
    }
}
