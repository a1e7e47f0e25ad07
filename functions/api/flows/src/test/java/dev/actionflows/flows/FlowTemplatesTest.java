package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

class FlowTemplatesTest {
    private final ApiWorld api = new ApiWorld();

    /** The machine-readable properties of a response. */
    record Template(String id, String name, List<Placeholder> placeholders, Map<?, ?> document) {
        static Template of(Map<String, @Nullable Object> json) {
            return new Template(
                    String.valueOf(json.get("id")),
                    String.valueOf(json.get("name")),
                    ((List<?>) Objects.requireNonNull(json.get("placeholders")))
                            .stream().map(it -> Placeholder.of((Map<?, ?>) it)).toList(),
                    (Map<?, ?>) Objects.requireNonNull(json.get("document")));
        }

        @Override
        public String toString() {
            return id;
        }
    }

    record Placeholder(String pointer, String example) {
        static Placeholder of(Map<?, ?> json) {
            return new Placeholder(
                    String.valueOf(json.get("pointer")), String.valueOf(json.get("example")));
        }
    }

    static List<Template> templates() {
        return FlowTemplates.all().stream().map(Template::of).toList();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void a_template_with_filled_placeholders_is_a_valid_flow(Template template) {
        Answer created = api.send(Call.post("/v1/flows").body(filled(template)));

        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.text("name")).isEqualTo(template.name());
    }

    @ParameterizedTest
    @MethodSource("templates")
    void an_unfilled_placeholder_is_rejected_at_its_pointer(Template template) {
        for (Placeholder left : template.placeholders()) {
            Map<String, @Nullable Object> document = filled(template);
            String open = String.valueOf(at(template.document(), left.pointer()));
            put(document, left.pointer(), open);

            assertThat(open).startsWith("<").endsWith(">");
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> FlowDefinition.decode(document))
                    .satisfies(
                            problem ->
                                    assertThat(problem.violations().stream())
                                            .extracting(Violation::pointer)
                                            .containsOnly(left.pointer()));
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void every_placeholder_is_listed(Template template) {
        assertThat(Json.write(template.document()).split("\"<", -1))
                .hasSize(template.placeholders().size() + 1);
    }

    @Test
    void template_ids_are_unique() {
        Answer answer = api.send(Call.get("/v1/flow-templates"));

        assertThat(answer.list("items")).hasSameSizeAs(templates());
        assertThat(templates()).extracting(Template::id).doesNotHaveDuplicates();
    }

    @Test
    void every_template_file_is_listed_by_its_id() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/flow-templates"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            templates().stream().map(it -> it.id() + ".json").toList());
        }
    }

    /** The template's document with its placeholders replaced by examples. */
    static Map<String, @Nullable Object> filled(Template template) {
        Map<String, @Nullable Object> document = Json.readObject(Json.write(template.document()));
        template.placeholders().forEach(it -> put(document, it.pointer(), it.example()));
        return document;
    }

    private static void put(Object document, String pointer, String value) {
        int last = pointer.lastIndexOf('/');
        @SuppressWarnings("unchecked") // every object that Json reads has String keys
        Map<String, Object> parent = (Map<String, Object>) at(document, pointer.substring(0, last));
        parent.put(pointer.substring(last + 1), value);
    }

    private static Object at(Object document, String pointer) {
        Object place = document;
        for (String name : pointer.substring(1).split("/", -1)) {
            Object next =
                    place instanceof List<?> list
                            ? list.get(Integer.parseInt(name))
                            : ((Map<?, ?>) place).get(name);
            place = Objects.requireNonNull(next, pointer);
        }
        return place;
    }
}
