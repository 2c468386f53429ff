package dev.evenkeel.adapters.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;

import java.io.IOException;
import java.io.UncheckedIOException;

/// The description of this API. Kept by hand beside the controllers; a test compares the two.
@Controller("/openapi.yaml")
final class OpenApiController {

    static final String RESOURCE = "openapi.yaml";

    private final byte[] description = read();

    @Get
    @Produces("application/yaml")
    HttpResponse<byte[]> show() {
        return HttpResponse.ok(description).contentType(MediaType.of("application/yaml"));
    }

    private static byte[] read() {
        try (var resource = OpenApiController.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("The jar holds no " + RESOURCE);
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }
}
