package dev.evenkeel.adapters.http;

import static dev.evenkeel.domain.content.Samples.arr;
import static dev.evenkeel.domain.content.Samples.obj;

import dev.evenkeel.domain.content.Value;

import java.util.concurrent.atomic.AtomicInteger;

/// Workflows for tests, and ids for them.
final class Flows {

    static final String JOB = "11111111-1111-4111-8111-111111111111";
    static final String SECOND_JOB = "22222222-2222-4222-8222-222222222222";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Flows() {}

    /// An id that no other test has.
    static String id() {
        return "00000000-0000-4000-8000-%012d".formatted(COUNT.incrementAndGet());
    }

    static Value.Obj named(String name) {
        return obj(
                "name",
                name,
                "jobs",
                arr(job(JOB, "Fetch", "fn(state => state);")),
                "edges",
                arr(),
                "triggers",
                arr(),
                "positions",
                obj());
    }

    static Value.Obj job(String id, String name, String body) {
        return obj("id", id, "name", name, "body", body, "adaptor", "@openfn/language-common");
    }

    /// Create a workflow of that name and answer its id.
    static String create(TestServer server, String name) {
        String id = id();
        server.call("POST", "/api/projects/demo/workflows")
                .as(server.editor())
                .json(named(name).with("id", Value.of(id)))
                .send()
                .hasStatus(201);
        return id;
    }
}
