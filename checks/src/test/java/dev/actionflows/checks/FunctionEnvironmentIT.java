package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds each function from its jar with the environment variables of the template: they are
 * sufficient, each one is needed, and a missing one is named.
 */
class FunctionEnvironmentIT {
    private static final String PACKAGE = "dev.actionflows.";

    /** Set by Lambda itself. */
    private static final Map<String, String> LAMBDA_VARIABLES =
            Map.of(
                    "AWS_REGION", "eu-west-1",
                    "AWS_ACCESS_KEY_ID", "none",
                    "AWS_SECRET_ACCESS_KEY", "none");

    /** The template's globals, which all functions get. */
    private static final Set<String> GLOBAL_VARIABLES =
            DeployedFunctions.globalVariables().keySet();

    /** The ports that functions create on first use, by the variables that they need. */
    private static final Map<String, String> LAZY_PORTS =
            Map.of(
                    "WAKE_UP_QUEUE_URL", "wakeUps",
                    "SMS_API_URL", "texts",
                    "SPOTIFY_API_URL", "streamingServices",
                    "SPOTIFY_ACCOUNTS_URL", "streamingServices",
                    "APPLE_MUSIC_API_URL", "streamingServices");

    /** Variables that may be empty. */
    private static final Set<String> OPTIONAL = Set.of("RATE_LIMITS");

    static Stream<String> functions() {
        return DeployedFunctions.names();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void the_template_variables_are_sufficient_and_a_missing_one_is_named(String function)
            throws Exception {
        Map<String, String> complete = new HashMap<>(LAMBDA_VARIABLES);
        DeployedFunctions.globalVariables().keySet().forEach(it -> complete.put(it, sample(it)));
        Set<String> own = new TreeSet<>(DeployedFunctions.variables(function).keySet());
        own.forEach(it -> complete.put(it, sample(it)));
        try (Jar jar = new Jar(function)) {
            assertThatCode(() -> jar.build(complete)).doesNotThrowAnyException();

            own.removeAll(OPTIONAL);
            own.add("TABLE_NAME");
            own.add("AWS_REGION");
            for (String variable : own) {
                Map<String, String> incomplete = new HashMap<>(complete);
                incomplete.remove(variable);
                assertThatCode(() -> jar.build(incomplete))
                        .as("without %s", variable)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(variable);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void no_function_repeats_a_global_variable(String function) {
        assertThat(DeployedFunctions.variables(function))
                .doesNotContainKeys(GLOBAL_VARIABLES.toArray(String[]::new));
    }

    /** A valid value for the variable, by the suffix of its name. */
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
            default -> variable;
        };
    }

    /** The code of one function, restricted to its jar. */
    private static final class Jar implements AutoCloseable {
        private final URLClassLoader classes;
        private final Set<String> lazyPorts;
        private final String handler;

        Jar(String function) throws MalformedURLException {
            Map<String, Object> properties = DeployedFunctions.properties(function);
            Path jar = ProjectFiles.ROOT.resolve(String.valueOf(properties.get("CodeUri")));
            this.classes =
                    new URLClassLoader(
                            new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
            this.lazyPorts =
                    DeployedFunctions.variables(function).keySet().stream()
                            .filter(LAZY_PORTS::containsKey)
                            .map(LAZY_PORTS::get)
                            .collect(Collectors.toSet());
            this.handler = String.valueOf(properties.get("Handler")).replaceAll("::.*", "");
        }

        /**
         * Builds what the handler's public constructor builds from the process's environment, and
         * the ports that are created on first use.
         */
        void build(Map<String, String> variables) throws Throwable {
            Class<?> environment = classes.loadClass(PACKAGE + "lambda.Environment");
            Class<?> ports = classes.loadClass(PACKAGE + "lambda.AwsPorts");
            try {
                Object awsPorts =
                        ports.getConstructor(environment)
                                .newInstance(
                                        environment
                                                .getConstructor(Map.class)
                                                .newInstance(variables));
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
                for (String port : lazyPorts) {
                    ports.getMethod(port).invoke(awsPorts);
                }
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        @Override
        public void close() throws IOException {
            classes.close();
        }
    }
}
