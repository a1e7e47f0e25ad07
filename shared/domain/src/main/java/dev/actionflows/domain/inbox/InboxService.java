package dev.actionflows.domain.inbox;

import dev.actionflows.domain.messaging.budget.CreditPool;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.project.InstagramAccess;
import dev.actionflows.domain.project.InstagramAccount;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.StreamingAppStates;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.SetAsideRunStore;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.usage.CreditThreshold;
import dev.actionflows.domain.usage.UsageStore;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Collects what needs a person in one project from what is stored anyway, in a bounded number of
 * reads. Eventually consistent: figures of steps and alerts about credits are usually seconds old.
 */
public final class InboxService {
    /**
     * The runs of the whole deployment that are set aside and looked at. An alarm tells of more
     * than a few.
     */
    public static final int MAX_ASIDE = 1_000;

    /** Tokens are refreshed thirty days before they expire; by then, that has failed for weeks. */
    public static final Duration EXPIRES_SOON = Duration.ofDays(14);

    private final InboxSteps steps;
    private final InboxReleases releases;
    private final InstagramAccountStore instagram;
    private final UsageStore usage;
    private final SetAsideRunStore aside;
    private final InstantSource clock;

    public InboxService(
            InboxSteps steps,
            InboxReleases releases,
            InstagramAccountStore instagram,
            UsageStore usage,
            SetAsideRunStore aside,
            InstantSource clock) {
        this.steps = steps;
        this.releases = releases;
        this.instagram = instagram;
        this.usage = usage;
        this.aside = aside;
        this.clock = clock;
    }

    /** What needs a person now. */
    public Inbox of(Project project) {
        Instant now = clock.instant();
        List<InboxItem> items = new ArrayList<>();
        if (project.limits().stopped()) {
            items.add(InboxItem.one(InboxKind.SENDING_STOPPED));
        }
        items.addAll(credits(project, now));
        instagram
                .find(project.id())
                .flatMap(InstagramAccount::access)
                .flatMap(access -> token(access, now))
                .ifPresent(items::add);
        items.addAll(limitedApps(project, now));
        Inbox ofReleases = releases.of(project.id(), now);
        items.addAll(ofReleases.items());
        asideOf(project).ifPresent(items::add);
        Inbox ofSteps = steps.of(project.id(), now);
        items.addAll(ofSteps.items());
        items.sort(Comparator.comparing(InboxItem::kind));
        return new Inbox(items, ofReleases.complete() && ofSteps.complete());
    }

    /** By the alerts, since what is used up is spread over a hundred items. */
    private List<InboxItem> credits(Project project, Instant now) {
        CreditLimits limits = project.limits().credits();
        List<InboxItem> items = new ArrayList<>();
        used(project, Optional.empty(), limits.granted())
                .ifPresent(kind -> items.add(InboxItem.one(kind).because("granted")));
        used(project, Optional.of(CreditPool.month(now)), limits.monthly())
                .ifPresent(kind -> items.add(InboxItem.one(kind).because("monthly")));
        return items;
    }

    private Optional<InboxKind> used(
            Project project, Optional<YearMonth> month, OptionalLong limit) {
        if (limit.isEmpty()) {
            return Optional.empty();
        }
        if (isReached(project, month, limit.getAsLong(), CreditThreshold.ALL_USED)) {
            return Optional.of(InboxKind.CREDITS_USED_UP);
        }
        return isReached(project, month, limit.getAsLong(), CreditThreshold.NEARLY_USED)
                ? Optional.of(InboxKind.CREDITS_NEARLY_USED)
                : Optional.empty();
    }

    private boolean isReached(Project project, Optional<YearMonth> month, long limit, int percent) {
        return !usage.alerted(new CreditThreshold(project.id(), month, limit, percent)).isEmpty();
    }

    private static Optional<InboxItem> token(InstagramAccess access, Instant now) {
        Optional<Instant> gone =
                access.endedAt().or(() -> access.expiresAt().filter(it -> !it.isAfter(now)));
        if (gone.isPresent()) {
            return Optional.of(InboxItem.one(InboxKind.INSTAGRAM_DISCONNECTED).since(gone.get()));
        }
        return access.expiresAt()
                .filter(it -> it.isBefore(now.plus(EXPIRES_SOON)))
                .map(it -> InboxItem.one(InboxKind.INSTAGRAM_TOKEN_EXPIRING).until(it));
    }

    private static List<InboxItem> limitedApps(Project project, Instant now) {
        List<InboxItem> items = new ArrayList<>();
        for (StreamingProvider provider : StreamingProvider.values()) {
            Optional.ofNullable(project.streamingApps().limits().get(provider))
                    .map(StreamingAppStates.AppLimit::until)
                    .filter(_ -> project.hasApp(provider))
                    .filter(until -> until.isAfter(now))
                    .ifPresent(
                            until ->
                                    items.add(
                                            InboxItem.one(InboxKind.STREAMING_APP_LIMITED)
                                                    .of(provider.wireName())
                                                    .until(until)));
        }
        return items;
    }

    private Optional<InboxItem> asideOf(Project project) {
        List<DueRunIndex.DueRun> all = aside.find(MAX_ASIDE);
        List<RunKey> ours =
                all.stream()
                        .map(DueRunIndex.DueRun::run)
                        .filter(run -> run.project().equals(project.id()))
                        .toList();
        return ours.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        InboxItem.one(InboxKind.RUNS_SET_ASIDE)
                                .of(ours.getFirst().run().value())
                                .times(ours.size(), all.size() == MAX_ASIDE));
    }
}
