package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import org.junit.jupiter.api.Test;

import java.util.Set;
import java.util.stream.Collectors;

/** The clock that takes the place of the real one in the demo's local cloud. */
class MovedClockTest {
    private static final String CLOCK = "dev.actionflows.lambda.SystemClock";

    /** The methods that the caller of the clock finds. */
    private static Set<String> methodsIn(String module) {
        return new ClassFileImporter()
                        .importPath(ProjectFiles.ROOT.resolve(module).resolve("target/classes"))
                        .get(CLOCK)
                        .getMethods()
                        .stream()
                        .filter(it -> !it.getModifiers().contains(JavaModifier.PRIVATE))
                        .filter(it -> it.getRawParameterTypes().isEmpty())
                        .map(it -> it.getName() + it.getDescriptor())
                        .collect(Collectors.toSet());
    }

    @Test
    void it_can_take_the_place_of_the_clock_of_the_functions() {
        assertThat(methodsIn("local/moved-clock"))
                .isEqualTo(methodsIn("shared/lambda"))
                .containsExactly("clock()Ljava/time/InstantSource;");
    }
}
