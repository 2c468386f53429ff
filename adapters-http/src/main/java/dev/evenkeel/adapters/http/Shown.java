package dev.evenkeel.adapters.http;

import dev.evenkeel.application.room.Details;
import dev.evenkeel.application.room.RoomState;
import dev.evenkeel.application.room.SaveResult;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.Member;
import dev.evenkeel.domain.actor.Project;
import dev.evenkeel.domain.actor.Token;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentName;
import dev.evenkeel.domain.gate.Verdict;
import dev.evenkeel.domain.journal.Happening;
import dev.evenkeel.domain.row.Row;
import dev.evenkeel.domain.version.Version;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What clients are shown of each thing, as JSON.
final class Shown {

    private Shown() {}

    static <T> Value.Arr list(List<T> things, Function<T, Value> shown) {
        return new Value.Arr(things.stream().map(shown).toList());
    }

    static Value.Obj object(Map<String, Value> members) {
        return new Value.Obj(members);
    }

    static Value.Obj project(Project project) {
        return Value.Obj.EMPTY
                .with("id", Value.of(project.id().value()))
                .with("name", Value.of(project.name()));
    }

    static Value.Obj actor(Actor actor) {
        return Value.Obj.EMPTY
                .with("type", Value.of(lower(actor.type())))
                .with("id", Value.of(actor.id()))
                .with("name", Value.of(actor.name()));
    }

    static Value.Obj member(Member member) {
        return Value.Obj.EMPTY
                .with("actor", actor(member.actor()))
                .with("role", Value.of(lower(member.role())));
    }

    /// Never its hash.
    static Value.Obj token(Token token) {
        return Value.Obj.EMPTY
                .with("id", Value.of(token.id()))
                .with("label", Value.of(token.label()))
                .with("actor", actor(token.actor()))
                .with("created_at", at(token.createdAt()))
                .with("expires_at", at(token.expiresAt()));
    }

    static Value.Obj rowWithoutContent(Row row) {
        return Value.Obj.EMPTY
                .with("id", Value.of(row.document().key()))
                .with("project", Value.of(row.project().value()))
                .with("name", Value.of(row.title()))
                .with("lock_version", number(row.lockVersion()))
                .with("deleted_at", at(row.deletedAt()));
    }

    static Value.Obj row(Row row) {
        return rowWithoutContent(row).with("content", row.content());
    }

    static Value.Obj versionWithoutContent(Version version) {
        return Value.Obj.EMPTY
                .with("label", Value.of(version.label().toString()))
                .with("draft", Value.of(version.label().draft()))
                .with("name", Value.of(version.title()))
                .with("actor", actor(version.actor()))
                .with("at", at(version.at()))
                .with("reason", Value.of(version.reason()));
    }

    static Value.Obj version(Version version) {
        return versionWithoutContent(version).with("content", version.content());
    }

    static Value.Obj merged(SaveResult.Merged merged) {
        return Value.Obj.EMPTY
                .with("from", number(merged.from()))
                .with("to", number(merged.to()))
                .with("conflicts", Details.conflicts(merged.conflicts()));
    }

    /// `{type, actor, at, lock_version, …}`; the detail cannot overwrite those four.
    static Value.Obj happening(Happening happening) {
        var members = new LinkedHashMap<String, Value>();
        members.put("type", Value.of(happening.type()));
        members.put("actor", actor(happening.actor()));
        members.put("at", at(happening.at()));
        members.put("lock_version", number(happening.lockVersion()));
        happening.detail().members().forEach(members::putIfAbsent);
        return new Value.Obj(members);
    }

    static Value.Obj presence(List<Actor> actors) {
        return Value.Obj.EMPTY
                .with("type", Value.of("presence"))
                .with("presence", list(actors, Shown::actor));
    }

    static Value.Obj state(DocumentName name, RoomState state) {
        var members = new LinkedHashMap<String, Value>();
        members.put("name", Value.of(name.toString()));
        members.put(
                "project", state.project().<Value>map(p -> Value.of(p.value())).orElse(Value.NULL));
        members.put("lock_version", number(state.lockVersion()));
        members.put("base_version", number(state.baseVersion()));
        members.put("unsaved", Value.of(state.unsaved()));
        members.put("deleted_at", at(state.deletedAt()));
        members.put("presence", list(state.present(), Shown::actor));
        members.put("writable", Value.of(state.update() instanceof Verdict.Admit));
        members.put(
                "verdict",
                Value.Obj.EMPTY
                        .with("update", Answers.verdict(state.update()))
                        .with("save", Answers.verdict(state.save())));
        return new Value.Obj(members);
    }

    static Value at(Instant at) {
        return Value.of(at.toString());
    }

    static Value at(Optional<Instant> at) {
        return at.map(Shown::at).orElse(Value.NULL);
    }

    static Value number(long number) {
        return Value.of((double) number);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
