package dev.actionflows.checks;

import dev.actionflows.checks.ReachableCalls.Call;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The functions of the template, and the calls that their code can reach. */
final class DeployedFunctions {
    private static final Map<String, Object> TEMPLATE = ProjectFiles.yaml("template.yaml");

    private static final Map<String, Object> RESOURCES =
            ProjectFiles.object(TEMPLATE.get("Resources"));

    private static final List<String> SHARED =
            List.of(
                    "shared/json",
                    "shared/domain",
                    "shared/aws",
                    "shared/providers",
                    "shared/lambda");

    private DeployedFunctions() {}

    static Stream<String> names() {
        return RESOURCES.entrySet().stream()
                .filter(
                        it ->
                                "AWS::Serverless::Function"
                                        .equals(ProjectFiles.object(it.getValue()).get("Type")))
                .map(Map.Entry::getKey);
    }

    static Map<String, Object> properties(String function) {
        return ProjectFiles.object(ProjectFiles.object(RESOURCES.get(function)).get("Properties"));
    }

    /** The environment variables that the template sets for all functions. */
    static Map<String, Object> globalVariables() {
        return variables(globals());
    }

    /** The properties that the template sets for all functions. */
    static Map<String, Object> globals() {
        return ProjectFiles.object(ProjectFiles.object(TEMPLATE.get("Globals")).get("Function"));
    }

    /** The environment variables that the template sets for one function only. */
    static Map<String, Object> variables(String function) {
        return variables(properties(function));
    }

    private static Map<String, Object> variables(Map<String, Object> properties) {
        if (!properties.containsKey("Environment")) {
            return Map.of();
        }
        return ProjectFiles.object(
                ProjectFiles.object(properties.get("Environment")).get("Variables"));
    }

    static List<Call> calls(String function) {
        Map<String, Object> properties = properties(function);
        String jar = String.valueOf(properties.get("CodeUri"));
        List<Path> folders =
                Stream.concat(SHARED.stream(), Stream.of(jar.replaceAll("/target/.*", "")))
                        .map(it -> ProjectFiles.ROOT.resolve(it).resolve("target/classes"))
                        .toList();
        return ReachableCalls.of(folders, String.valueOf(properties.get("Handler")));
    }

    /** The time after which Lambda terminates the function. */
    static Duration timeout(String function) {
        Map<String, Object> globals = globals();
        Object seconds =
                properties(function)
                        .getOrDefault("Timeout", String.valueOf(globals.get("Timeout")));
        return Duration.ofSeconds(Long.parseLong(String.valueOf(seconds)));
    }
}
