package dev.actionflows.domain.inbox;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.releaseday.ReleaseDayJob;
import dev.actionflows.domain.releaseday.ReleaseDayJobStore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A project's releases that need a person. */
public final class InboxReleases {
    /** The releases that are read, in pages of a hundred. */
    public static final int MAX_RELEASES = 300;

    /** The releases whose day is looked at: those that came out last. */
    public static final int MAX_DAYS = 10;

    /** How long a day that has failed is shown. */
    public static final Duration RECENT = Duration.ofDays(30);

    private static final int PAGE = 100;

    private final Catalog catalog;
    private final ReleaseDayJobStore jobs;

    public InboxReleases(Catalog catalog, ReleaseDayJobStore jobs) {
        this.catalog = catalog;
        this.jobs = jobs;
    }

    Inbox of(ProjectId project, Instant now) {
        List<Release> all = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            Page<Release> page = catalog.releases(project, next, PAGE);
            all.addAll(page.items());
            next = page.next();
        } while (next.isPresent() && all.size() < MAX_RELEASES);
        List<Release> releases = all.stream().filter(it -> !it.isCancelled()).toList();
        return new Inbox(
                Stream.concat(
                                failedDays(project, releases, now),
                                notMatched(releases, now, next.isPresent()))
                        .toList(),
                next.isEmpty());
    }

    private Stream<InboxItem> failedDays(ProjectId project, List<Release> all, Instant now) {
        return all.stream()
                .filter(it -> it.isOut(now) && it.outAt().isAfter(now.minus(RECENT)))
                .sorted(Comparator.comparing(Release::outAt).reversed())
                .limit(MAX_DAYS)
                .flatMap(release -> failedDay(project, release, now).stream());
    }

    private Optional<InboxItem> failedDay(ProjectId project, Release release, Instant now) {
        return jobs.find(project, release.id())
                .map(ReleaseDayJobStore.JobProgress::job)
                .filter(job -> job.state(now) == ReleaseDayJob.State.FAILED)
                .map(
                        job ->
                                InboxItem.one(InboxKind.RELEASE_DAY_FAILED)
                                        .of(release.id().value())
                                        .since(
                                                job.end()
                                                        .map(ReleaseDayJob.End::at)
                                                        .orElse(job.startedAt())));
    }

    private static Stream<InboxItem> notMatched(List<Release> all, Instant now, boolean more) {
        Map<String, List<Release>> byReason = new TreeMap<>();
        for (Release release : all) {
            release.serviceIds().byProvider().values().stream()
                    .flatMap(id -> reason(id, release.isOut(now)).stream())
                    .distinct()
                    .forEach(
                            reason ->
                                    byReason.computeIfAbsent(reason, _ -> new ArrayList<>())
                                            .add(release));
        }
        return byReason.entrySet().stream()
                .map(
                        it ->
                                InboxItem.one(InboxKind.RELEASES_NOT_MATCHED)
                                        .of(it.getValue().getFirst().id().value())
                                        .because(it.getKey())
                                        .times(it.getValue().size(), more));
    }

    /**
     * Many services list a release only on its day, and a project without an app at a service does
     * not need the id.
     */
    private static Optional<String> reason(ServiceId id, boolean isOut) {
        return switch (id) {
            case ServiceId.Ambiguous _ -> Optional.of("ambiguous");
            case ServiceId.NoAccess(ServiceId.NoAccessReason why) ->
                    Optional.of(why)
                            .filter(it -> it == ServiceId.NoAccessReason.APP_REJECTED)
                            .map(ServiceId.NoAccessReason::wireName);
            case ServiceId.NotFound(ServiceId.NotFoundReason why, List<ServiceId.Candidate> _) ->
                    Optional.of(why)
                            .filter(it -> isOut || !isOfCatalog(it))
                            .map(ServiceId.NotFoundReason::wireName);
            case ServiceId.Given _, ServiceId.Matched _, ServiceId.Pending(), ServiceId.Absent() ->
                    Optional.empty();
        };
    }

    private static boolean isOfCatalog(ServiceId.NotFoundReason reason) {
        return reason == ServiceId.NotFoundReason.UPC_NOT_IN_CATALOG
                || reason == ServiceId.NotFoundReason.ISRC_NOT_IN_CATALOG;
    }
}
