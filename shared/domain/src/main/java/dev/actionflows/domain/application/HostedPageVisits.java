package dev.actionflows.domain.application;

import dev.actionflows.domain.page.PageSignUps;
import dev.actionflows.domain.page.PageVisitors;
import dev.actionflows.domain.page.ReleasePageVisits;

/** The use cases of visitors of our pages, built like those of {@link Application}. */
public final class HostedPageVisits {
    private final Ports ports;
    private final Application application;

    public HostedPageVisits(Ports ports) {
        this.ports = ports;
        this.application = new Application(ports);
    }

    public ReleasePageVisits releasePages() {
        return new ReleasePageVisits(
                ports.releasePages(),
                ports.projects(),
                ports.catalog(),
                ports.connections(),
                application.pageEvents(),
                visitors(),
                ports.clock());
    }

    public PageSignUps signUps() {
        return new PageSignUps(application.pageEvents(), application.verifications(), visitors());
    }

    private PageVisitors visitors() {
        return new PageVisitors(
                ports.fans(), application.rateLimiter(), ports.vault(), ports.clock());
    }
}
