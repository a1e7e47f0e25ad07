package dev.actionflows.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.streaming.ProviderIds;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

class ReleaseVersionsTest {
    private static final Instant START = Instant.parse("2026-11-03T04:55:00Z");

    private final Kernel kernel = new Kernel(new Chance(1), START, Optional.empty());
    private final ReleaseVersions versions = new ReleaseVersions(kernel);
    private final Release created =
            new Release(
                    new ReleaseId("rel_vaezb797fpmvfgpz"),
                    "Low Tide",
                    "Night Harbour",
                    LocalDate.parse("2026-12-01"),
                    new ProviderIds(Map.of()),
                    START);
    private final Release moved = created.movedTo(ReleaseDate.of(LocalDate.parse("2026-11-03")));

    ReleaseVersionsTest() {
        versions.created(created);
    }

    private Instant storedAfter(Duration delay, Release release) {
        kernel.after(delay, () -> versions.stored(release));
        kernel.runUntil(kernel.now().plus(delay));
        return kernel.now();
    }

    @Test
    void a_change_that_is_stored_again_is_no_other_change() {
        Instant first = storedAfter(Duration.ofSeconds(1), moved);
        storedAfter(Duration.ofSeconds(6), moved);

        assertThat(versions.currentSince()).isEqualTo(first);
        assertThat(versions.since(START)).containsExactly(created, moved);
    }

    @Test
    void a_change_that_is_taken_back_is_another_change() {
        storedAfter(Duration.ofSeconds(1), moved);
        Instant back = storedAfter(Duration.ofSeconds(6), created);

        assertThat(versions.currentSince()).isEqualTo(back);
        assertThat(versions.since(START)).containsExactly(created, moved, created);
    }
}
