package dev.evenkeel.crdt.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What yjs did in one step: its line in full or as a digest, and for replicas that only yjs plays
/// what they sent.
///
/// @param events what a foreign replica sent in this step
/// @param vector a foreign replica's state vector after this step, or empty
/// @param sent what a foreign replica answered to a sync, or empty
/// @param trace JavaScript that does the same by hand
record Answer(
        String line,
        boolean digest,
        List<String> events,
        String vector,
        String sent,
        List<String> trace) {

    static List<Answer> all(List<Object> steps) {
        List<Answer> answers = new ArrayList<>();
        for (Object each : steps) {
            answers.add(of(Json.map(each)));
        }
        return answers;
    }

    private static Answer of(Map<String, Object> json) {
        boolean digest = json.containsKey("md5");
        String line;
        if (digest) {
            line = Json.string(json, "md5");
        } else if (json.containsKey("line")) {
            line = Json.string(json, "line");
        } else {
            line =
                    Line.of(
                            Line.FIELDS.stream()
                                    .map(field -> Json.string(json, field))
                                    .toArray(String[]::new));
        }
        return new Answer(
                line,
                digest,
                texts(json, "events"),
                (String) json.getOrDefault("vector", ""),
                (String) json.getOrDefault("sent", ""),
                texts(json, "trace"));
    }

    private static List<String> texts(Map<String, Object> json, String key) {
        return Json.list(json.getOrDefault(key, List.of())).stream()
                .map(String.class::cast)
                .toList();
    }

    boolean agrees(String engine) {
        return line.equals(digest ? Line.digest(engine) : engine);
    }
}
