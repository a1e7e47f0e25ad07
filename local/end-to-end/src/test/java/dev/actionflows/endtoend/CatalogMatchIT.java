package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Optional;

/** The ids of releases are searched at the services. */
class CatalogMatchIT {
    private final Label label = Label.ready(Deployment.express());

    @Test
    void a_release_is_found_by_its_upc() {
        assertThat(foundBy("upc", "602445868162"))
                .containsEntry("spotifyUri", "spotify:album:localalbum602445868162")
                .containsEntry("appleMusicId", null);
    }

    @Test
    void a_release_is_found_by_the_isrc_of_a_recording() {
        assertThat(foundBy("isrc", "US-RC1-76-07839"))
                .containsEntry("isrc", "USRC17607839")
                .containsEntry("upc", "602445868162")
                .containsEntry("spotifyUri", "spotify:album:4aawyAB9vmqN3uQ7FjRGTy")
                .containsEntry("appleMusicId", null);
    }

    private Map<String, @Nullable Object> foundBy(String name, String code) {
        Map<String, @Nullable Object> created =
                label.deployment
                        .post(
                                "/v1/releases",
                                label.secretKey,
                                Map.of(
                                        "title",
                                        "Low Tide",
                                        "artistName",
                                        "Night Harbour",
                                        "releaseDate",
                                        "2027-02-26",
                                        name,
                                        code))
                        .json(201);
        return Label.eventually(
                "the release is found at Spotify",
                () ->
                        Optional.of(
                                        label.deployment
                                                .get(
                                                        "/v1/releases/" + created.get("id"),
                                                        label.secretKey)
                                                .json(200))
                                .filter(it -> it.get("spotifyUri") != null));
    }
}
