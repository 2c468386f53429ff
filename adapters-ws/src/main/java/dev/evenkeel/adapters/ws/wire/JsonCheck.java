package dev.evenkeel.adapters.ws.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;

import java.io.IOException;

/// Whether a text is JSON that every peer's `JSON.parse` accepts. A state that one of them cannot
/// read would throw in each of them, so it is never passed on.
final class JsonCheck {

    private final JsonFactory json;

    JsonCheck(int depthMax) {
        json =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder().maxNestingDepth(depthMax).build())
                        // Names come from strangers, so they are not kept in shared tables.
                        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                        .build();
    }

    enum Form {
        VALUE,
        /// The literal `null`: a client that is gone.
        NULL,
        NO_JSON
    }

    Form formOf(String text) {
        // Jackson skips a byte order mark, JSON.parse does not.
        if (text.startsWith("\uFEFF")) {
            return Form.NO_JSON;
        }
        try (var parser = json.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return Form.NO_JSON;
            }
            for (int depth = first.isStructStart() ? 1 : 0; depth > 0; ) {
                JsonToken next = parser.nextToken();
                if (next == null) {
                    return Form.NO_JSON;
                }
                depth += next.isStructStart() ? 1 : next.isStructEnd() ? -1 : 0;
            }
            if (parser.nextToken() != null) {
                return Form.NO_JSON;
            }
            return first == JsonToken.VALUE_NULL ? Form.NULL : Form.VALUE;
        } catch (IOException e) {
            return Form.NO_JSON;
        }
    }
}
