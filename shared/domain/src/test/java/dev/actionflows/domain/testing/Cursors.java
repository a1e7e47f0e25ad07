package dev.actionflows.domain.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Checks for every paginated list. */
public final class Cursors {
    private Cursors() {}

    /**
     * Reads a whole list.
     *
     * @param list by cursor
     * @param limit the page size, which no page exceeds and every page but the last has
     */
    public static <T> List<T> readAll(Function<Optional<String>, Page<T>> list, int limit) {
        List<T> all = new ArrayList<>();
        Page<T> page = list.apply(Optional.empty());
        all.addAll(page.items());
        while (page.next().isPresent()) {
            assertThat(page.items()).hasSize(limit);
            page = list.apply(page.next());
            assertThat(page.items()).isNotEmpty().hasSizeLessThanOrEqualTo(limit);
            all.addAll(page.items());
        }
        return all;
    }

    /** A caller can send anything; the response says only what is wrong. */
    public static void assertGarbageIsRejected(Function<Optional<String>, ? extends Page<?>> list) {
        List<String> garbage =
                List.of(
                        "",
                        "garbage",
                        "!§$%&",
                        "Li4vLi4v", // ../../
                        "MTc5Mjc2MDAwMDAwMCNwcmpfMA", // 1792760000000#prj_0
                        "eyJwayI6IlAjMSJ9", // {"pk":"P#1"}
                        "AAAA",
                        "x".repeat(5000));
        for (String cursor : garbage) {
            assertThatExceptionOfType(ProblemException.class)
                    .as(cursor)
                    .isThrownBy(() -> list.apply(Optional.of(cursor)))
                    .satisfies(
                            problem -> {
                                assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                                assertThat(problem.violations())
                                        .extracting(Violation::pointer)
                                        .containsExactly("/cursor");
                            });
        }
    }
}
