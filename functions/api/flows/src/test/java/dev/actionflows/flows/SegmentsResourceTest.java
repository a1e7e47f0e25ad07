package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Segments and their members. */
class SegmentsResourceTest {
    private static final String MEMBERS = "/v1/segments/{segmentId}/members";
    private static final String MEMBER = MEMBERS + "/{fanId}";

    private final ApiWorld api = new ApiWorld();

    @Test
    void segments_are_listed_page_by_page() {
        String second = segment("Second");
        api.send(Call.post("/v1/segments").key(api.otherProject()).body(Map.of("name", "Other")));

        Answer first = api.send(Call.get("/v1/segments").query("limit", "2"));
        Answer last =
                api.send(
                        Call.get("/v1/segments")
                                .query("limit", "2")
                                .query("cursor", first.text("next")));

        assertThat(first.list("items")).hasSize(2);
        assertThat(last.json()).containsEntry("next", null);
        // the third is the one of the world
        assertThat(first.body() + last.body())
                .contains(ApiWorld.SEGMENT, second)
                .doesNotContain("Other");
    }

    @Test
    void a_removed_member_is_neither_listed_nor_counted() {
        assertThat(count().json()).containsEntry("count", 1L).containsEntry("next", null);

        Answer removed = api.send(Call.delete(MEMBER, ApiWorld.SEGMENT, ApiWorld.FAN));
        Answer again = api.send(Call.delete(MEMBER, ApiWorld.SEGMENT, ApiWorld.FAN));

        assertThat(removed.status()).isEqualTo(204);
        assertThat(again.status()).isEqualTo(204);
        assertThat(count().json()).containsEntry("count", 0L);
        assertThat(api.send(Call.get(MEMBERS, ApiWorld.SEGMENT)).list("items")).isEmpty();
    }

    @Test
    void another_project_neither_counts_nor_removes_members() {
        String other = api.otherProject();

        assertThat(api.send(Call.get(MEMBERS + "/count", ApiWorld.SEGMENT).key(other)).status())
                .isEqualTo(404);
        assertThat(
                        api.send(Call.delete(MEMBER, ApiWorld.SEGMENT, ApiWorld.FAN).key(other))
                                .status())
                .isEqualTo(404);
        assertThat(count().json()).containsEntry("count", 1L);
    }

    private Answer count() {
        return api.send(Call.get(MEMBERS + "/count", ApiWorld.SEGMENT));
    }

    private String segment(String name) {
        return api.send(Call.post("/v1/segments").body(Map.of("name", name))).text("id");
    }

    @Test
    void segments_are_found_by_the_beginning_of_their_name() {
        for (String name : List.of("Près de Paris", "pres-sale", "Old Fans")) {
            api.send(Call.post("/v1/segments").body(Map.of("name", name)));
        }

        assertThat(names(Call.get("/v1/segments").query("name", "PRES")))
                .containsExactlyInAnyOrder("Près de Paris", "pres-sale");
        assertThat(names(Call.get("/v1/segments").query("name", "paris"))).isEmpty();
        assertThat(api.send(Call.get("/v1/segments").query("name", "-")).pointers())
                .containsExactly("/name");
    }

    @Test
    void a_search_for_a_segment_goes_on_to_the_page_that_has_it() {
        for (int number = 0; number < 5; number++) {
            api.send(Call.post("/v1/segments").body(Map.of("name", "Other " + number)));
        }

        assertThat(names(Call.get("/v1/segments").query("name", "new").query("limit", "1")))
                .containsExactly("New Fans");
    }

    private List<String> names(Call call) {
        List<?> items = (List<?>) Objects.requireNonNull(api.send(call).json().get("items"));
        return items.stream().map(it -> String.valueOf(((Map<?, ?>) it).get("name"))).toList();
    }
}
