package dev.actionflows.simulator;

import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.testkit.ProjectFile;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The parts of the product, by the names of {@link Simulation.Outcome#played}. */
final class ProductParts {
    /** A resource of the template with all its indented lines. */
    private static final Pattern RESOURCE =
            Pattern.compile(
                    "^  (\\w+):\\n    Type: (AWS::\\S+)\\n((?:(?: {4}.*)?\\n)*)",
                    Pattern.MULTILINE);

    private static final Pattern JAR = Pattern.compile("CodeUri: functions/\\w+/([a-z-]+)/");

    private ProductParts() {}

    /** Every step, trigger, function, queue, schedule, source and receiver. */
    static List<String> all() throws IOException {
        return Stream.of(
                        Arrays.stream(StepType.values()).map(type -> "step " + type.wireName()),
                        Arrays.stream(TriggerType.values())
                                .map(type -> "trigger " + type.wireName()),
                        resources(),
                        receivers())
                .flatMap(names -> names)
                .toList();
    }

    private static Stream<String> resources() {
        return RESOURCE.matcher(ProjectFile.text("template.yaml"))
                .results()
                .flatMap(ProductParts::played);
    }

    /** The parts of a resource to be played. */
    private static Stream<String> played(MatchResult resource) {
        String name = resource.group(1);
        return switch (resource.group(2)) {
            case "AWS::Serverless::Function" ->
                    JAR.matcher(resource.group(3)).results().map(jar -> "function " + jar.group(1));
            case "AWS::SQS::Queue" -> Stream.of("queue " + name);
            case "AWS::Scheduler::Schedule", "AWS::Events::Rule" -> Stream.of("schedule " + name);
            case "AWS::Lambda::EventSourceMapping" -> Stream.of("source " + name);
            default -> Stream.empty();
        };
    }

    /** Every class of the domain that passes events to the intake, except for dry runs. */
    private static Stream<String> receivers() throws IOException {
        Path classes = Path.of("..", "domain", "target", "classes");
        try (Stream<Path> files = Files.walk(classes)) {
            return files
                    .map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.contains("dryrun"))
                    .filter(file -> !file.endsWith("-info.class"))
                    .map(file -> file.substring(0, file.length() - 6).replace('/', '.'))
                    .map(ProductParts::load)
                    .filter(
                            type ->
                                    Arrays.stream(type.getConstructors())
                                            .anyMatch(ProductParts::dependsOnIntake))
                    .map(type -> "receiver " + type.getSimpleName())
                    .toList()
                    .stream();
        }
    }

    private static boolean dependsOnIntake(Constructor<?> constructor) {
        return Arrays.asList(constructor.getParameterTypes()).contains(Intake.class);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ProductParts.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
