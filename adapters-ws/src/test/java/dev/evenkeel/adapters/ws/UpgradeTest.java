package dev.evenkeel.adapters.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Set;

class UpgradeTest {

    private static MutableHttpRequest<?> request(String path) {
        return HttpRequest.GET("http://127.0.0.1" + path);
    }

    @ParameterizedTest
    @CsvSource({
        "a, a",
        "a/b, a/b",
        "a%2Fb, a/b",
        "a/, a/",
        "a%20b, a b",
        "a+b, a+b",
        "%C3%A9%F0%9F%98%80, é😀",
        "%252F, %2F"
    })
    void aNameIsDecodedOnce(String path, String name) {
        assertThat(Upgrade.name(request("/sync/" + path))).contains(name);
    }

    @ParameterizedTest
    @CsvSource({"%", "%2", "%zz", "%ff", "%C3", "%ED%A0%80"})
    void aNameThatIsNotUtf8IsNone(String text) {
        assertThat(Upgrade.decoded(text)).isEmpty();
    }

    @Test
    void aTokenIsTakenFromTheHeaderBeforeTheSubProtocolBeforeTheQuery() {
        MutableHttpRequest<?> request = request("/sync/a");
        request.getParameters().add("token", "query");
        assertThat(Upgrade.token(request)).isEqualTo("query");
        request.header("Sec-WebSocket-Protocol", "evenkeel, evenkeel.token.protocol");
        assertThat(Upgrade.token(request)).isEqualTo("protocol");
        request.header("Authorization", "Bearer header");
        assertThat(Upgrade.token(request)).isEqualTo("header");
        assertThat(Upgrade.token(request("/sync/a"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        ", a.example, true",
        "https://a.example, a.example, true",
        "https://A.example, a.example:443, true",
        "http://a.example:8080, a.example:8080, true",
        "http://[::1]:8080, [::1]:8080, true",
        "http://[::1], [::1]:80, true",
        "http://a.example:8080, a.example, false",
        "https://b.example, a.example, false",
        "https://listed.example, a.example, true",
        "http://listed.example, a.example, false",
        "https://a.example.evil.example, a.example, false",
        "null, a.example, false",
        "https://a.example, , false",
    })
    void pagesOfTheServersOwnOriginOrAListedOneMayConnect(
            String origin, String host, boolean allowed) {
        MutableHttpRequest<?> request = request("/sync/a");
        if (origin != null) {
            request.header("Origin", origin);
        }
        if (host != null) {
            request.header("Host", host);
        }
        assertThat(Upgrade.isFromAllowedOrigin(request, Set.of("https://listed.example")))
                .isEqualTo(allowed);
    }

    @Test
    void aStarAllowsEveryOrigin() {
        MutableHttpRequest<?> request = request("/sync/a").header("Origin", "https://b.example");
        assertThat(Upgrade.isFromAllowedOrigin(request, Set.of("*"))).isTrue();
    }

    @Test
    void aCloseReasonFitsItsFrameAndSplitsNoCharacter() {
        String reason = NettySocket.shortened("é".repeat(100));
        assertThat(reason.getBytes(StandardCharsets.UTF_8)).hasSize(122);
        assertThat(NettySocket.shortened("short")).isEqualTo("short");
        assertThat(NettySocket.shortened("😀".repeat(31))).isEqualTo("😀".repeat(30));
    }
}
