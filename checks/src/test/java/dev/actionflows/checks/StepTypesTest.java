package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that a step type consists of, so that a new one is complete. */
class StepTypesTest {
    private static String folder(StepType type) {
        return type.wireName().replace('_', '-');
    }

    private static String recordName(StepType type) {
        return Arrays.stream(type.wireName().split("_", -1))
                .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining());
    }

    static Stream<StepType> typesWithAFunction() {
        return Arrays.stream(StepType.values()).filter(StepType::hasFunction);
    }

    @ParameterizedTest
    @EnumSource
    void it_has_a_record(StepType type) {
        assertThat(records(Step.class))
                .extracting(it -> it.getSimpleName().replaceFirst("Step$", ""))
                .contains(recordName(type));
    }

    private static Stream<Class<?>> records(Class<?> kind) {
        return kind.isRecord()
                ? Stream.of(kind)
                : Arrays.stream(kind.getPermittedSubclasses()).flatMap(StepTypesTest::records);
    }

    @ParameterizedTest
    @MethodSource("typesWithAFunction")
    void it_has_a_folder_with_a_function(StepType type) {
        assertThat(Files.exists(ProjectFiles.ROOT.resolve("functions/steps/" + folder(type))))
                .as("functions/steps/" + folder(type))
                .isTrue();
        assertThat(ProjectFiles.text("functions/pom.xml"))
                .contains("<module>steps/" + folder(type) + "</module>");
    }

    @ParameterizedTest
    @MethodSource("typesWithAFunction")
    void it_has_a_resource_in_the_template(StepType type) {
        Map<String, Object> resources =
                ProjectFiles.object(ProjectFiles.yaml("template.yaml").get("Resources"));
        assertThat(resources).containsKey(recordName(type) + "Function");
        Map<String, Object> properties =
                ProjectFiles.object(
                        ProjectFiles.object(resources.get(recordName(type) + "Function"))
                                .get("Properties"));
        assertThat(String.valueOf(properties.get("CodeUri")))
                .isEqualTo(
                        "functions/steps/%s/target/%s.jar".formatted(folder(type), folder(type)));
    }

    @ParameterizedTest
    @MethodSource("typesWithAFunction")
    void it_has_a_state(StepType type) {
        assertThat(
                        ProjectFiles.object(
                                ProjectFiles.json("statemachines/action-flow.asl.json")
                                        .get("States")))
                .containsKey(recordName(type));
    }

    @ParameterizedTest
    @MethodSource("typesWithAFunction")
    void it_has_sample_events(StepType type) {
        assertThat(ProjectFiles.namesIn("events/" + folder(type)))
                .anyMatch(name -> !name.startsWith("invalid-"))
                .anyMatch(name -> name.startsWith("invalid-"));
    }

    /** A new state is often a copy of another one in which only two names differ. */
    @ParameterizedTest
    @MethodSource("typesWithAFunction")
    void its_state_differs_from_the_others_only_in_its_function(StepType type) {
        Map<String, Object> states =
                ProjectFiles.object(
                        ProjectFiles.json("statemachines/action-flow.asl.json").get("States"));
        String first = recordName(typesWithAFunction().findFirst().orElseThrow());
        assertThat(String.valueOf(states.get(recordName(type))))
                .isEqualTo(
                        String.valueOf(states.get(first))
                                .replace(
                                        "${" + first + "Function}",
                                        "${" + recordName(type) + "Function}"));
    }

    @ParameterizedTest
    @EnumSource
    void it_is_in_the_http_contract_and_in_the_readme(StepType type) {
        assertThat(ProjectFiles.text("openapi.yaml")).contains(type.wireName());
        assertThat(ProjectFiles.text("README.md")).contains("| `" + type.wireName() + "` |");
    }

    @ParameterizedTest
    @MethodSource("typesWithAFunction")
    void the_state_machine_calls_its_function_and_is_allowed_to(StepType type) {
        String function = recordName(type) + "Function";
        Map<String, Object> state =
                ProjectFiles.object(
                        ProjectFiles.object(
                                        ProjectFiles.json("statemachines/action-flow.asl.json")
                                                .get("States"))
                                .get(recordName(type)));
        assertThat(ProjectFiles.object(state.get("Arguments")))
                .containsEntry("FunctionName", "${" + function + "}");
        Map<String, Object> machine =
                ProjectFiles.object(
                        ProjectFiles.object(ProjectFiles.yaml("template.yaml").get("Resources"))
                                .get("ActionFlow"));
        Map<String, Object> properties = ProjectFiles.object(machine.get("Properties"));
        assertThat(ProjectFiles.object(properties.get("DefinitionSubstitutions")))
                .containsEntry(function, function + ".Alias");
        assertThat(String.valueOf(properties.get("Policies"))).contains(function + ".Alias");
    }
}
