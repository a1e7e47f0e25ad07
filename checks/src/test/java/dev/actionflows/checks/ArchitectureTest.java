package dev.actionflows.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().importPaths(folders());

    /** The compiled classes of each module that is deployed or that its tests use. */
    private static List<Path> folders() {
        return ProjectFiles.written().stream()
                .filter(file -> file.endsWith("pom.xml") && !file.startsWith("local"))
                .map(file -> ProjectFiles.ROOT.resolve(file).resolveSibling("target/classes"))
                .filter(Files::isDirectory)
                .toList();
    }

    @Test
    void there_are_classes_to_check() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .hasSizeGreaterThan(20);
        assertThat(CLASSES).hasSizeGreaterThan(150);
    }

    @Test
    void the_domain_does_not_depend_on_cloud_json_or_http() {
        noClasses()
                .that()
                .resideInAPackage("dev.actionflows.domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "software.amazon..",
                        "com.amazonaws..",
                        "tools.jackson..",
                        "dev.actionflows.json..",
                        "java.net.http..")
                .check(CLASSES);
    }

    @Test
    void the_domain_depends_on_no_other_module() {
        noClasses()
                .that()
                .resideInAPackage("dev.actionflows.domain..")
                .should()
                .dependOnClassesThat(
                        com.tngtech.archunit.base.DescribedPredicate.describe(
                                "are ours, outside the domain",
                                type ->
                                        type.getPackageName().startsWith("dev.actionflows.")
                                                && !type.getPackageName()
                                                        .startsWith("dev.actionflows.domain")))
                .check(CLASSES);
    }

    @Test
    void the_domain_has_no_cycles() {
        slices().matching("dev.actionflows.domain.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void only_one_module_uses_the_json_library() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.actionflows.json..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tools.jackson..")
                .check(CLASSES);
    }

    @Test
    void functions_do_not_depend_on_each_other() {
        slices().matching("dev.actionflows.(*)..")
                .as("modules")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
        for (String function : functionPackages()) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage(function + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(function + "..")
                    .check(CLASSES);
        }
    }

    private static List<String> functionPackages() {
        List<String> packages =
                CLASSES.stream()
                        .filter(type -> type.getSimpleName().endsWith("Handler"))
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.contains(".lambda"))
                        .distinct()
                        .toList();
        assertThat(packages).hasSizeGreaterThanOrEqualTo(7);
        return packages;
    }

    @Test
    void time_and_randomness_are_injected() {
        noClasses()
                .that()
                .resideInAPackage("dev.actionflows.domain..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Random.class)
                .check(CLASSES);
    }

    @Test
    void nothing_throws_generic_exceptions_or_prints() {
        NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(CLASSES);
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    }

    @Test
    void every_package_is_null_marked() {
        classes()
                .that()
                .resideInAPackage("dev.actionflows..")
                .should(
                        new ArchCondition<JavaClass>("be in a null-marked package") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                boolean marked =
                                        type.getPackage()
                                                .tryGetPackageInfo()
                                                .filter(it -> it.isAnnotatedWith(NullMarked.class))
                                                .isPresent();
                                events.add(
                                        new SimpleConditionEvent(
                                                type, marked, type.getPackageName()));
                            }
                        })
                .check(CLASSES);
    }
}
