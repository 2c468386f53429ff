package dev.evenkeel.bootstrap;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

import java.util.regex.Pattern;

/// An open server answers to this machine's own names only. A page from elsewhere can make its name
/// point to 127.0.0.1 (DNS rebinding); for the browser it then is of the same origin, and on an
/// open server nothing else would keep it out.
@ServerFilter("/**")
final class LoopbackNames implements Ordered {

    private static final Pattern OWN =
            Pattern.compile(
                    "(localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1])(:\\d+)?",
                    Pattern.CASE_INSENSITIVE);

    private final boolean open;

    LoopbackNames(Config config) {
        this.open = config.open();
    }

    @RequestFilter
    @Nullable
    MutableHttpResponse<String> check(HttpRequest<?> request) {
        String host = request.getHeaders().get(HttpHeaders.HOST);
        if (!open || host == null || isOwn(host)) {
            return null;
        }
        return HttpResponse.<String>status(HttpStatus.FORBIDDEN)
                .contentType(MediaType.TEXT_PLAIN_TYPE)
                .body("An open server is reached as localhost or 127.0.0.1 only.\n");
    }

    static boolean isOwn(String host) {
        return OWN.matcher(host).matches();
    }

    /// Before everything else.
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
