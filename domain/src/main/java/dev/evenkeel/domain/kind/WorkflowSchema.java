package dev.evenkeel.domain.kind;

import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.content.Schema.Field;
import dev.evenkeel.domain.content.Schema.Fields;
import dev.evenkeel.domain.content.Schema.KeyedList;
import dev.evenkeel.domain.content.Schema.Mirror;
import dev.evenkeel.domain.content.Schema.OpenMap;
import dev.evenkeel.domain.content.Schema.Plain;
import dev.evenkeel.domain.content.Schema.Root;
import dev.evenkeel.domain.content.Schema.Shape;
import dev.evenkeel.domain.content.Schema.Text;
import dev.evenkeel.domain.content.Value;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a workflow lies in its Yjs document. OpenFn Lightning's editor reads and writes this form,
/// so names and types are given. Its root `errors` is no content.
final class WorkflowSchema {

    static final Schema SCHEMA =
            new Schema(
                    List.of(
                            new Root("workflow", workflow(), true),
                            new Root("jobs", new KeyedList("id", job()), false),
                            new Root("edges", new KeyedList("id", edge()), false),
                            new Root("triggers", new KeyedList("id", trigger()), false),
                            new Root("positions", new OpenMap(), false)),
                    Optional.of(new Mirror("workflow", "lock_version")),
                    Optional.of(new Mirror("workflow", "deleted_at")));

    private WorkflowSchema() {}

    private static Fields workflow() {
        return new Members()
                .optional("id", Schema.Type.TEXT)
                .plain("name", Schema.Type.TEXT, Value.of(""))
                .optional("concurrency", Schema.Type.INTEGER)
                .optional("enable_job_logs", Schema.Type.BOOLEAN)
                .fields(false);
    }

    private static Fields job() {
        return new Members()
                .plain("id", Schema.Type.TEXT, Value.of(""))
                .plain("name", Schema.Type.TEXT, Value.of(""))
                .member("body", new Text(), Optional.of(Value.of("")))
                .orNull("adaptor", Schema.Type.TEXT)
                .orNull("project_credential_id", Schema.Type.TEXT)
                .orNull("keychain_credential_id", Schema.Type.TEXT)
                .fields(false);
    }

    private static Fields edge() {
        return new Members()
                .plain("id", Schema.Type.TEXT, Value.of(""))
                .plain("condition_type", Schema.Type.TEXT, Value.of(""))
                .orNull("condition_expression", Schema.Type.TEXT)
                .orNull("condition_label", Schema.Type.TEXT)
                .plain("enabled", Schema.Type.BOOLEAN, Value.of(true))
                .orNull("source_job_id", Schema.Type.TEXT)
                .orNull("source_trigger_id", Schema.Type.TEXT)
                .orNull("target_job_id", Schema.Type.TEXT)
                .fields(false);
    }

    private static Fields trigger() {
        return new Members()
                .plain("id", Schema.Type.TEXT, Value.of(""))
                .plain("type", Schema.Type.TEXT, Value.of(""))
                .plain("enabled", Schema.Type.BOOLEAN, Value.of(true))
                .orNull("cron_expression", Schema.Type.TEXT)
                .orNull("cron_cursor_job_id", Schema.Type.TEXT)
                .orNull("webhook_reply", Schema.Type.TEXT)
                .member("kafka_configuration", kafka(), Optional.of(Value.NULL))
                .optional("custom_path", Schema.Type.TEXT)
                .optional("comment", Schema.Type.TEXT)
                .member("webhook_response_config", response(), Optional.empty())
                .fields(false);
    }

    private static Fields kafka() {
        return new Members()
                .orNull("connect_timeout", Schema.Type.INTEGER)
                .orNull("group_id", Schema.Type.TEXT)
                .orNull("hosts_string", Schema.Type.TEXT)
                .orNull("initial_offset_reset_policy", Schema.Type.TEXT)
                .orNull("password", Schema.Type.TEXT)
                .plain("sasl", Schema.Type.TEXT, Value.of(""))
                .orNull("ssl", Schema.Type.BOOLEAN)
                .orNull("topics_string", Schema.Type.TEXT)
                .orNull("username", Schema.Type.TEXT)
                .fields(true);
    }

    private static Fields response() {
        return new Members()
                .orNull("success_code", Schema.Type.INTEGER)
                .orNull("error_code", Schema.Type.INTEGER)
                .fields(true);
    }

    private static final class Members {
        private final Map<String, Field> fields = new LinkedHashMap<>();

        Members member(String name, Shape shape, Optional<Value> whenAbsent) {
            fields.put(name, new Field(shape, whenAbsent));
            return this;
        }

        Members plain(String name, Schema.Type type, Value whenAbsent) {
            return member(name, new Plain(type), Optional.of(whenAbsent));
        }

        Members orNull(String name, Schema.Type type) {
            return plain(name, type, Value.NULL);
        }

        /// Stays absent when it is.
        Members optional(String name, Schema.Type type) {
            return member(name, new Plain(type), Optional.empty());
        }

        Fields fields(boolean nullable) {
            return new Fields(fields, nullable);
        }
    }
}
