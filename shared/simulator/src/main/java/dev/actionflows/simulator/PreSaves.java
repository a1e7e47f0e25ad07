package dev.actionflows.simulator;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Member;
import dev.actionflows.domain.project.PreSaveStore;

import java.time.Instant;
import java.util.Optional;

/**
 * The store of pre-saves, watched unless the function of detected releases calls it: a fan who
 * wants all releases is registered for a cancelled one, too, which may be reinstated.
 */
final class PreSaves implements PreSaveStore {
    private final Kernel kernel;
    private final PreSaveStore watched;
    private final PreSaveStore unwatched;

    PreSaves(Kernel kernel, PreSaveStore watched, PreSaveStore unwatched) {
        this.kernel = kernel;
        this.watched = watched;
        this.unwatched = unwatched;
    }

    private PreSaveStore store() {
        return kernel.inProcess() && kernel.current().name().startsWith("release-detected ")
                ? unwatched
                : watched;
    }

    @Override
    public void registerPreSave(ProjectId project, ReleaseId release, FanId fan, Instant at) {
        store().registerPreSave(project, release, fan, at);
    }

    @Override
    public void registerNextSave(ProjectId project, ArtistId artist, FanId fan, Instant at) {
        store().registerNextSave(project, artist, fan, at);
    }

    @Override
    public Page<Member> nextSaves(
            ProjectId project, ArtistId artist, Optional<String> cursor, int limit) {
        return store().nextSaves(project, artist, cursor, limit);
    }

    @Override
    public Page<Member> nextSavesBetween(
            ProjectId project, ArtistId artist, String cursor, String next, int limit) {
        return store().nextSavesBetween(project, artist, cursor, next, limit);
    }
}
