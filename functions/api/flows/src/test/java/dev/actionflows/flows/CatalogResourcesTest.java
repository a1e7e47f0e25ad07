package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.SegmentId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Releases and segments. */
class CatalogResourcesTest {
    private static final Map<String, Object> RELEASE =
            Map.of("title", "Low Tide", "artistName", "Nova", "releaseDate", "2027-02-28");

    private final ApiWorld api = new ApiWorld();

    @Test
    void a_release_without_provider_ids_is_created_and_read_back() {
        Answer created = api.send(Call.post("/v1/releases").body(RELEASE));
        Answer read = api.send(Call.get("/v1/releases/{releaseId}", created.text("id")));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json())
                .containsAllEntriesOf(RELEASE)
                .containsEntry("spotifyUri", null)
                .containsEntry("appleMusicId", null);
        assertThat(read.body()).isEqualTo(created.body());
    }

    @Test
    void a_release_has_provider_ids() {
        Map<String, Object> body = new HashMap<>(RELEASE);
        body.put("spotifyUri", "spotify:album:4aawyAB9vmqN3uQ7FjRGTy");
        body.put("appleMusicId", "1440857781");

        assertThat(api.send(Call.post("/v1/releases").body(body)).json())
                .containsAllEntriesOf(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29",
                "2026-2-1",
                "20260201",
                "+12026-02-01",
                "0026-02-01",
                "2026-02-01T00:00:00Z",
                "tomorrow",
                ""
            })
    void an_invalid_date_is_rejected(String day) {
        Map<String, Object> body = new HashMap<>(RELEASE);
        body.put("releaseDate", day);

        assertThat(api.send(Call.post("/v1/releases").body(body)).pointers())
                .containsExactly("/releaseDate");
    }

    @Test
    void a_segment_is_created_and_read_back() {
        Answer created = api.send(Call.post("/v1/segments").body(Map.of("name", "New Fans")));

        assertThat(created.status()).isEqualTo(201);
        assertThat(api.send(Call.get("/v1/segments/{segmentId}", created.text("id"))).body())
                .isEqualTo(created.body());
        assertThat(members(created.text("id")).json())
                .containsEntry("items", List.of())
                .containsEntry("next", null);
    }

    @Test
    void members_are_listed_page_by_page() {
        SegmentId segment = new SegmentId(ApiWorld.SEGMENT);
        api.world.catalog.addMember(
                api.world.project,
                segment,
                new FanId("fan_9999999999999999"),
                api.world.clock.instant());

        Answer first =
                api.send(
                        Call.get("/v1/segments/{segmentId}/members", ApiWorld.SEGMENT)
                                .query("limit", "1"));
        Answer second =
                api.send(
                        Call.get("/v1/segments/{segmentId}/members", ApiWorld.SEGMENT)
                                .query("limit", "1")
                                .query("cursor", first.text("next")));

        assertThat(first.list("items"))
                .containsExactly(
                        Map.of("fanId", ApiWorld.FAN, "since", "2026-11-02T12:00:00.000Z"));
        assertThat(second.list("items"))
                .extracting(member -> member.get("fanId"))
                .containsExactly("fan_9999999999999999");
        assertThat(second.json()).containsEntry("next", null);
    }

    private Answer members(String segment) {
        return api.send(Call.get("/v1/segments/{segmentId}/members", segment));
    }
}
