package dev.actionflows.domain.management;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.InstagramToken;
import dev.actionflows.domain.messaging.InstagramTokenProvider;
import dev.actionflows.domain.messaging.InstagramTokenProvider.Refresh;
import dev.actionflows.domain.project.InstagramAccess;
import dev.actionflows.domain.project.InstagramAccount;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.Deadline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Replaces the access tokens of Instagram accounts long before their sixty days are over. A failure
 * of one account does not affect the others, and no token is ever removed: a failed or lost request
 * is repeated by the next run. Two runs at once are harmless: the token that is stored first stays.
 */
public final class InstagramTokenRefresher {
    private static final int PAGE = 100;
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    /** After so many accounts in a row, Meta itself is down; the next run tries again. */
    private static final int MAX_OUTAGES = 3;

    /** An account counts as failing if its token has not been refreshed until then. */
    private static final Duration ALARM_BEFORE_END = Duration.ofDays(14);

    /** How long Meta's long-lived tokens are valid, unless it has said otherwise. */
    private static final Duration USUAL_VALIDITY = Duration.ofDays(60);

    private final InstagramAccountStore accounts;
    private final ProjectStore projects;
    private final InstagramTokenProvider provider;
    private final Vault vault;
    private final InstagramTokenObserver observer;
    private final InstantSource clock;

    public InstagramTokenRefresher(
            InstagramAccountStore accounts,
            ProjectStore projects,
            InstagramTokenProvider provider,
            Vault vault,
            InstagramTokenObserver observer,
            InstantSource clock) {
        this.accounts = accounts;
        this.projects = projects;
        this.provider = provider;
        this.vault = vault;
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * Checks all accounts and refreshes the tokens for which it is time.
     *
     * @param deadline when to stop; the next run refreshes the rest
     * @return whether all accounts were checked
     */
    public boolean refreshAll(Deadline deadline) {
        Pass pass = new Pass(deadline);
        Optional<String> cursor = Optional.empty();
        do {
            Page<ProjectId> page = accounts.withAccess(cursor, PAGE);
            for (ProjectId project : page.items()) {
                if (!deadline.left().isPositive()) {
                    return false;
                }
                pass.check(project);
            }
            cursor = page.next();
        } while (cursor.isPresent());
        observer.accountsChecked(pass.checked, pass.failing);
        return true;
    }

    /** One run. */
    private final class Pass {
        private final Deadline deadline;
        private int checked;
        private int failing;
        private int outages;

        Pass(Deadline deadline) {
            this.deadline = deadline;
        }

        void check(ProjectId project) {
            checked++;
            try {
                Optional<InstagramAccount> account = accounts.find(project);
                boolean isFine =
                        account.flatMap(InstagramAccount::access)
                                .map(access -> refreshed(project, account.get(), access))
                                .filter(access -> isFailing(access, clock.instant()))
                                .isEmpty();
                failing += isFine ? 0 : 1;
            } catch (RuntimeException e) {
                failing++;
                observer.refreshFailed(project, e);
            }
        }

        /** The access after this run. */
        private InstagramAccess refreshed(
                ProjectId id, InstagramAccount account, InstagramAccess access) {
            Instant now = clock.instant();
            if (!access.isToBeRefreshed(now) || outages >= MAX_OUTAGES) {
                return access;
            }
            Project project = projects.find(id).orElseThrow();
            Refresh result =
                    provider.refresh(
                            new InstagramToken(
                                    vault.open(
                                            project,
                                            InstagramAccess.TOKEN_CONTEXT,
                                            access.token())),
                            timeout());
            return switch (result) {
                case Refresh.Refreshed(InstagramToken token, Duration validFor) -> {
                    outages = 0;
                    InstagramAccess updated =
                            access.refreshed(
                                    vault.seal(
                                            project, InstagramAccess.TOKEN_CONTEXT, token.value()),
                                    now,
                                    validFor);
                    if (accounts.replace(id, account, updated)) {
                        observer.tokenRefreshed(id);
                    }
                    yield updated;
                }
                case Refresh.Ended() -> {
                    outages = 0;
                    observer.tokenNotRefreshed(id, Reason.ACCOUNT_DISCONNECTED);
                    // not stored: only a rejected message stops the sending
                    yield access.ended(now);
                }
                case Refresh.NotRefreshed(Reason reason) -> {
                    outages = isOutage(reason) ? outages + 1 : 0;
                    observer.tokenNotRefreshed(id, reason);
                    yield access;
                }
            };
        }

        private Duration timeout() {
            Duration left = deadline.left();
            return left.compareTo(CALL_TIMEOUT) < 0 ? left : CALL_TIMEOUT;
        }
    }

    private static boolean isOutage(Reason reason) {
        return reason == Reason.PROVIDER_UNAVAILABLE || reason == Reason.RATE_LIMITED;
    }

    private static boolean isFailing(InstagramAccess access, Instant now) {
        Instant end = access.expiresAt().orElse(access.issuedAt().plus(USUAL_VALIDITY));
        return access.hasEnded() || !now.isBefore(end.minus(ALARM_BEFORE_END));
    }
}
