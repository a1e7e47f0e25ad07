package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.application.Matching;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.Upc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

    @ParameterizedTest
    @CsvSource({
        "2026-12-04, UTC, announced, 2026-12-04T00:00:00.000Z",
        "2026-12-04, Europe/Berlin, announced, 2026-12-03T23:00:00.000Z",
        "2026-12, UTC, announced, 2027-01-01T00:00:00.000Z",
        "2027, America/New_York, announced, 2028-01-01T05:00:00.000Z",
        "2026-11, UTC, announced, 2026-12-01T00:00:00.000Z",
        "2026-10, UTC, out, 2026-11-01T00:00:00.000Z",
        "2026-10-30, UTC, out, 2026-10-30T00:00:00.000Z"
    })
    void a_release_has_a_day_a_month_or_a_year_in_a_time_zone(
            String date, String zone, String status, String outAt) {
        Map<String, Object> body = with("releaseDate", date);
        body.put("timeZone", zone);

        Answer created = api.send(Call.post("/v1/releases").body(body));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json())
                .containsEntry("releaseDate", date)
                .containsEntry("timeZone", zone)
                .containsEntry("status", status)
                .containsEntry("outAt", outAt)
                .containsEntry("cancelledAt", null);
    }

    @Test
    void a_release_is_moved_cancelled_and_reinstated() {
        String id = api.send(Call.post("/v1/releases").body(RELEASE)).text("id");

        Answer moved =
                api.send(
                        Call.put("/v1/releases/{releaseId}/date", id)
                                .body(Map.of("releaseDate", "2027-03", "timeZone", "Asia/Tokyo")));
        assertThat(moved.json())
                .containsEntry("releaseDate", "2027-03")
                .containsEntry("timeZone", "Asia/Tokyo")
                .containsEntry("outAt", "2027-03-31T15:00:00.000Z");

        Answer cancelled = api.send(Call.post("/v1/releases/{releaseId}/cancel", id));
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.json())
                .containsEntry("releaseDate", "2027-03")
                .containsEntry("status", "cancelled")
                .containsEntry("outAt", null);
        assertThat(cancelled.text("cancelledAt")).isEqualTo("2026-11-02T12:00:00.000Z");
        assertThat(api.send(Call.post("/v1/releases/{releaseId}/cancel", id)).body())
                .isEqualTo(cancelled.body());

        Answer reinstated =
                api.send(
                        Call.put("/v1/releases/{releaseId}/date", id)
                                .body(Map.of("releaseDate", "2027-03-05")));
        assertThat(reinstated.json())
                .containsEntry("status", "announced")
                .containsEntry("timeZone", "UTC")
                .containsEntry("cancelledAt", null);
        assertThat(api.send(Call.get("/v1/releases/{releaseId}", id)).body())
                .isEqualTo(reinstated.body());
    }

    @Test
    void a_wrong_date_is_rejected_with_how_to_mend_it() {
        String id = api.send(Call.post("/v1/releases").body(RELEASE)).text("id");

        Answer refused =
                api.send(
                        Call.put("/v1/releases/{releaseId}/date", id)
                                .body(Map.of("releaseDate", "December", "timeZone", "Berlin")));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body())
                .contains("a month such as 2026-12", "an IANA time zone such as Europe/Berlin");
    }

    @Test
    void a_release_has_provider_ids() {
        Map<String, Object> body = new HashMap<>(RELEASE);
        body.put("spotifyUri", "spotify:album:4aawyAB9vmqN3uQ7FjRGTy");
        body.put("appleMusicId", "1440857781");

        assertThat(api.send(Call.post("/v1/releases").body(body)).json())
                .containsAllEntriesOf(body);
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> body = new HashMap<>(RELEASE);
        body.put(name, value);
        return body;
    }

    private static Object atService(Answer answer, String service, String property) {
        Map<?, ?> services = (Map<?, ?>) Objects.requireNonNull(answer.json().get("services"));
        return Objects.requireNonNull(
                ((Map<?, ?>) Objects.requireNonNull(services.get(service))).get(property));
    }

    @Test
    void a_release_without_anything_to_search_by_says_so() {
        Answer created = api.send(Call.post("/v1/releases").body(RELEASE));

        assertThat(atService(created, "spotify", "state")).isEqualTo("not_found");
        assertThat(atService(created, "spotify", "reason")).isEqualTo("no_upc");
        assertThat(atService(created, "spotify", "detail").toString()).contains("give its upc");
    }

    @Test
    void a_release_with_a_upc_is_searched_and_shows_what_was_found() {
        api.world.ports.spotifyCatalog.has(
                new CatalogAlbum(
                        "spotify:album:4aawyAB9vmqN3uQ7FjRGTy",
                        "Low Tide",
                        "Nova",
                        List.of(),
                        Upc.parse("602445868162")));
        Answer created = api.send(Call.post("/v1/releases").body(with("upc", "6 02445 86816 2")));

        assertThat(created.json()).containsEntry("upc", "602445868162");
        assertThat(atService(created, "spotify", "state")).isEqualTo("pending");

        match();
        Answer read = api.send(Call.get("/v1/releases/{releaseId}", created.text("id")));

        assertThat(read.json()).containsEntry("spotifyUri", "spotify:album:4aawyAB9vmqN3uQ7FjRGTy");
        assertThat(atService(read, "spotify", "state")).isEqualTo("matched");
        assertThat(atService(read, "spotify", "link"))
                .isEqualTo("https://open.spotify.com/album/4aawyAB9vmqN3uQ7FjRGTy");
    }

    @Test
    void a_release_with_the_isrc_of_a_recording_is_searched_and_shows_what_was_found() {
        api.world.ports.spotifyCatalog.hasRecording(
                new Isrc("USRC17607839"),
                new CatalogAlbum(
                        "spotify:album:4aawyAB9vmqN3uQ7FjRGTy",
                        "Low Tide",
                        "Nova",
                        List.of(),
                        Upc.parse("602445868162")));
        Answer created = api.send(Call.post("/v1/releases").body(with("isrc", "us-rc1-76-07839")));

        assertThat(created.json()).containsEntry("isrc", "USRC17607839").containsEntry("upc", null);
        assertThat(atService(created, "spotify", "state")).isEqualTo("pending");

        match();
        Answer read = api.send(Call.get("/v1/releases/{releaseId}", created.text("id")));

        assertThat(read.json())
                .containsEntry("isrc", "USRC17607839")
                .containsEntry("upc", "602445868162")
                .containsEntry("spotifyUri", "spotify:album:4aawyAB9vmqN3uQ7FjRGTy");
    }

    @Test
    void albums_that_only_contain_the_recording_are_shown_with_the_reason() {
        api.world.ports.spotifyCatalog.hasRecording(
                new Isrc("USRC17607839"),
                new CatalogAlbum(
                        "spotify:album:4aawyAB9vmqN3uQ7FjRGTy",
                        "Tides of the Year",
                        "Nova",
                        List.of(),
                        Upc.parse("602445868162")));
        Map<String, Object> body = with("isrc", "USRC17607839");
        body.put("upc", "036000291452");
        Answer created = api.send(Call.post("/v1/releases").body(body));
        match();

        Answer read = api.send(Call.get("/v1/releases/{releaseId}", created.text("id")));

        assertThat(atService(read, "spotify", "state")).isEqualTo("not_found");
        assertThat(atService(read, "spotify", "reason")).isEqualTo("upc_not_in_catalog");
        assertThat(atService(read, "spotify", "detail").toString())
                .endsWith("the candidates contain its recording, but show another UPC or none");
        assertThat((List<?>) atService(read, "spotify", "candidates"))
                .singleElement()
                .isEqualTo(
                        Map.of(
                                "id",
                                "spotify:album:4aawyAB9vmqN3uQ7FjRGTy",
                                "title",
                                "Tides of the Year",
                                "artistName",
                                "Nova",
                                "link",
                                "https://open.spotify.com/album/4aawyAB9vmqN3uQ7FjRGTy"));
    }

    @Test
    void a_recording_that_is_not_in_the_catalog_is_the_reason_in_the_release_and_in_flows() {
        Answer created = api.send(Call.post("/v1/releases").body(with("isrc", "USRC17607839")));
        match();

        Answer read = api.send(Call.get("/v1/releases/{releaseId}", created.text("id")));

        assertThat(atService(read, "spotify", "reason")).isEqualTo("isrc_not_in_catalog");
        assertThat(preSaveFlow(created.text("id")).list("warnings"))
                .anySatisfy(
                        warning ->
                                assertThat(String.valueOf(warning.get("detail")))
                                        .contains("no id at Spotify")
                                        .contains("no album with its recording"));
    }

    /** Processes the requests that have been sent. */
    private void match() {
        api.world
                .ports
                .matches
                .take()
                .forEach(
                        sent ->
                                Matching.catalogMatcher(api.world.ports)
                                        .match(
                                                sent.request(),
                                                new Deadline(
                                                        api.world.clock.instant().plusSeconds(20),
                                                        api.world.clock)));
    }

    @Test
    void candidates_are_shown_and_one_of_them_is_given() {
        String first = "spotify:album:4aawyAB9vmqN3uQ7FjRGT1";
        for (String id : List.of(first, "spotify:album:4aawyAB9vmqN3uQ7FjRGT2")) {
            api.world.ports.spotifyCatalog.has(
                    new CatalogAlbum(id, "Low Tide", "Nova", List.of(), Upc.parse("602445868162")));
        }
        Answer created = api.send(Call.post("/v1/releases").body(with("upc", "602445868162")));
        match();

        Answer read = api.send(Call.get("/v1/releases/{releaseId}", created.text("id")));
        assertThat(atService(read, "spotify", "state")).isEqualTo("ambiguous");
        assertThat((List<?>) atService(read, "spotify", "candidates"))
                .first()
                .isEqualTo(
                        Map.of(
                                "id",
                                first,
                                "title",
                                "Low Tide",
                                "artistName",
                                "Nova",
                                "link",
                                "https://open.spotify.com/album/4aawyAB9vmqN3uQ7FjRGT1"));

        Answer corrected =
                api.send(
                        Call.put("/v1/releases/{releaseId}/ids", created.text("id"))
                                .body(Map.of("upc", "602445868162", "spotifyUri", first)));
        assertThat(corrected.status()).isEqualTo(200);
        assertThat(atService(corrected, "spotify", "state")).isEqualTo("given");
    }

    @Test
    void missing_ids_are_searched_again_on_request() {
        Answer again = api.send(Call.post("/v1/releases/{releaseId}/match", ApiWorld.RELEASE));
        Answer artist = api.send(Call.post("/v1/artists/{artistId}/match", ApiWorld.ARTIST));

        assertThat(again.status()).isEqualTo(202);
        assertThat(atService(again, "apple_music", "state")).isEqualTo("pending");
        assertThat(artist.status()).isEqualTo(202);
        assertThat(api.world.ports.matches.sent()).hasSize(2);
    }

    @Test
    void a_service_can_be_stated_not_to_have_the_release() {
        Answer created =
                api.send(
                        Call.post("/v1/releases")
                                .body(with("absentFrom", List.of("spotify", "apple_music"))));

        assertThat(atService(created, "apple_music", "state")).isEqualTo("absent");
    }

    @ParameterizedTest
    @CsvSource({
        "spotify:album:4aawyAB9vmqN3uQ7FjRGTy, 1440857781",
        "https://open.spotify.com/album/4aawyAB9vmqN3uQ7FjRGTy,"
                + " https://music.apple.com/us/album/low-tide/1440857781",
        "https://open.spotify.com/intl-de/album/4aawyAB9vmqN3uQ7FjRGTy?si=3f1c,"
                + " https://music.apple.com/de/album/1440857781?l=en",
        "https://open.spotify.com/album/4aawyAB9vmqN3uQ7FjRGTy/#top,"
                + " https://geo.music.apple.com/us/album/_/1440857781"
    })
    void ids_are_accepted_as_services_share_them(String spotify, String apple) {
        Map<String, Object> body = with("spotifyUri", spotify);
        body.put("appleMusicId", apple);

        assertThat(api.send(Call.post("/v1/releases").body(body)).json())
                .containsEntry("spotifyUri", "spotify:album:4aawyAB9vmqN3uQ7FjRGTy")
                .containsEntry("appleMusicId", "1440857781");
    }

    @ParameterizedTest
    @CsvSource({
        "spotifyUri, https://open.spotify.com/artist/4aawyAB9vmqN3uQ7FjRGTy",
        "spotifyUri, http://open.spotify.com/album/4aawyAB9vmqN3uQ7FjRGTy",
        "spotifyUri, https://open.spotify.com.evil.example/album/4aawyAB9vmqN3uQ7FjRGTy",
        "spotifyUri, spotify:track:4aawyAB9vmqN3uQ7FjRGTy",
        "appleMusicId, https://music.apple.com/us/artist/nova/1440857781",
        "appleMusicId, https://music.apple.com/us/album/low-tide/pl.1440857781",
        "upc, 602445868163",
        "upc, 60244586816",
        "isrc, USRC1760783",
        "isrc, 602445868162"
    })
    void other_addresses_and_codes_are_rejected(String name, String value) {
        assertThat(api.send(Call.post("/v1/releases").body(with(name, value))).pointers())
                .containsExactly("/" + name);
    }

    @Test
    void an_artist_needs_an_id_at_one_service() {
        assertThat(api.send(Call.post("/v1/artists").body(Map.of("name", "Nova"))).pointers())
                .containsExactly("/spotifyUri");
        assertThat(
                        api.send(
                                        Call.put("/v1/artists/{artistId}/ids", ApiWorld.ARTIST)
                                                .body(Map.of()))
                                .pointers())
                .containsExactly("/spotifyUri");
    }

    @Test
    void a_flow_whose_release_has_no_id_at_a_service_gets_a_warning() {
        Answer created = api.send(Call.post("/v1/releases").body(with("upc", "602445868162")));
        Answer flow = preSaveFlow(created.text("id"));

        assertThat(flow.list("warnings"))
                .anySatisfy(
                        warning -> {
                            assertThat(warning).containsEntry("pointer", "/steps/0/releaseId");
                            assertThat(String.valueOf(warning.get("detail")))
                                    .contains("no id at Spotify")
                                    .contains("is being searched");
                        })
                .noneMatch(
                        warning -> String.valueOf(warning.get("detail")).contains("Apple Music"));
    }

    private Answer preSaveFlow(String release) {
        return api.send(
                Call.post("/v1/flows")
                        .body(
                                Map.of(
                                        "name",
                                        "Pre-save",
                                        "trigger",
                                        Map.of("type", "sms.keyword", "keyword", "tide"),
                                        "steps",
                                        List.of(
                                                Map.of(
                                                        "type",
                                                        "pre_save",
                                                        "releaseId",
                                                        release)))));
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

    @Test
    void releases_and_artists_are_listed() {
        assertThat(api.send(Call.get("/v1/releases")).list("items"))
                .extracting(it -> it.get("id"))
                .contains(ApiWorld.RELEASE)
                .doesNotHaveDuplicates();
        assertThat(api.send(Call.get("/v1/artists")).list("items"))
                .extracting(it -> it.get("id"))
                .contains(ApiWorld.ARTIST)
                .doesNotHaveDuplicates();
        assertThat(api.send(Call.get("/v1/releases").key(api.otherProject())).list("items"))
                .isEmpty();
    }
}
