package dev.evenkeel.domain.replica;

import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.Path;
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
import dev.evenkeel.domain.content.Schema.Type;
import dev.evenkeel.domain.content.Value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A kind for tests that has every shape a schema can have: an inline root with plain members and
/// two mirrors, a shared text as a root, a keyed list whose items hold a shared text and a nested
/// map, and an open map.
final class Leaflet {

    static final Schema SCHEMA =
            new Schema(
                    List.of(
                            new Root("head", head(), true),
                            new Root("intro", new Text(), false),
                            new Root("parts", new KeyedList("id", part()), false),
                            new Root("places", new OpenMap(), false)),
                    Optional.of(new Mirror("head", "lock_version")),
                    Optional.of(new Mirror("head", "deleted_at")));

    static final Replicas.Mirrors SAVED_ONCE = new Replicas.Mirrors(1, Optional.empty());
    static final Replicas.Mirrors SAVED_TWICE = new Replicas.Mirrors(2, Optional.empty());

    private static final List<String> WORDS =
            List.of(
                    "a",
                    "Zeile\n",
                    "\uD83D\uDE00",
                    "\u00e4\u00df",
                    "0",
                    "fn(state => state);\n",
                    " ");

    private Leaflet() {}

    private static Fields head() {
        var fields = new LinkedHashMap<String, Field>();
        fields.put("title", field(Type.TEXT, Value.of("")));
        fields.put("copies", new Field(new Plain(Type.INTEGER), Optional.empty()));
        fields.put("colour", new Field(new Plain(Type.BOOLEAN), Optional.empty()));
        fields.put("extra", new Field(new Plain(Type.ANY), Optional.empty()));
        return new Fields(fields, false);
    }

    private static Fields part() {
        var style = new LinkedHashMap<String, Field>();
        style.put("font", field(Type.TEXT, Value.of("")));
        style.put("size", field(Type.INTEGER, Value.NULL));
        var fields = new LinkedHashMap<String, Field>();
        fields.put("id", field(Type.TEXT, Value.NULL));
        fields.put("name", field(Type.TEXT, Value.of("")));
        fields.put("body", member(new Text(), Value.of("")));
        fields.put("shown", field(Type.BOOLEAN, Value.of(true)));
        fields.put("style", member(new Fields(style, true), Value.NULL));
        return new Fields(fields, false);
    }

    private static Field field(Type type, Value whenAbsent) {
        return member(new Plain(type), whenAbsent);
    }

    private static Field member(Shape shape, Value whenAbsent) {
        return new Field(shape, Optional.of(whenAbsent));
    }

    /// A content with these parts and nothing else.
    static Value.Obj of(String title, Value.Obj... parts) {
        return Value.Obj.EMPTY
                .with("title", Value.of(title))
                .with("intro", Value.of(""))
                .with("parts", new Value.Arr(List.of(parts)))
                .with("places", Value.Obj.EMPTY);
    }

    static Value.Obj part(String id, String name, String body) {
        return Value.Obj.EMPTY
                .with("id", Value.of(id))
                .with("name", Value.of(name))
                .with("body", Value.of(body))
                .with("shown", Value.of(true))
                .with("style", Value.NULL);
    }

    /// The changes that make an empty document into `content`.
    static List<Change> seed(Value.Obj content) {
        var changes = new ArrayList<Change>();
        content.members()
                .forEach(
                        (member, value) -> {
                            switch (member) {
                                case "parts" ->
                                        content.objects(member)
                                                .forEach(part -> changes.add(added(part)));
                                case "places" -> places(value, changes);
                                default -> changes.add(new Change.Put(Path.of(member), value));
                            }
                        });
        return changes;
    }

    private static void places(Value places, List<Change> changes) {
        if (places instanceof Value.Obj(Map<String, Value> entries)) {
            entries.forEach(
                    (key, value) -> changes.add(new Change.Put(Path.of("places", key), value)));
        }
    }

    static Change.AddItem added(Value.Obj part) {
        return new Change.AddItem(Path.of("parts"), part.text("id"), part);
    }

    static Value.Obj random(RandomGenerator random) {
        var parts = new ArrayList<Value>();
        for (int i = random.nextInt(6); 0 < i; i--) {
            parts.add(randomPart("part-" + i, random));
        }
        Value.Obj places = Value.Obj.EMPTY;
        for (int i = random.nextInt(5); 0 < i; i--) {
            places = places.with("place-" + i, json(random, 3));
        }
        Value.Obj content =
                Value.Obj.EMPTY
                        .with("title", Value.of(words(random)))
                        .with("intro", Value.of(words(random)))
                        .with("parts", new Value.Arr(parts))
                        .with("places", places);
        if (random.nextBoolean()) {
            content =
                    content.with(
                            "copies",
                            random.nextBoolean() ? Value.NULL : Value.of(random.nextInt()));
        }
        if (random.nextBoolean()) {
            content = content.with("colour", Value.of(random.nextBoolean()));
        }
        return random.nextBoolean() ? content.with("extra", json(random, 3)) : content;
    }

    static Value.Obj randomPart(String id, RandomGenerator random) {
        Value style =
                random.nextBoolean()
                        ? Value.NULL
                        : Value.Obj.EMPTY
                                .with("font", Value.of(words(random)))
                                .with("size", Value.of(random.nextInt(100)));
        return part(id, words(random), words(random))
                .with("shown", Value.of(random.nextBoolean()))
                .with("style", style);
    }

    static String words(RandomGenerator random) {
        var words = new StringBuilder();
        for (int i = random.nextInt(5); 0 < i; i--) {
            words.append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return words.toString();
    }

    private static Value json(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0 -> Value.NULL;
            case 1 -> Value.of(random.nextBoolean());
            case 2 -> Value.of(random.nextInt(-70, 70));
            case 3 -> Value.of(random.nextDouble() * Math.pow(10, random.nextInt(-30, 30)));
            case 4 -> Value.of(words(random));
            case 5 -> new Value.Arr(List.of(json(random, depth - 1), json(random, depth - 1)));
            default ->
                    Value.Obj.EMPTY
                            .with("y", json(random, depth - 1))
                            .with("x", json(random, depth - 1));
        };
    }
}
