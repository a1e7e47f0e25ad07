package dev.actionflows.benchmarks;

import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.page.PageContent;
import dev.actionflows.domain.page.ReleasePage;
import dev.actionflows.domain.page.Slug;

/** A page about a release, and a request for it. */
final class ReleasePageSample {
    private static final String UNKNOWN = "no-such-page";
    private static final Slug SLUG = new Slug("low-tide");

    private ReleasePageSample() {}

    /** Publishes the page, and asks for it as the sample asks for one that does not exist. */
    static String request(Ports ports, StandInAws aws, ProjectId project, ReleaseId release) {
        ports.releasePages().put(new ReleasePage(SLUG, project, release, PageContent.none()));
        aws.takeCalls();
        return Built.text("events/release-pages/invalid-unknown.json")
                .replace(UNKNOWN, SLUG.text());
    }
}
