package dev.evenkeel.domain.kind;

import dev.evenkeel.domain.content.Path;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentName;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The rules of workflows that can be judged from the content alone. Messages are those that users
/// of OpenFn Lightning know. Rules that need more (a name is free in its project, a credential
/// belongs to it, an adaptor exists) are judged where that is known.
final class WorkflowRules {

    private static final int JOB_NAME_MAX = 100;
    private static final int LINE_MAX = 255;

    private static final String BLANK = "can't be blank";
    private static final String INVALID = "is invalid";
    private static final String NO_JOB = "job doesn't exist, or is not in the same workflow";
    private static final String NO_TRIGGER =
            "trigger doesn't exist, or is not in the same workflow";

    // What a soft delete puts behind a name to free it.
    private static final Pattern DELETED_NAME = Pattern.compile("_del\\d*$");
    private static final Pattern ADAPTOR =
            Pattern.compile("(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*(@[^\\s@/]+)?");
    private static final Pattern CUSTOM_PATH = Pattern.compile("[a-z0-9_-]+");
    private static final Pattern HOST = Pattern.compile("\\s*[^\\s:,]+:[0-9]{1,5}\\s*");

    private static final Set<String> CONDITIONS =
            Set.of("always", "on_job_success", "on_job_failure", "js_expression");
    private static final Set<String> TRIGGER_CONDITIONS = Set.of("always", "js_expression");
    private static final Set<String> TRIGGER_TYPES = Set.of("webhook", "cron", "kafka");
    private static final Set<String> REPLIES = Set.of("before_start", "after_completion", "custom");

    private final Value.Obj content;
    private final Set<String> jobs;
    private final Set<String> triggers;
    private final List<Problem> problems = new ArrayList<>();

    WorkflowRules(Value.Obj content) {
        this.content = content;
        this.jobs = WorkflowForm.ids(content, "jobs");
        this.triggers = WorkflowForm.ids(content, "triggers");
    }

    List<Problem> problems() {
        workflow();
        var names = new HashSet<String>();
        for (Value.Obj job : content.objects("jobs")) {
            job(new Entity("jobs", job), names);
        }
        for (Value.Obj edge : content.objects("edges")) {
            edge(new Entity("edges", edge));
        }
        for (Value.Obj trigger : content.objects("triggers")) {
            trigger(new Entity("triggers", trigger));
        }
        return List.copyOf(problems);
    }

    private void workflow() {
        var workflow = new Entity(Path.ROOT, content);
        if (workflow.isBlank("name")) {
            workflow.wrong("name", BLANK);
        } else if (DELETED_NAME.matcher(content.text("name")).find()) {
            workflow.wrong("name", "can't end with _del followed by digits");
        } else if (LINE_MAX < content.text("name").length()) {
            workflow.wrong("name", "should be at most " + LINE_MAX + " character(s)");
        } else if (hasControl(content.text("name"), "")) {
            workflow.wrong("name", "can't contain control characters");
        }
        if (content.get("concurrency") instanceof Value.Num(double number) && number < 1) {
            workflow.wrong("concurrency", "must be greater than or equal to 1");
        }
    }

    private void job(Entity job, Set<String> names) {
        job.needsUuid();
        String name = job.text("name");
        if (job.isBlank("name")) {
            job.wrong("name", "job name can't be blank");
        } else if (name.codePointCount(0, name.length()) > JOB_NAME_MAX) {
            job.wrong("name", "job name should be at most " + JOB_NAME_MAX + " character(s)");
        } else if (hasControl(name, "")) {
            job.wrong("name", "job name has invalid format");
        } else if (!names.add(name)) {
            job.wrong("name", "job name has already been taken");
        }
        if (job.isBlank("body")) {
            job.wrong("body", "job body can't be blank");
        }
        if (job.isBlank("adaptor")) {
            job.wrong("adaptor", "job adaptor can't be blank");
        } else if (!ADAPTOR.matcher(job.text("adaptor")).matches()) {
            job.wrong("adaptor", "job adaptor has invalid format");
        }
        job.uuidOrNone("project_credential_id");
        job.uuidOrNone("keychain_credential_id");
        if (!job.isBlank("project_credential_id") && !job.isBlank("keychain_credential_id")) {
            job.wrong(
                    "keychain_credential_id",
                    "can't be set when the other credential type is also set");
        }
    }

    private void edge(Entity edge) {
        edge.needsUuid();
        boolean fromJob = !edge.isBlank("source_job_id");
        boolean fromTrigger = !edge.isBlank("source_trigger_id");
        if (!fromJob && !fromTrigger) {
            edge.wrong("source_job_id", "source_job_id or source_trigger_id must be present");
        } else if (fromJob && fromTrigger) {
            edge.wrong(
                    "source_job_id", "source_job_id and source_trigger_id are mutually exclusive");
        }
        edge.refersTo("source_job_id", jobs, NO_JOB);
        edge.refersTo("source_trigger_id", triggers, NO_TRIGGER);
        edge.refersTo("target_job_id", jobs, NO_JOB);
        if (fromJob && edge.text("source_job_id").equals(edge.text("target_job_id"))) {
            edge.wrong("target_job_id", "target_job_id must be different from source_job_id");
        }
        condition(edge, fromTrigger);
    }

