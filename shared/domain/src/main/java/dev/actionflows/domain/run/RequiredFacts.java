package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;

import java.util.Optional;

/**
 * The facts that a step needs, so that exactly these are read, and in one read.
 *
 * @param artist an artist of the project
 * @param fresh whether cached values are excluded, as for a second look
 * @param instagram the project's Instagram account
 * @param conditions what conditions are about
 * @param listeners what the project's active flows listen to
 */
public record RequiredFacts(
        boolean project,
        boolean fan,
        boolean connections,
        Optional<ReleaseId> release,
        Optional<ArtistId> artist,
        boolean fresh,
        boolean instagram,
        ConditionFacts conditions,
        boolean listeners) {
    private static final RequiredFacts NOTHING =
            new RequiredFacts(
                    false,
                    false,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    false,
                    ConditionFacts.NONE,
                    false);

    public static RequiredFacts nothing() {
        return NOTHING;
    }

    public RequiredFacts withProject() {
        return new RequiredFacts(
                true, fan, connections, release, artist, fresh, instagram, conditions, listeners);
    }

    public RequiredFacts withFan() {
        return new RequiredFacts(
                project,
                true,
                connections,
                release,
                artist,
                fresh,
                instagram,
                conditions,
                listeners);
    }

    public RequiredFacts withConnections() {
        return new RequiredFacts(
                project, fan, true, release, artist, fresh, instagram, conditions, listeners);
    }

    public RequiredFacts withRelease(ReleaseId id) {
        return new RequiredFacts(
                project,
                fan,
                connections,
                Optional.of(id),
                artist,
                fresh,
                instagram,
                conditions,
                listeners);
    }

    public RequiredFacts withArtist(ArtistId id) {
        return new RequiredFacts(
                project,
                fan,
                connections,
                release,
                Optional.of(id),
                fresh,
                instagram,
                conditions,
                listeners);
    }

    public RequiredFacts withInstagram() {
        return new RequiredFacts(
                project, fan, connections, release, artist, fresh, true, conditions, listeners);
    }

    /** With what tells whether any flow listens to an event of the fan. */
    public RequiredFacts withListeners() {
        return new RequiredFacts(
                true, fan, connections, release, artist, fresh, instagram, conditions, true);
    }

    /** With what conditions are about; consents need the fan and the project. */
    public RequiredFacts withConditions(ConditionFacts about) {
        boolean consents = !about.consents().isEmpty();
        return new RequiredFacts(
                project || consents,
                fan || !about.areNone(),
                connections,
                release,
                artist,
                fresh,
                instagram,
                conditions.and(about),
                listeners);
    }

    /** Whether conditions are about more than the other facts. */
    public boolean hasConditions() {
        return !conditions.areNone();
    }

    /** The same facts, without cached values. */
    public RequiredFacts asOfNow() {
        return new RequiredFacts(
                project, fan, connections, release, artist, true, instagram, conditions, listeners);
    }

    /** Whether these facts include all of the others. */
    boolean include(RequiredFacts others) {
        return (project || !others.project)
                && (fan || !others.fan)
                && (connections || !others.connections)
                && (others.release.isEmpty() || release.equals(others.release))
                && (others.artist.isEmpty() || artist.equals(others.artist))
                && (instagram || !others.instagram)
                && conditions.containsAll(others.conditions)
                && (listeners || !others.listeners);
    }

    /**
     * These facts and the others.
     *
     * @return empty if they are about two releases or two artists, which one read does not return
     */
    Optional<RequiredFacts> and(RequiredFacts others) {
        if (differ(release, others.release) || differ(artist, others.artist)) {
            return Optional.empty();
        }
        return Optional.of(
                new RequiredFacts(
                        project || others.project,
                        fan || others.fan,
                        connections || others.connections,
                        release.or(others::release),
                        artist.or(others::artist),
                        fresh || others.fresh,
                        instagram || others.instagram,
                        conditions.and(others.conditions),
                        listeners || others.listeners));
    }

    private static <T> boolean differ(Optional<T> one, Optional<T> other) {
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }
}
