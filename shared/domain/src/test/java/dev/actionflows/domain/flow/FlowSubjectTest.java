package dev.actionflows.domain.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.step.NextSaveStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.trigger.Threshold;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

class FlowSubjectTest {
    private static final ReleaseId RELEASE = Samples.release().id();
    private static final ReleaseId OTHER = Samples.release().id();
    private static final ArtistId ARTIST = Samples.artist().id();
    private static final Optional<Threshold> THRESHOLD =
            Optional.of(new Threshold(2, Duration.ofHours(1)));

    private static final Trigger KEYWORD = Trigger.SmsKeyword.of("presave");

    private static FlowDefinition flow(Trigger trigger, ReleaseId... releases) {
        List<Step> steps =
                Arrays.stream(releases)
                        .<Step>map(id -> new Step.PreSave(id, OnUnmet.DEFER))
                        .toList();
        return flowOf(trigger, steps.toArray(Step[]::new));
    }

    private static FlowDefinition flowOf(Trigger trigger, Step... steps) {
        return new FlowDefinition(
                "Flow", trigger, List.of(steps), ReEntry.EVERY_EVENT, OnFailure.CONTINUE);
    }

    private static FlowSubject of(FlowDefinition flow, TriggerType type, String scope) {
        return FlowSubject.of(flow, new FanEvent(new EventId("api:1"), type, scope, Samples.NOW));
    }

    private static FlowSubject none() {
        return new FlowSubject(Optional.empty(), Optional.empty(), false, false);
    }

    private static FlowSubject release(ReleaseId id) {
        return new FlowSubject(Optional.of(id), Optional.empty(), true, true);
    }

    @Test
    void the_release_of_the_event_comes_before_those_of_the_steps() {
        FlowDefinition any =
                flow(
                        new Trigger.OfRelease(
                                TriggerType.RELEASE_ADDED_TO_LIBRARY, Optional.empty(), THRESHOLD),
                        OTHER);

        assertThat(of(any, TriggerType.RELEASE_ADDED_TO_LIBRARY, RELEASE.value()))
                .isEqualTo(release(RELEASE));
        assertThat(FlowSubject.of(any))
                .isEqualTo(new FlowSubject(Optional.empty(), Optional.empty(), true, true));
    }

    @Test
    void a_detected_release_is_known_once_the_run_has_started() {
        FlowDefinition detected =
                flow(new Trigger.Single(TriggerType.RELEASE_DETECTED, Optional.empty()));

        assertThat(of(detected, TriggerType.RELEASE_DETECTED, RELEASE.value()))
                .isEqualTo(release(RELEASE));
        assertThat(FlowSubject.of(detected).hasRelease()).isTrue();
        assertThat(FlowSubject.of(detected).release()).isEmpty();
    }

    @Test
    void a_release_that_the_trigger_names_is_known_from_the_start() {
        Trigger trigger =
                new Trigger.OfRelease(
                        TriggerType.RELEASE_PRESAVED, Optional.of(RELEASE), Optional.empty());

        assertThat(FlowSubject.of(flow(trigger))).isEqualTo(release(RELEASE));
    }

    @Test
    void without_a_release_in_the_event_the_only_one_of_the_steps_counts() {
        assertThat(FlowSubject.of(flow(KEYWORD, RELEASE, RELEASE))).isEqualTo(release(RELEASE));
        assertThat(of(flow(KEYWORD, RELEASE), TriggerType.SMS_KEYWORD, "presave"))
                .isEqualTo(release(RELEASE));
        assertThat(FlowSubject.of(flow(KEYWORD, RELEASE, OTHER))).isEqualTo(none());
        assertThat(FlowSubject.of(flow(KEYWORD))).isEqualTo(none());
    }

    @Test
    void without_a_release_or_an_artist_in_the_event_the_only_artist_of_the_steps_counts() {
        FlowDefinition one = flowOf(KEYWORD, nextSave(ARTIST), nextSave(ARTIST));
        FlowDefinition two = flowOf(KEYWORD, nextSave(ARTIST), nextSave(Samples.artist().id()));
        FlowSubject expected = new FlowSubject(Optional.empty(), Optional.of(ARTIST), false, true);

        assertThat(FlowSubject.of(one)).isEqualTo(expected);
        assertThat(of(one, TriggerType.SMS_KEYWORD, "presave")).isEqualTo(expected);
        assertThat(FlowSubject.of(two)).isEqualTo(none());
    }

    @Test
    void the_artist_of_the_event_comes_before_those_of_the_steps() {
        Trigger any =
                new Trigger.OfArtist(TriggerType.ARTIST_FOLLOWED, Optional.empty(), THRESHOLD);
        FlowDefinition flow = flowOf(any, nextSave(Samples.artist().id()));

        assertThat(FlowSubject.of(flow))
                .isEqualTo(new FlowSubject(Optional.empty(), Optional.empty(), false, true));
        assertThat(of(flow, TriggerType.ARTIST_FOLLOWED, ARTIST.value()).artist()).contains(ARTIST);
    }

    private static Step nextSave(ArtistId artist) {
        return new NextSaveStep(artist, OnUnmet.DEFER);
    }

    @Test
    void a_keyword_that_looks_like_the_id_of_a_release_is_a_keyword() {
        assertThat(of(flow(KEYWORD), TriggerType.SMS_KEYWORD, RELEASE.value())).isEqualTo(none());
    }

    @Test
    void an_event_about_an_artist_has_an_artist_and_no_release() {
        FlowDefinition followed =
                flow(
                        new Trigger.OfArtist(
                                TriggerType.ARTIST_FOLLOWED,
                                Optional.of(ARTIST),
                                Optional.empty()));
        FlowSubject expected = new FlowSubject(Optional.empty(), Optional.of(ARTIST), false, true);

        assertThat(FlowSubject.of(followed)).isEqualTo(expected);
        assertThat(of(followed, TriggerType.ARTIST_FOLLOWED, ARTIST.value())).isEqualTo(expected);
    }
}
