package dev.actionflows.lambda.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.actionflows.json.Json;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class LogTest {
    private static final Instant NOW = Instant.parse("2026-11-02T12:00:00.123Z");

    private final List<String> writes = new ArrayList<>();
    private final Log log =
            new Log(
                    new OutputStream() {
                        @Override
                        public void write(int octet) {
                            throw new AssertionError("byte by byte");
                        }

                        @Override
                        public void write(byte[] bytes, int offset, int length) {
                            writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
                        }
                    },
                    () -> NOW);

    @Test
    void a_line_is_one_json_object_in_one_write() {
        log.write(new Line(Level.WARN, "two\nlines \"quoted\"").with("count", 2));

        assertThat(writes).singleElement().asString().endsWith("}\n");
        assertThat(writes.getFirst().lines()).hasSize(1);
        assertThat(Json.readObject(writes.getFirst()))
                .isEqualTo(
                        Map.of(
                                "timestamp", "2026-11-02T12:00:00.123Z",
                                "level", "WARN",
                                "message", "two\nlines \"quoted\"",
                                "count", 2L));
    }

    @Test
    void a_line_names_its_invocation() {
        log.during(new TestContext()).write(new Line(Level.INFO, "here"));

        assertThat(Json.readObject(writes.getFirst()))
                .containsEntry("requestId", new TestContext().getAwsRequestId());
    }

    @Test
    void a_failure_logs_our_own_messages_and_locations_but_no_foreign_ones() {
        Exception quoting = new IllegalStateException("not reached");
        try {
            Integer.parseInt("+1 415 555 0123");
        } catch (NumberFormatException e) {
            quoting = e;
        }

        log.write(
                new Line(Level.ERROR, "failed")
                        .failure(
                                new IllegalStateException(
                                        "no flow flw_1", new IllegalStateException(quoting))));

        assertThat(writes.getFirst())
                .contains("no flow flw_1", "LogTest.java", "NumberFormatException")
                .doesNotContain("555 0123");
    }

    @Test
    void a_very_long_chain_of_causes_makes_a_line_of_bounded_size() {
        Exception failure = new IllegalStateException("0");
        for (int i = 1; i < 1_000; i++) {
            failure = new IllegalStateException("deep", failure);
        }

        log.write(new Line(Level.ERROR, "failed").failure(failure));

        assertThat(writes.getFirst().length()).isLessThan(200_000);
    }

    @Test
    void a_failure_to_write_the_log_is_ignored() {
        Log broken =
                new Log(
                        new OutputStream() {
                            @Override
                            public void write(int octet) throws IOException {
                                throw new IOException("no space left");
                            }
                        },
                        () -> NOW);

        assertThatCode(() -> broken.write(new Line(Level.INFO, "lost"))).doesNotThrowAnyException();
    }
}
