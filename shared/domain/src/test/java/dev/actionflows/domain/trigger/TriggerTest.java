package dev.actionflows.domain.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ReleaseId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

class TriggerTest {
    private static final Optional<Threshold> NO_THRESHOLD = Optional.empty();
    private static final Threshold THREE = new Threshold(3, Duration.ofDays(30));
    private static final ReleaseId RELEASE = new ReleaseId("rel_0123456789abcdef");
    private static final FlowId FLOW = new FlowId("flow_5h7j9k2m4n6p8q1r");
    private static final ArtistId ARTIST = new ArtistId("art_0123456789abcdef");

    /** Constructs each record with a type, so that its constructor validates it. */
    private static final Map<Class<? extends Trigger>, Function<TriggerType, Trigger>> TYPED =
            Map.of(
                    Trigger.OfRelease.class,
                    type -> new Trigger.OfRelease(type, Optional.of(RELEASE), NO_THRESHOLD),
                    Trigger.OfArtist.class,
                    type -> new Trigger.OfArtist(type, Optional.of(ARTIST), NO_THRESHOLD),
                    Trigger.OfFlow.class,
                    type -> new Trigger.OfFlow(type, Optional.of(FLOW), NO_THRESHOLD),
                    Trigger.Single.class,
                    type -> new Trigger.Single(type, NO_THRESHOLD));

    private static Map<String, Object> document(TriggerType type) {
        Map<String, Object> document = new HashMap<>();
        document.put("type", type.wireName());
        switch (type) {
            case RELEASE_PRESAVED, RELEASE_SAVED, RELEASE_ADDED_TO_LIBRARY, TRACK_LISTENED ->
                    document.put("releaseId", RELEASE.value());
            case ARTIST_FOLLOWED, NEXTSAVE_OPTED_IN -> document.put("artistId", ARTIST.value());
            case SMS_KEYWORD -> document.put("keyword", "PRESAVE");
            case INSTAGRAM_COMMENT -> document.put("postId", "17912345678901234");
            case SEGMENT_ENTERED -> document.put("segmentId", "seg_9x7w5v3t1s0r8q6p");
            case MESSAGE_DELIVERED, LINK_CLICKED -> document.put("flowId", FLOW.value());
            case SMS_OPTED_IN,
                    EMAIL_OPTED_IN,
                    INSTAGRAM_DM,
                    RELEASE_DETECTED,
                    CONNECTION_EXPIRING -> {}
        }
        return document;
    }

    private static Optional<Trigger> decode(Map<String, Object> document, Violations violations) {
        return Trigger.decode(Fields.of(document, violations));
    }

    @ParameterizedTest
    @EnumSource
    void only_the_matching_trigger_class_accepts_a_type(TriggerType type) {
        Trigger decoded = decode(document(type), new Violations()).orElseThrow();

        assertThat(decoded.type()).isEqualTo(type);
        assertThat(decoded.toDocument()).isEqualTo(document(type));
        TYPED.forEach(
                (record, constructor) -> {
                    if (record.isInstance(decoded)) {
                        assertThat(constructor.apply(type)).isEqualTo(decoded);
                    } else {
                        assertThatThrownBy(() -> constructor.apply(type))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining("not " + type);
                    }
                });
    }

    @Test
    void any_release_or_artist_requires_a_threshold() {
        Optional<ReleaseId> anyRelease = Optional.empty();
        Optional<ArtistId> anyArtist = Optional.empty();

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Trigger.OfRelease(
                                        TriggerType.RELEASE_PRESAVED, anyRelease, NO_THRESHOLD))
                .withMessageContaining("threshold");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Trigger.OfArtist(
                                        TriggerType.ARTIST_FOLLOWED, anyArtist, NO_THRESHOLD))
                .withMessageContaining("threshold");
        assertThat(
                        List.of(
                                new Trigger.OfRelease(
                                        TriggerType.RELEASE_PRESAVED,
                                        anyRelease,
                                        Optional.of(THREE)),
                                new Trigger.OfArtist(
                                        TriggerType.ARTIST_FOLLOWED,
                                        anyArtist,
                                        Optional.of(THREE))))
                .extracting(Trigger::scope)
                .containsOnly(TriggerScope.ANY);
    }

    @Test
    void a_document_for_any_release_without_a_threshold_is_a_violation() {
        Violations violations = new Violations();

        Optional<Trigger> trigger =
                decode(Map.of("type", "release.presaved", "releaseId", "*"), violations);

        assertThat(trigger).isEmpty();
        assertThat(violations.found()).extracting(Violation::pointer).containsExactly("/releaseId");
    }

    @Test
    void a_document_for_any_artist_with_an_invalid_threshold_reports_only_the_threshold() {
        Violations violations = new Violations();

        Optional<Trigger> trigger =
                decode(
                        Map.of(
                                "type", "artist.followed",
                                "artistId", "*",
                                "threshold", Map.of("count", 1, "within", "P30D")),
                        violations);

        assertThat(trigger).isEmpty();
        assertThat(violations.found())
                .extracting(Violation::pointer)
                .containsExactly("/threshold/count");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 51})
    void a_threshold_counts_2_to_50_events(int count) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Threshold(count, Duration.ofDays(30)))
                .withMessageContaining("2 to 50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "a|keyword:b", "post:1"})
    void an_invalid_post_id_is_rejected_as_a_scope_of_comments(String post) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new InstagramTrigger.Comment(
                                        Optional.of(post), Optional.empty(), NO_THRESHOLD))
                .withMessageContaining("id of a post");
    }
}
