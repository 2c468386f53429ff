package dev.evenkeel.crdt.examples;

import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YText;
import dev.evenkeel.crdt.YValue;

import java.util.Map;

final class RichText {

    static void main() {
        YDoc doc = YDoc.create();
        YText text = doc.getText("letter");
        text.insert(0, "Dear Ann");
        text.format(5, 3, Map.of("bold", YValue.TRUE));
        text.insertEmbed(8, YValue.of(Map.of("image", "rose.png")));
        text.toDelta().forEach(IO::println);
        IO.println(text);
    }
}
