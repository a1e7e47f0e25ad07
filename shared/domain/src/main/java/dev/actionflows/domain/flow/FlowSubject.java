package dev.actionflows.domain.flow;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The release and the artist that a flow is about: those of the event that started the run, or else
 * the only release and the only artist that its steps refer to.
 *
 * @param release empty if there is none, or if it is only known once a run has started
 * @param artist the same; empty if the event is about a release, which has an artist's name
 * @param hasRelease whether every run has a release
 * @param hasArtist whether every run has an artist, be it that of its release
 */
public record FlowSubject(
        Optional<ReleaseId> release,
        Optional<ArtistId> artist,
        boolean hasRelease,
        boolean hasArtist) {
    /** What kind of thing an event is about. */
    private enum About {
        RELEASE,
        ARTIST,
        NEITHER
    }

    /** What is known of all runs of a flow. */
    public static FlowSubject of(FlowDefinition definition) {
        Trigger trigger = definition.trigger();
        About about = about(trigger.type());
        return of(
                about == About.RELEASE ? trigger.referredRelease() : onlyRelease(definition),
                about == About.NEITHER ? onlyArtist(definition) : trigger.referredArtist(),
                about);
    }

    /** What a run is about that this event started. */
    public static FlowSubject of(FlowDefinition definition, FanEvent event) {
        return of(definition, event.type(), idOf(event));
    }

    /** The id of the release or artist that an event is about; empty if it is about neither. */
    public static Optional<String> idOf(FanEvent event) {
        return about(event.type()) == About.NEITHER ? Optional.empty() : Optional.of(event.scope());
    }

    /**
     * What a run is about.
     *
     * @param type of the event that started it
     * @param id see {@link #idOf}
     */
    public static FlowSubject of(FlowDefinition definition, TriggerType type, Optional<String> id) {
        About about = about(type);
        Optional<ReleaseId> named =
                about == About.RELEASE ? id.flatMap(ReleaseId::parse) : Optional.empty();
        return of(
                named.or(() -> onlyRelease(definition)),
                switch (about) {
                    case ARTIST -> id.flatMap(ArtistId::parse);
                    case RELEASE -> Optional.empty();
                    case NEITHER -> onlyArtist(definition);
                },
                about);
    }

    private static FlowSubject of(
            Optional<ReleaseId> release, Optional<ArtistId> artist, About about) {
        boolean hasRelease = release.isPresent() || about == About.RELEASE;
        boolean hasArtist = hasRelease || artist.isPresent() || about == About.ARTIST;
        return new FlowSubject(release, artist, hasRelease, hasArtist);
    }

    private static Optional<ReleaseId> onlyRelease(FlowDefinition definition) {
        return only(definition, Step::referredRelease);
    }

    private static Optional<ArtistId> onlyArtist(FlowDefinition definition) {
        return only(definition, Step::referredArtist);
    }

    private static <T> Optional<T> only(
            FlowDefinition definition, Function<Step, Optional<T>> reference) {
        List<T> referred =
                definition.steps().stream()
                        .map(reference)
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList();
        return referred.size() == 1 ? Optional.of(referred.getFirst()) : Optional.empty();
    }

    private static About about(TriggerType type) {
        return switch (type) {
            case RELEASE_PRESAVED,
                    RELEASE_SAVED,
                    RELEASE_ADDED_TO_LIBRARY,
                    TRACK_LISTENED,
                    RELEASE_DETECTED ->
                    About.RELEASE;
            case ARTIST_FOLLOWED, NEXTSAVE_OPTED_IN -> About.ARTIST;
            case SEGMENT_ENTERED,
                    MESSAGE_DELIVERED,
                    LINK_CLICKED,
                    SMS_OPTED_IN,
                    EMAIL_OPTED_IN,
                    SMS_KEYWORD,
                    INSTAGRAM_DM,
                    INSTAGRAM_COMMENT,
                    CONNECTION_EXPIRING ->
                    About.NEITHER;
        };
    }
}
