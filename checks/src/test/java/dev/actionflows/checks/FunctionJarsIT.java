package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.checks.ReachableCalls.Call;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

class FunctionJarsIT {
    /** May only be lowered. */
    private static final long MAX_BYTES = 12_000_000;

    /**
     * Packages that the analysis reaches though they are never used. The management API checks
     * steps and plays them in dry runs, which call no provider.
     */
    private static final Map<String, String> NEVER_CALLED =
            Map.of("FlowsApiFunction", "dev/actionflows/providers/");

    /** {@code project.build.outputTimestamp} of the POM. */
    private static final LocalDateTime BUILD_TIME = LocalDateTime.parse("2026-11-01T00:00:00");

    /** Every jar that the template deploys. */
    static Stream<Path> jars() {
        Map<String, Object> resources =
                ProjectFiles.object(ProjectFiles.yaml("template.yaml").get("Resources"));
        return resources.values().stream()
                .map(ProjectFiles::object)
                .filter(it -> "AWS::Serverless::Function".equals(it.get("Type")))
                .map(it -> ProjectFiles.object(it.get("Properties")).get("CodeUri"))
                .map(uri -> ProjectFiles.ROOT.resolve(String.valueOf(uri)));
    }

    @Test
    void there_are_jars_to_check() {
        assertThat(jars()).hasSizeGreaterThanOrEqualTo(7).allMatch(Files::exists);
    }

    @ParameterizedTest
    @MethodSource("jars")
    void a_jar_is_small(Path jar) throws IOException {
        assertThat(Files.size(jar)).as(jar + " in bytes").isLessThanOrEqualTo(MAX_BYTES);
    }

    static Stream<String> functions() {
        return DeployedFunctions.names();
    }

    /** A missing library would fail at the first call that needs it, in some cases a rare one. */
    @ParameterizedTest
    @MethodSource("functions")
    void a_jar_contains_every_class_that_its_function_can_call(String function) throws IOException {
        Path jar =
                ProjectFiles.ROOT.resolve(
                        String.valueOf(DeployedFunctions.properties(function).get("CodeUri")));
        String except = NEVER_CALLED.getOrDefault(function, "none");
        Set<String> called =
                DeployedFunctions.calls(function).stream()
                        .map(Call::owner)
                        .filter(owner -> !owner.startsWith("[") && !isOfTheJdk(owner))
                        .filter(owner -> !owner.startsWith(except))
                        .collect(Collectors.toCollection(TreeSet::new));

        try (ZipFile zip = new ZipFile(jar.toFile())) {
            assertThat(called)
                    .isNotEmpty()
                    .filteredOn(owner -> zip.getEntry(owner + ".class") == null)
                    .isEmpty();
        }
    }

    private static boolean isOfTheJdk(String type) {
        return ClassLoader.getPlatformClassLoader().getResource(type + ".class") != null;
    }

    @ParameterizedTest
    @MethodSource("jars")
    void a_jar_contains_a_bootstrap(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            assertThat(zip.getEntry("bootstrap")).isNotNull();
        }
    }

    /** Such libraries trace the URLs that a function calls, among other things. */
    @ParameterizedTest
    @MethodSource("jars")
    void a_jar_contains_no_tracing_library(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .noneMatch(
                            name ->
                                    name.startsWith("com/amazonaws/xray/")
                                            || name.startsWith("io/opentelemetry/")
                                            || name.startsWith("io/micrometer/"));
        }
    }

    @ParameterizedTest
    @MethodSource("jars")
    void a_jar_is_reproducible(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            // entries of repackaged files keep their original time
            assertThat(
                            zip.stream()
                                    .filter(entry -> entry.getName().endsWith(".class"))
                                    .filter(entry -> entry.getName().startsWith("dev/actionflows/"))
                                    .map(ZipEntry::getTimeLocal))
                    .hasSizeGreaterThan(50)
                    .containsOnly(BUILD_TIME);
            List<String> names = zip.stream().map(ZipEntry::getName).toList();
            assertThat(names).doesNotHaveDuplicates();
        }
    }
}
