package dev.actionflows.domain.management;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.page.ReleasePage;
import dev.actionflows.domain.page.ReleasePageStore;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.HostedPages;
import dev.actionflows.domain.project.ProjectStore;

/** The pages about a project's releases. */
public final class ReleasePageService {
    private final ReleasePageStore pages;
    private final Catalog catalog;
    private final ProjectStore projects;

    public ReleasePageService(ReleasePageStore pages, Catalog catalog, ProjectStore projects) {
        this.pages = pages;
        this.catalog = catalog;
        this.projects = projects;
    }

    /**
     * A page and its address.
     *
     * @param url where fans see it
     */
    public record Published(ReleasePage page, String url) {}

    /**
     * @throws ProblemException NOT_FOUND if there is no such release, or it has no page
     */
    public Published get(ProjectId project, ReleaseId release) {
        return pages.of(project, release)
                .map(this::published)
                .orElseThrow(() -> ProblemException.notFound("the release has no page"));
    }

    /**
     * Publishes a page, or changes it.
     *
     * @throws ProblemException NOT_FOUND if there is no such release; INVALID_REQUEST if there is
     *     no such artist; STATE_CONFLICT if the slug belongs to another page, or the page to
     *     another slug
     */
    public Published put(ReleasePage page) {
        requireRelease(page.project(), page.release());
        if (page.content()
                .artist()
                .filter(id -> catalog.findArtist(page.project(), id).isEmpty())
                .isPresent()) {
            throw ProblemException.invalid("/artistId", "does not exist in the project");
        }
        return switch (pages.put(page)) {
            case DONE -> published(page);
            case SLUG_TAKEN ->
                    throw new ProblemException(
                            ErrorCode.STATE_CONFLICT,
                            "slug is taken by the page of another release; choose another one");
            case OTHER_SLUG ->
                    throw new ProblemException(
                            ErrorCode.STATE_CONFLICT,
                            "slug cannot be changed, because its address may have been shared;"
                                    + " delete the page to give the address up");
        };
    }

    /**
     * Removes the page, if there is one. Its address becomes free.
     *
     * @throws ProblemException NOT_FOUND if there is no such release
     */
    public void remove(ProjectId project, ReleaseId release) {
        requireRelease(project, release);
        pages.remove(project, release);
    }

    private void requireRelease(ProjectId project, ReleaseId release) {
        if (catalog.findRelease(project, release).isEmpty()) {
            throw ProblemException.notFound("no such release: " + release);
        }
    }

    private Published published(ReleasePage page) {
        return new Published(
                page,
                HostedPages.url(projects.find(page.project()).orElseThrow(), page.slug().text()));
    }
}
