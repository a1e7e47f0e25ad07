package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Builds each function from its jar alone, with the environment variables that the template sets.
 */
class FunctionEnvironmentIT {
    private static final String PACKAGE = "dev.actionflows.lambda.";

    /** Set by Lambda itself. */
    private static final Map<String, String> OF_LAMBDA =
            Map.of(
                    "AWS_REGION", "eu-west-1",
                    "AWS_ACCESS_KEY_ID", "none",
                    "AWS_SECRET_ACCESS_KEY", "none");

    static Stream<String> functions() {
        return DeployedFunctions.names();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void a_function_can_be_built_from_its_jar_and_variables(String function) throws Exception {
        Map<String, String> variables = new HashMap<>(OF_LAMBDA);
        DeployedFunctions.globalVariables().keySet().forEach(it -> variables.put(it, sample(it)));
        DeployedFunctions.variables(function).keySet().forEach(it -> variables.put(it, sample(it)));
        Map<String, Object> properties = DeployedFunctions.properties(function);
        Path jar = ProjectFiles.ROOT.resolve(String.valueOf(properties.get("CodeUri")));

        try (URLClassLoader classes =
                new URLClassLoader(
                        new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            assertThatCode(
                            () ->
                                    build(
                                            classes,
                                            String.valueOf(properties.get("Handler")),
                                            variables))
                    .doesNotThrowAnyException();
        }
    }

    /** Builds what the public constructor builds from the variables of the process. */
    private static void build(ClassLoader classes, String handler, Map<String, String> variables)
            throws Throwable {
        Class<?> environment = classes.loadClass(PACKAGE + "Environment");
        Class<?> ports = classes.loadClass(PACKAGE + "AwsPorts");
        try {
            Object awsPorts =
                    ports.getConstructor(environment)
                            .newInstance(
                                    environment.getConstructor(Map.class).newInstance(variables));
            Constructor<?> constructor =
                    Arrays.stream(classes.loadClass(handler).getDeclaredConstructors())
                            .filter(it -> it.getParameterCount() > 0)
                            .filter(it -> it.getParameterTypes()[0].isAssignableFrom(ports))
                            .findFirst()
                            .orElseThrow();
            constructor.setAccessible(true);
            if (constructor.getParameterCount() == 1) {
                constructor.newInstance(awsPorts);
            } else {
                constructor.newInstance(awsPorts, ports.getMethod("log").invoke(awsPorts));
            }
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** A value that the variable can have, by the ending of its name. */
    private static String sample(String variable) {
        if (variable.endsWith("_URL")) {
            return "https://service.example/" + variable;
        }
        if (variable.endsWith("_ARN")) {
            return "arn:aws:service:eu-west-1:123456789012:" + variable;
        }
        return switch (variable) {
            case "PLAN_LIMITS" -> "{\"BASIC\":{},\"PRO\":{},\"ENTERPRISE\":{}}";
            case "RATE_LIMITS" -> "";
            case "DEAD_LETTER_QUEUES" -> "Alarm=https://service.example/queue";
            default -> variable;
        };
    }
}