    private void condition(Entity edge, boolean fromTrigger) {
        String type = edge.text("condition_type");
        if (edge.isBlank("condition_type")) {
            edge.wrong("condition_type", BLANK);
        } else if (!CONDITIONS.contains(type)) {
            edge.wrong("condition_type", INVALID);
        } else if (fromTrigger && !TRIGGER_CONDITIONS.contains(type)) {
            edge.wrong(
                    "condition_type",
                    "must be always or js_expression when the source is a trigger");
        }
        if (type.equals("js_expression") && edge.isBlank("condition_expression")) {
            edge.wrong("condition_expression", BLANK);
        }
        // An expression may have lines.
        edge.shortText("condition_expression", "\n\r\t");
        edge.shortText("condition_label", "");
    }

    private void trigger(Entity trigger) {
        trigger.needsUuid();
        String type = trigger.text("type");
        if (trigger.isBlank("type")) {
            trigger.wrong("type", BLANK);
        } else if (!TRIGGER_TYPES.contains(type)) {
            trigger.wrong("type", INVALID);
        }
        if (type.equals("cron") && !Cron.isValid(trigger.text("cron_expression"))) {
            trigger.wrong("cron_expression", "must be a cron expression of five fields");
        }
        trigger.refersTo("cron_cursor_job_id", jobs, NO_JOB);
        if (!trigger.isBlank("webhook_reply") && !REPLIES.contains(trigger.text("webhook_reply"))) {
            trigger.wrong("webhook_reply", INVALID);
        }
        if (!trigger.isBlank("custom_path")) {
            customPath(trigger);
        }
        if (type.equals("kafka")) {
            kafka(trigger);
        }
    }

    private void customPath(Entity trigger) {
        String path = trigger.text("custom_path");
        if (path.length() > LINE_MAX) {
            trigger.wrong("custom_path", "should be at most " + LINE_MAX + " character(s)");
        } else if (!CUSTOM_PATH.matcher(path).matches()) {
            trigger.wrong("custom_path", "may only contain lowercase letters, digits, _ and -");
        } else if (DocumentName.isUuid(path)) {
            trigger.wrong("custom_path", "must not look like an id");
        }
    }

    private void kafka(Entity trigger) {
        if (!(trigger.holder.get("kafka_configuration") instanceof Value.Obj configuration)) {
            trigger.wrong("kafka_configuration", BLANK);
            return;
        }
        var kafka = new Entity(trigger.path.then("kafka_configuration"), configuration);
        if (kafka.isBlank("hosts_string")) {
            kafka.wrong("hosts_string", BLANK);
        } else if (!areHosts(kafka.text("hosts_string"))) {
            kafka.wrong("hosts_string", "must be written as host:port, host:port");
        }
        if (kafka.isBlank("topics_string")) {
            kafka.wrong("topics_string", BLANK);
        }
    }

    /// One by one: a pattern of the whole list would need a deeper stack the longer the list is.
    private static boolean areHosts(String list) {
        return Arrays.stream(list.split(",", -1)).allMatch(host -> HOST.matcher(host).matches());
    }

    private static boolean hasControl(String text, String allowed) {
        // Half a surrogate pair is no character either; databases would store another in its place.
        return text.codePoints()
                .anyMatch(
                        c ->
                                (Character.isISOControl(c) && allowed.indexOf(c) < 0)
                                        || Character.getType(c) == Character.SURROGATE);
    }

    private final class Entity {
        final Path path;
        final Value.Obj holder;

        Entity(Path path, Value.Obj holder) {
            this.path = path;
            this.holder = holder;
        }

        Entity(String list, Value.Obj item) {
            this(Path.of(list, item.text("id")), item);
        }

        String text(String field) {
            return holder.text(field);
        }

        boolean isBlank(String field) {
            return text(field).isBlank();
        }

        void wrong(String field, String message) {
            problems.add(new Problem(path, field, message));
        }

        void needsUuid() {
            if (isBlank("id")) {
                wrong("id", BLANK);
            } else {
                uuidOrNone("id");
            }
        }

        void uuidOrNone(String field) {
            if (!isBlank(field) && !DocumentName.isUuid(text(field).toLowerCase(Locale.ROOT))) {
                wrong(field, INVALID);
            }
        }

        void refersTo(String field, Set<String> ids, String message) {
            if (!WorkflowForm.isThere(holder, field, ids)) {
                wrong(field, message);
            }
        }

        void shortText(String field, String allowedControls) {
            String text = text(field);
            if (text.codePointCount(0, text.length()) > LINE_MAX) {
                wrong(field, "should be at most " + LINE_MAX + " character(s)");
            } else if (hasControl(text, allowedControls)) {
                wrong(field, "can't contain control characters");
            }
        }
    }
}
