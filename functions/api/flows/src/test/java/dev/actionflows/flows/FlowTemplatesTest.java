package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.management.FlowTemplate;
import dev.actionflows.domain.management.FlowTemplates;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.Objects;

class FlowTemplatesTest {
    private final ApiWorld api = new ApiWorld();

    static List<FlowTemplate> templates() {
        return FlowTemplates.all();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void a_template_becomes_a_flow_once_its_placeholders_are_filled(FlowTemplate template) {
        Answer created = api.send(Call.post("/v1/flows").body(filled(template)));

        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.text("name")).isEqualTo(template.name());
    }

    @ParameterizedTest
    @MethodSource("templates")
    void what_is_not_filled_is_refused_at_its_very_place(FlowTemplate template) {
        for (FlowTemplate.Placeholder left : template.placeholders()) {
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
    void every_place_that_has_to_be_filled_is_listed(FlowTemplate template) {
        assertThat(Json.write(template.document()).split("\"<", -1))
                .hasSize(template.placeholders().size() + 1);
    }

    @Test
    void templates_are_told_apart_by_their_ids() {
        Answer answer = api.send(Call.get("/v1/flow-templates"));

        assertThat(answer.list("items")).hasSameSizeAs(templates());
        assertThat(templates()).extracting(FlowTemplate::id).doesNotHaveDuplicates();
    }

    /** The template's document with the examples in the placeholders' places. */
    static Map<String, @Nullable Object> filled(FlowTemplate template) {
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
