package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.checks.ReachableCalls.Call;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the environment variables that the template sets with those that each function's code
 * can read. A missing one would fail at the first call that needs it, in some cases a rare one.
 */
class FunctionEnvironmentTest {
    private static final String ENVIRONMENT = "dev/actionflows/lambda/Environment";

    /** The calls that read a variable: their argument is its name. */
    private static final Set<String> READS = Set.of("required", "requiredUri", "optional");

    /** A global variable that only makes Lambda publish a version when a parameter changes. */
    private static final String PARAMETERS = "PARAMETERS";

    /**
     * Variables that the analysis finds though they are never read. The management API checks steps
     * and plays them in dry runs, which call no provider.
     */
    private static final Map<String, Set<String>> NEVER_READ =
            Map.of(
                    "FlowsApiFunction",
                    Set.of(
                            "APPLE_MUSIC_API_URL",
                            "INSTAGRAM_API_URL",
                            "OUTCOME_EVENT_QUEUE_URL",
                            "SMS_API_URL",
                            "SMS_CONFIGURATION_SET",
                            "SPOTIFY_ACCOUNTS_URL",
                            "SPOTIFY_API_URL"));

    private static final Pattern WORD = Pattern.compile("\\w+");

    static Stream<String> functions() {
        return DeployedFunctions.names();
    }

    private static Set<String> read(String function) {
        return DeployedFunctions.calls(function).stream()
                .filter(call -> call.owner().equals(ENVIRONMENT) && READS.contains(call.name()))
                .filter(call -> !call.from().equals(ENVIRONMENT))
                .map(Call::text)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void the_template_sets_exactly_the_variables_that_the_code_reads(String function) {
        Set<String> global = new TreeSet<>(DeployedFunctions.globalVariables().keySet());
        Set<String> own = DeployedFunctions.variables(function).keySet();
        Set<String> read = read(function);
        read.removeAll(global);
        read.removeAll(NEVER_READ.getOrDefault(function, Set.of()));

        assertThat(read).isEqualTo(new TreeSet<>(own));
        assertThat(own).doesNotContainAnyElementsOf(global);
    }

    @Test
    void every_global_variable_is_read_by_some_function() {
        Set<String> readByAny =
                functions().flatMap(it -> read(it).stream()).collect(Collectors.toSet());
        Set<String> global = new TreeSet<>(DeployedFunctions.globalVariables().keySet());
        global.remove(PARAMETERS);

        assertThat(global).isNotEmpty();
        assertThat(readByAny).containsAll(global);
    }

    /**
     * Lambda publishes no version of an unchanged function, so a parameter that is missing in these
     * texts would not go live until the code changes.
     */
    @Test
    void both_lists_of_parameters_hold_every_parameter_that_functions_use() {
        Set<String> listed = parametersIn(DeployedFunctions.globalVariables().get(PARAMETERS));

        assertThat(parametersIn(DeployedFunctions.globals().get("SourceKMSKeyArn")))
                .isEqualTo(listed);
        assertThat(functions())
                .allSatisfy(
                        it ->
                                assertThat(listed)
                                        .containsAll(
                                                parametersIn(DeployedFunctions.variables(it))));
    }

    private static Set<String> parametersIn(@Nullable Object part) {
        Set<String> parameters =
                ProjectFiles.object(ProjectFiles.yaml("template.yaml").get("Parameters")).keySet();
        return WORD.matcher(String.valueOf(part))
                .results()
                .map(MatchResult::group)
                .filter(parameters::contains)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
