package dev.actionflows.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.step.StepSchema;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/** The output of {@code make schema}. */
class StepSchemasTest {
    private static final Path ROOT =
            Path.of(Objects.requireNonNull(System.getProperty("project.root")));

    private static final SequencedMap<String, StepSchema> ONE_STEP = oneStep();

    private static SequencedMap<String, StepSchema> oneStep() {
        SequencedMap<String, StepSchema> steps = new LinkedHashMap<>();
        steps.put(
                "send_sticker",
                StepSchema.of("Send a sticker: the one that fits.")
                        .required("size", Map.of("type", "integer", "minimum", 1))
                        .optional(
                                "look",
                                Map.of(
                                        "type", List.of("string", "null"),
                                        "description", "How it looks; `plain` by default.",
                                        "pattern", "^(plain|no # \\d)$")));
        return steps;
    }

    @Test
    void both_files_match_the_records() throws IOException {
        assertThat(StepSchemas.stale(ROOT)).as("stale: run `make schema`").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "flow.schema.json, Follow the artist, Unfollow the artist",
        "flow.schema.json, ^rel_, ^release_",
        "openapi.yaml, Follow the artist, Unfollow the artist",
        "openapi.yaml, enum: [send_text], enum: [send_texts]",
    })
    void a_file_that_differs_is_stale_until_it_is_rewritten(
            String name, String declared, String otherwise, @TempDir Path folder)
            throws IOException {
        for (String file : List.of(StepSchemas.FLOW_SCHEMA, StepSchemas.CONTRACT)) {
            Files.writeString(folder.resolve(file), text(file));
        }
        String changed = text(name).replace(declared, otherwise);
        Files.writeString(folder.resolve(name), changed);

        assertThat(StepSchemas.stale(folder)).containsExactly(name);
        StepSchemas.main(new String[] {folder.toString()});

        assertThat(StepSchemas.stale(folder)).isEmpty();
        assertThat(folder.resolve(name)).hasContent(text(name));
    }

    @Test
    void a_file_without_a_section_for_the_steps_is_not_changed(@TempDir Path folder)
            throws IOException {
        String without = text(StepSchemas.CONTRACT).replace("# End of what", "# End of");
        Files.writeString(folder.resolve(StepSchemas.FLOW_SCHEMA), text(StepSchemas.FLOW_SCHEMA));
        Files.writeString(folder.resolve(StepSchemas.CONTRACT), without);

        assertThatThrownBy(() -> StepSchemas.main(new String[] {folder.toString()}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("openapi.yaml has 0 places for the steps");
        assertThat(folder.resolve(StepSchemas.CONTRACT)).hasContent(without);
    }

    @Test
    void the_flow_schema_is_plain_json_schema() {
        Map<String, @Nullable Object> written =
                Json.readObject("{" + StepsInFlowSchema.definition(ONE_STEP) + "}");

        Map<String, Object> choice =
                object(list(object(written.get("step")).get("allOf")).getFirst());
        assertThat(choice.get("then"))
                .isEqualTo(
                        Json.readObject(
                                """
                                {
                                  "title": "Send a sticker: the one that fits",
                                  "additionalProperties": false,
                                  "required": ["size"],
                                  "properties": {
                                    "type": true,
                                    "size": { "type": "integer", "minimum": 1 },
                                    "look": {
                                      "description": "How it looks; plain by default.",
                                      "type": ["string", "null"],
                                      "pattern": "^(plain|no # \\\\d)$"
                                    },
                                    "when": { "$ref": "#/$defs/when" }
                                  }
                                }
                                """));
    }

    @Test
    void the_contract_uses_the_openapi_dialect() {
        Map<String, Object> written =
                new Yaml(new SafeConstructor(new LoaderOptions()))
                        .load(StepsInContract.section(ONE_STEP));

        assertThat(written.get("SendStickerStep"))
                .isEqualTo(
                        Map.of(
                                "type",
                                "object",
                                "additionalProperties",
                                false,
                                "description",
                                "Send a sticker: the one that fits.",
                                "required",
                                List.of("type", "size"),
                                "properties",
                                Map.of(
                                        "type",
                                        Map.of("type", "string", "enum", List.of("send_sticker")),
                                        "size",
                                        Map.of("type", "integer", "minimum", 1),
                                        "look",
                                        Map.of(
                                                "type", "string",
                                                "nullable", true,
                                                "description", "How it looks; `plain` by default.",
                                                "pattern", "^(plain|no # \\d)$"),
                                        "when",
                                        Map.of("$ref", "#/components/schemas/StepCondition"))));
    }

    @Test
    void an_unsupported_schema_keyword_is_rejected() {
        SequencedMap<String, StepSchema> steps = new LinkedHashMap<>();
        steps.put("wait", StepSchema.of("Wait.").required("hours", Map.of("maxmum", 5)));

        assertThatThrownBy(() -> StepsInFlowSchema.definition(steps))
                .hasMessageContaining("maxmum");
        assertThatThrownBy(() -> StepsInContract.section(steps)).hasMessageContaining("maxmum");
    }

    private static String text(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    @SuppressWarnings("unchecked") // the requested value is an object of the document
    private static Map<String, Object> object(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    private static List<?> list(@Nullable Object value) {
        return (List<?>) Objects.requireNonNull(value);
    }
}
