package dev.evenkeel.adapters.http;

import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.body.MessageBodyWriter;
import io.micronaut.http.codec.CodecException;

import jakarta.inject.Singleton;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes event frames as they are. The framework's own writer knows no frame that is only a
/// comment.
@Singleton
@Produces(MediaType.TEXT_EVENT_STREAM)
final class EventFrameWriter implements MessageBodyWriter<EventFrame> {

    @Override
    public void writeTo(
            Argument<EventFrame> type,
            MediaType mediaType,
            EventFrame frame,
            MutableHeaders outgoingHeaders,
            OutputStream out) {
        try {
            out.write(frame.text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CodecException("Writing an event", e);
        }
    }
}
