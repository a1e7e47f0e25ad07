package dev.actionflows.domain.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.step.LibraryItem;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class FlowDefinitionTest {
    private static final Map<String, Object> DOCUMENT =
            Map.of(
                    "name", "Pre-save by text",
                    "trigger", Map.of("type", "sms.keyword", "keyword", "PRESAVE"),
                    "steps",
                            List.of(
                                    Map.of(
                                            "type",
                                            "pre_save",
                                            "releaseId",
                                            "rel_0123456789abcdef",
                                            "onUnmet",
                                            "defer"),
                                    Map.of(
                                            "type",
                                            "follow_artist",
                                            "artist",
                                            Map.of(
                                                    "spotifyUri",
                                                    "spotify:artist:0TnOYISbd1XYRBk9myaseg"),
                                            "onUnmet",
                                            "skip"),
                                    Map.of(
                                            "type",
                                            "add_to_segment",
                                            "segmentId",
                                            "seg_0123456789abcdef"),
                                    Map.of("type", "send_text", "text", "Hi", "onUnmet", "hold")),
                    "reEntry", "once",
                    "onFailure", "stop");

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> changed = new HashMap<>(DOCUMENT);
        changed.put(name, value);
        return changed;
    }

    private static List<Violation> violationsOf(Map<String, Object> document) {
        ProblemException problem =
                catchThrowableOfType(ProblemException.class, () -> FlowDefinition.decode(document));
        assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        return problem.violations();
    }

    @Test
    void a_document_is_read_and_written_back_unchanged() {
        assertThat(FlowDefinition.decode(DOCUMENT).toDocument()).isEqualTo(DOCUMENT);
    }

    @Test
    void policies_have_defaults() {
        Map<String, Object> bare = new HashMap<>(DOCUMENT);
        bare.remove("reEntry");
        bare.remove("onFailure");
        bare.put("steps", List.of(Map.of("type", "send_text", "text", "Hi")));

        FlowDefinition definition = FlowDefinition.decode(bare);

        assertThat(definition.reEntry()).isEqualTo(ReEntry.EVERY_EVENT);
        assertThat(definition.onFailure()).isEqualTo(OnFailure.CONTINUE);
        assertThat(definition.steps().getFirst().onUnmet()).isEqualTo(OnUnmet.HOLD);
    }

    @Test
    void every_violation_is_reported_with_its_pointer() {
        Map<String, Object> document = new HashMap<>();
        document.put("name", " ");
        document.put("trigger", Map.of("type", "sms.keyword", "keyword", "STOP"));
        document.put(
                "steps",
                List.of(
                        Map.of("type", "pre_save", "releaseId", 7),
                        "no object",
                        Map.of("type", "send_text", "text", "{{nobody}}", "colour", "red"),
                        Map.of("type", "dance")));
        document.put("on/Failure", "~");

        assertThat(violationsOf(document))
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder(
                        "/name",
                        "/trigger/keyword",
                        "/steps/0/releaseId",
                        "/steps/1",
                        "/steps/2/text",
                        "/steps/2/colour",
                        "/steps/3/type",
                        "/on~1Failure");
    }

    @Test
    void an_empty_document_reports_the_required_properties() {
        assertThat(violationsOf(Map.of()))
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("/name", "/trigger", "/steps");
    }

    @Test
    void an_artist_needs_an_id_at_a_provider() {
        assertThat(
                        violationsOf(
                                with(
                                        "steps",
                                        List.of(
                                                Map.of(
                                                        "type",
                                                        "follow_artist",
                                                        "artist",
                                                        Map.of())))))
                .extracting(Violation::pointer)
                .containsExactly("/steps/0/artist/spotifyUri");
    }

    @Test
    void an_album_is_not_accepted_as_an_artist() {
        assertThat(
                        violationsOf(
                                with(
                                        "steps",
                                        List.of(
                                                Map.of(
                                                        "type",
                                                        "follow_artist",
                                                        "artist",
                                                        Map.of(
                                                                "spotifyUri",
                                                                "spotify:album:4aawyAB9vmqN3uQ7FjRGTy"))))))
                .extracting(Violation::pointer)
                .contains("/steps/0/artist/spotifyUri");
    }

    @Test
    void a_library_step_has_exactly_one_item() {
        Map<String, Object> track = Map.of("spotifyUri", "spotify:track:11dFghVXANMlKmJXsNCbNl");
        Map<String, Object> playlist = Map.of("appleMusicId", "pl.u-8aAVZAPCLDV0zYa");

        assertThat(violationsOf(library(Map.of())))
                .containsExactly(
                        new Violation(
                                "/steps/0/releaseId",
                                "is required unless the step has a track or a playlist"));
        assertThat(violationsOf(library(Map.of("track", track, "playlist", playlist))))
                .containsExactly(
                        new Violation(
                                "/steps/0/playlist",
                                "must not be given together with track: a step adds one of them"));
        assertThat(FlowDefinition.decode(library(Map.of("track", track))).steps())
                .containsExactly(
                        new Step.AddToLibrary(
                                new LibraryItem.Track(
                                        new ProviderIds(
                                                Map.of(
                                                        StreamingProvider.SPOTIFY,
                                                        "spotify:track:11dFghVXANMlKmJXsNCbNl"))),
                                OnUnmet.DEFER));
        assertThat(
                        FlowDefinition.decode(library(Map.of("playlist", playlist)))
                                .steps()
                                .getFirst()
                                .toDocument())
                .containsEntry("playlist", playlist);
    }

    @Test
    void a_playlist_has_ids_of_its_own_form() {
        Map<String, Object> ids =
                Map.of(
                        "spotifyUri", "spotify:track:11dFghVXANMlKmJXsNCbNl",
                        "appleMusicId", "1577502911");

        assertThat(violationsOf(library(Map.of("playlist", ids))))
                .extracting(Violation::pointer)
                .contains("/steps/0/playlist/spotifyUri", "/steps/0/playlist/appleMusicId");
    }

    private static Map<String, Object> library(Map<String, Object> item) {
        Map<String, Object> step = new LinkedHashMap<>(item);
        step.put("type", "add_to_library");
        return with("steps", List.of(step));
    }

    @Test
    void too_many_steps_are_rejected() {
        Map<String, Object> step = Map.of("type", "send_text", "text", "Hi");
        assertThatThrownBy(
                        () ->
                                FlowDefinition.decode(
                                        with("steps", java.util.Collections.nCopies(26, step))))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void a_stored_flow_can_be_read_after_its_keyword_became_reserved() {
        Map<String, Object> document =
                with("trigger", Map.of("type", "sms.keyword", "keyword", "HELP"));

        assertThat(FlowDefinition.decodeStored(document).trigger().scope()).isEqualTo("help");
        assertThatThrownBy(() -> FlowDefinition.decode(document))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void a_stored_flow_can_be_read_after_a_tag_was_removed() {
        Map<String, Object> text = Map.of("type", "send_text", "text", "Hi {{shoe_size}}");
        Map<String, Object> email =
                Map.of("type", "send_email", "subject", "{{shoe_size}}", "body", "{{shoe_size}}");
        Map<String, Object> document = with("steps", List.of(text, email));

        assertThat(FlowDefinition.decodeStored(document).steps())
                .extracting(step -> step.properties().values().toString())
                .allSatisfy(properties -> assertThat(properties).contains("{{shoe_size}}"))
                .hasSize(2);
        assertThat(
                        catchThrowableOfType(
                                        ProblemException.class,
                                        () -> FlowDefinition.decode(document))
                                .violations())
                .extracting(Violation::pointer)
                .containsExactly("/steps/0/text", "/steps/1/subject", "/steps/1/body");
    }

    @Test
    void a_stored_flow_does_not_lose_a_step_with_an_invalid_text() {
        Map<String, Object> tooLong = Map.of("type", "send_text", "text", "x".repeat(2_000));
        Map<String, Object> document = with("steps", List.of(tooLong));

        assertThatThrownBy(() -> FlowDefinition.decodeStored(document))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/steps/0/text");
    }

    @Test
    void a_stored_flow_with_an_unknown_step_cannot_be_read() {
        Map<String, Object> document =
                with(
                        "steps",
                        List.of(
                                Map.of("type", "send_text", "text", "Hi"),
                                Map.of("type", "dance")));

        assertThatThrownBy(() -> FlowDefinition.decodeStored(document))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/steps/1/type")
                .hasMessageNotContaining("Hi");
        assertThatThrownBy(() -> FlowDefinition.decodeStored(with("reEntry", "never")))
                .isInstanceOf(IllegalStateException.class);
    }
}
