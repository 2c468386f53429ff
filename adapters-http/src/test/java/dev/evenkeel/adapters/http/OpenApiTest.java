package dev.evenkeel.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What is written about the API against the API.
final class OpenApiTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    @Test
    void theDescriptionHasTheRoutesThatThereAreAndNoOthers() {
        try (var server = new TestServer()) {
            var reply = server.call("GET", "/openapi.yaml").send().hasStatus(200);
            assertThat(reply.header("Content-Type")).startsWith("application/yaml");
            Map<String, Map<String, Map<String, Object>>> description =
                    new Yaml().load(reply.text());
            var described = new TreeSet<String>();
            description
                    .get("paths")
                    .forEach(
                            (path, item) ->
                                    item.keySet().stream()
                                            .filter(METHODS::contains)
                                            .map(m -> m.toUpperCase(Locale.ROOT) + " " + path)
                                            .forEach(described::add));
            assertThat(described).hasSizeGreaterThan(20).isEqualTo(server.routes());
        }
    }

    @Test
    void eachReferenceInTheDescriptionLeadsSomewhere() throws Exception {
        String text;
        try (var resource =
                OpenApiController.class.getResourceAsStream(OpenApiController.RESOURCE)) {
            text = new String(resource.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        Map<String, Map<String, Map<String, Object>>> description = new Yaml().load(text);
        var references =
                java.util.regex.Pattern.compile("#/components/(\\w+)/(\\w+)").matcher(text);
        int count = 0;
        while (references.find()) {
            assertThat(description.get("components").get(references.group(1)))
                    .containsKey(references.group(2));
            count++;
        }
        assertThat(count).isGreaterThan(50);
    }

    @Test
    void theManualListsEveryCode() throws Exception {
        String manual = Files.readString(Path.of("../docs/http.md"));
        assertThat(Arrays.stream(Code.values()).map(code -> "| `" + code.code() + "` |"))
                .allSatisfy(row -> assertThat(manual).contains(row));
    }
}
