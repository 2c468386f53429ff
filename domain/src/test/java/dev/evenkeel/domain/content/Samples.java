package dev.evenkeel.domain.content;

import dev.evenkeel.domain.content.Schema.Field;
import dev.evenkeel.domain.content.Schema.Fields;
import dev.evenkeel.domain.content.Schema.KeyedList;
import dev.evenkeel.domain.content.Schema.OpenMap;
import dev.evenkeel.domain.content.Schema.Plain;
import dev.evenkeel.domain.content.Schema.Root;
import dev.evenkeel.domain.content.Schema.Text;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A schema with each shape in each place, and random contents of it.
public final class Samples {

    private static final Plain ANY = new Plain(Schema.Type.ANY);

    private static final Fields CONFIG =
            fields(true, "host", plain(Value.of("")), "port", plain(Value.NULL), "note", text());

    private static final Fields ITEM =
            fields(
                    false,
                    "id",
                    plain(Value.of("")),
                    "name",
                    plain(Value.of("")),
                    "body",
                    text(),
                    "ref",
                    plain(Value.NULL),
                    "tag",
                    optional(),
                    "config",
                    new Field(CONFIG, Optional.of(Value.NULL)));

    public static final Schema SCHEMA =
            new Schema(
                    List.of(
                            new Root(
                                    "head",
                                    fields(
                                            false,
                                            "title",
                                            plain(Value.of("")),
                                            "limit",
                                            optional()),
                                    true),
                            new Root("extra", fields(false, "readme", text()), false),
                            new Root("items", new KeyedList("id", ITEM), false),
                            new Root("spots", new OpenMap(), false)),
                    Optional.empty(),
                    Optional.empty());

    private Samples() {}

    public static Value.Obj obj(Object... keysAndValues) {
        var members = new LinkedHashMap<String, Value>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            members.put((String) keysAndValues[i], value(keysAndValues[i + 1]));
        }
        return new Value.Obj(members);
    }

    public static Value.Arr arr(Object... items) {
        return new Value.Arr(Arrays.stream(items).map(Samples::value).toList());
    }

    private static Value value(Object plain) {
        return switch (plain) {
            case Value value -> value;
            case String text -> Value.of(text);
            case Number number -> Value.of(number.doubleValue());
            case Boolean bool -> Value.of(bool);
            default -> throw new IllegalArgumentException("No value: " + plain);
        };
    }

    public static Value.Obj random(RandomGenerator random) {
        Value.Obj content = Value.Obj.EMPTY;
        for (int i = 0; i < 12; i++) {
            content = edited(content, random);
        }
        return content;
    }

    /// `content` with one member changed, added or removed.
    public static Value.Obj edited(Value.Obj content, RandomGenerator random) {
        return switch (random.nextInt(9)) {
            case 0 -> content.with("title", word(random));
            case 1 -> toggled(content, "limit", random);
            case 2 ->
                    content.with(
                            "extra",
                            obj("readme", retyped(content.get("extra"), "readme", random)));
            case 3 -> {
                Value.Obj spots =
                        content.get("spots") instanceof Value.Obj there ? there : Value.Obj.EMPTY;
                String key = "spot" + random.nextInt(3);
                yield content.with("spots", toggled(spots, key, random));
            }
            case 4 -> without(content, "item" + random.nextInt(4));
            default -> withItem(content, "item" + random.nextInt(4), random);
        };
    }

    private static Value.Obj without(Value.Obj content, String id) {
        List<Value> kept = new ArrayList<>(content.objects("items"));
        kept.removeIf(item -> ((Value.Obj) item).text("id").equals(id));
        return content.with("items", new Value.Arr(kept));
    }

    private static Value.Obj withItem(Value.Obj content, String id, RandomGenerator random) {
        List<Value> items = new ArrayList<>(content.objects("items"));
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Value.Obj item && item.text("id").equals(id)) {
                items.set(i, editedItem(item, random));
                return content.with("items", new Value.Arr(items));
            }
        }
        items.add(random.nextInt(items.size() + 1), editedItem(obj("id", id), random));
        return content.with("items", new Value.Arr(items));
    }

    private static Value.Obj editedItem(Value.Obj item, RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0 -> item.with("name", word(random));
            case 1 -> toggled(item, "ref", random);
            case 2 -> toggled(item, "tag", random);
            case 3 ->
                    item.with(
                            "config",
                            random.nextInt(3) == 0
                                    ? Value.NULL
                                    : editedConfig(item.get("config"), random));
            default -> item.with("body", retyped(item, "body", random));
        };
    }

    private static Value editedConfig(@Nullable Value config, RandomGenerator random) {
        Value.Obj holder = config instanceof Value.Obj there ? there : Value.Obj.EMPTY;
        return switch (random.nextInt(3)) {
            case 0 -> holder.with("host", word(random));
            case 1 -> toggled(holder, "port", random);
            default -> holder.with("note", retyped(holder, "note", random));
        };
    }

    private static Value.Obj toggled(Value.Obj holder, String key, RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> holder.without(key);
            case 1 -> holder.with(key, Value.NULL);
            default -> holder.with(key, word(random));
        };
    }

    private static Value retyped(@Nullable Value holder, String key, RandomGenerator random) {
        String text = holder instanceof Value.Obj there ? there.text(key) : "";
        int start = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), start + random.nextInt(4));
        return Value.of(
                text.substring(0, start) + word(random).value() + " " + text.substring(end));
    }

    private static Value.Str word(RandomGenerator random) {
        List<String> words = List.of("red", "green", "blue", "grey", "black", "white");
        return Value.of(words.get(random.nextInt(words.size())));
    }

    private static Field plain(Value whenAbsent) {
        return new Field(ANY, Optional.of(whenAbsent));
    }

    private static Field optional() {
        return new Field(ANY, Optional.empty());
    }

    private static Field text() {
        return new Field(new Text(), Optional.empty());
    }

    private static Fields fields(boolean nullable, Object... namesAndFields) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndFields.length; i += 2) {
            fields.put((String) namesAndFields[i], (Field) namesAndFields[i + 1]);
        }
        return new Fields(fields, nullable);
    }
}
