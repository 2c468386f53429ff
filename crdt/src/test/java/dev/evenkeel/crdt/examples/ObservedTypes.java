package dev.evenkeel.crdt.examples;

import dev.evenkeel.crdt.YArray;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YEvent;
import dev.evenkeel.crdt.YMap;
import dev.evenkeel.crdt.YValue;

final class ObservedTypes {

    static void main() {
        YDoc doc = YDoc.create();
        YMap trip = doc.getMap("trip");
        trip.observeDeep(
                events -> {
                    for (YEvent event : events) {
                        IO.println(event.path() + " " + event.keys() + " " + event.delta());
                    }
                });

        YArray stops = YArray.of(YValue.of("Oslo"));
        doc.transact(
                () -> {
                    trip.set("year", YValue.of(2026));
                    trip.set("stops", YValue.of(stops));
                });
        stops.push(YValue.of("Bergen"));
        trip.set("year", YValue.of(2027));
        IO.println(YValue.jsonText(doc.toJson()));
    }
}
