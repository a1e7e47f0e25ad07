package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.streaming.ProviderIds;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;

class ReleaseItemTest {
    private static final ProjectId PROJECT = new ProjectId("prj_7zqk3v9m2c4x8b1d");
    private static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");
    private static final Set<String> NEW = Set.of("timeZone", "cancelledAt", "hastened");

    private static final Release RELEASE =
            new Release(
                    new ReleaseId("rel_2m4n6p8q0r1s3t5v"),
                    "Low Tide",
                    "Night Harbour",
                    LocalDate.parse("2026-12-04"),
                    new ProviderIds(Map.of()),
                    NOW);

    @Test
    void an_item_that_was_stored_before_dates_had_zones_is_a_day_in_utc() {
        Item stored = ReleaseItem.encode(PROJECT, RELEASE);

        assertThat(stored.attributes()).doesNotContainKeys(NEW.toArray(String[]::new));
        assertThat(stored.text("releaseDate")).isEqualTo("2026-12-04");
        assertThat(ReleaseItem.decode(stored)).isEqualTo(RELEASE);
    }

    @Test
    void a_month_in_another_zone_and_a_cancellation_are_stored() {
        Release cancelled =
                RELEASE.movedTo(ReleaseDate.parse("2026-12", ZoneId.of("Asia/Tokyo")).orElseThrow())
                        .cancelled(NOW);

        Item stored = ReleaseItem.encode(PROJECT, cancelled);

        assertThat(stored.attributes()).containsKeys(NEW.toArray(String[]::new));
        assertThat(ReleaseItem.decode(stored)).isEqualTo(cancelled);
    }
}
