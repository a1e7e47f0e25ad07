package dev.actionflows.domain.page;

import dev.actionflows.domain.connect.ConnectStart;
import dev.actionflows.domain.connect.FanAction;
import dev.actionflows.domain.embed.EventRequest;
import dev.actionflows.domain.embed.PageEvents;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.InstantSource;
import java.util.Optional;

/**
 * Visits of pages about releases. A page is one of the project's own pages: what a visitor does
 * there counts as on a page of the label ({@link PageEvents}), and is limited as there. A visitor
 * is known by the token in a cookie, which the page gets when the fan has proven an address or has
 * connected a streaming account.
 */
public final class ReleasePageVisits {
    private final ReleasePageStore pages;
    private final ProjectStore projects;
    private final Catalog catalog;
    private final ConnectionStore connections;
    private final PageEvents events;
    private final PageVisitors visitors;
    private final InstantSource clock;

    public ReleasePageVisits(
            ReleasePageStore pages,
            ProjectStore projects,
            Catalog catalog,
            ConnectionStore connections,
            PageEvents events,
            PageVisitors visitors,
            InstantSource clock) {
        this.pages = pages;
        this.projects = projects;
        this.catalog = catalog;
        this.connections = connections;
        this.events = events;
        this.visitors = visitors;
        this.clock = clock;
    }

    /** Finds the page with this slug. */
    public Optional<OpenPage> open(Slug slug) {
        return pages.find(slug).flatMap(this::open);
    }

    private Optional<OpenPage> open(ReleasePage page) {
        Optional<Project> project = projects.find(page.project());
        Optional<Release> release = catalog.findRelease(page.project(), page.release());
        return project.flatMap(
                it ->
                        release.map(
                                found ->
                                        new OpenPage(
                                                page,
                                                it,
                                                found,
                                                page.content()
                                                        .artist()
                                                        .flatMap(
                                                                id ->
                                                                        catalog.findArtist(
                                                                                it.id(), id)),
                                                clock.instant())));
    }

    /**
     * Does what the page offers at the fan's streaming service, if the fan is known and connected
     * there. Idempotent.
     *
     * @throws ProblemException RATE_LIMITED; TRY_AGAIN
     */
    public OfferResult accept(OpenPage page, PageOffer offer, PageVisit visit) {
        visitors.count(page, visit);
        Optional<String> token = tokenOfFanConnectedAt(page.project(), offer, visit);
        if (token.isEmpty()) {
            return connectFirst(page, offer);
        }
        try {
            events.receive(
                    page.project(),
                    request(page, offer, visit.id(), token),
                    visit.client(),
                    visit.deadline());
            return new OfferResult.Done();
        } catch (ProblemException e) {
            return switch (e.code()) {
                // the connection or the fan has ended just now
                case NOT_CONNECTED, INVALID_REQUEST -> connectFirst(page, offer);
                case STATE_CONFLICT -> new OfferResult.Refused();
                default -> throw e;
            };
        }
    }

    private static OfferResult connectFirst(OpenPage page, PageOffer offer) {
        return new OfferResult.ConnectFirst(
                ConnectStart.link(page.project(), offer.provider(), offer.action(), page.url()));
    }

    private Optional<String> tokenOfFanConnectedAt(
            Project project, PageOffer offer, PageVisit visit) {
        return visit.fanToken()
                .filter(
                        token ->
                                visitors.fan(project, token)
                                        .filter(fan -> isConnected(project, fan, offer))
                                        .isPresent());
    }

    private boolean isConnected(Project project, Fan fan, PageOffer offer) {
        return connections.connections(project.id(), fan).stream()
                .anyMatch(it -> it.provider() == offer.provider() && it.isUsable(clock.instant()));
    }

    private static EventRequest request(
            OpenPage page, PageOffer offer, String id, Optional<String> token) {
        Optional<ReleaseId> release =
                switch (offer.action()) {
                    case FanAction.PreSave(var it) -> Optional.of(it);
                    case FanAction.AddToLibrary(var it) -> Optional.of(it);
                    case FanAction.Follow _, FanAction.NextSave _ -> Optional.empty();
                };
        Optional<ArtistId> artist =
                release.isPresent() ? Optional.empty() : page.content().artist();
        return new EventRequest(
                "",
                // one form has several buttons, and browsers keep it when the visitor goes back
                Optional.of(offer.name() + "." + id),
                offer.action().trigger(),
                Optional.empty(),
                Optional.empty(),
                token,
                Optional.empty(),
                release,
                artist,
                Optional.empty(),
                Optional.of(page.url()));
    }

    /**
     * Notes that a known fan has listened to the page's track. Idempotent.
     *
     * @return whether it was noted; false if nobody knows who the visitor is
     * @throws ProblemException RATE_LIMITED; TRY_AGAIN
     */
    public boolean listened(OpenPage page, PageVisit visit) {
        if (visit.fanToken().isEmpty()) {
            return false;
        }
        visitors.count(page, visit);
        Optional<String> token = visitors.token(page, visit);
        if (token.isEmpty() || page.content().track().isEmpty()) {
            return false;
        }
        events.receive(
                page.project(),
                new EventRequest(
                        "",
                        Optional.of(visit.id()),
                        TriggerType.TRACK_LISTENED,
                        Optional.empty(),
                        Optional.empty(),
                        token,
                        Optional.empty(),
                        Optional.of(page.release().id()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(page.url())),
                visit.client(),
                visit.deadline());
        return true;
    }
}
