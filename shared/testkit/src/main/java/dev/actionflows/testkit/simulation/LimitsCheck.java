package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.budget.CreditPool;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.messaging.budget.MessageTake;
import dev.actionflows.domain.messaging.budget.ShardTake;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.messaging.limits.FrequencyCap;
import dev.actionflows.domain.messaging.limits.WhenUsedUp;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepKey;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The project's limits: nothing is sent beyond them, and nothing is held back that they permit.
 * Knows only what the store has taken, not how it was decided.
 */
final class LimitsCheck {
    /** No text of a history has more parts, and a part costs a credit. */
    static final int MAX_CREDITS = 4;

    /** Clocks differ by up to two seconds. */
    private static final Duration CLOCKS = Duration.ofSeconds(5);

    /** From a decision to the recording of its outcome. */
    private static final Duration RECORDING = Duration.ofMinutes(3);

    private final Kernel kernel;
    private final ViolationLog violations;
    private final StoredData stored;
    private final List<Taken> all = new ArrayList<>();

    LimitsCheck(Kernel kernel, ViolationLog violations, StoredData stored) {
        this.kernel = kernel;
        this.violations = violations;
        this.stored = stored;
    }

    private static final class Taken {
        private final MessageTake take;
        private final Instant at;
        private Optional<Instant> givenBackAt = Optional.empty();

        Taken(MessageTake take, Instant at) {
            this.take = take;
            this.at = at;
        }

        boolean isActive() {
            return givenBackAt.isEmpty();
        }

        boolean wasActiveSince(Instant since) {
            return givenBackAt.filter(it -> it.isBefore(since)).isEmpty();
        }

        boolean isTo(Identity address) {
            return take.sent().filter(it -> it.address().equals(address)).isPresent();
        }

        /** What was taken from this month's credits. */
        int creditsOf(YearMonth month) {
            return take.credits().stream()
                    .filter(it -> it.pool().equals(month.toString()))
                    .mapToInt(ShardTake::credits)
                    .sum();
        }
    }

    /**
     * The store, which knows a request that the SDK has sent again by its token (ClientRequestToken
     * of TransactWriteItems).
     */
    MessageBudgetStore watch(MessageBudgetStore store) {
        return new MessageBudgetStore() {
            private final IdentityHashMap<MessageTake, Taken> taken = new IdentityHashMap<>();

            @Override
            public long[] used(ProjectId project, String pool) {
                return store.used(project, pool);
            }

            @Override
            public Outcome take(MessageTake take) {
                if (taken.containsKey(take)) {
                    return Outcome.TAKEN;
                }
                Outcome outcome = store.take(take);
                if (outcome == Outcome.TAKEN) {
                    taken.put(take, taken(take));
                }
                return outcome;
            }

            @Override
            public void giveBack(MessageTake take) {
                Taken before = Objects.requireNonNull(taken.get(take));
                if (before.isActive()) {
                    store.giveBack(take);
                    before.givenBackAt = Optional.of(kernel.now());
                }
            }
        };
    }

    private Taken taken(MessageTake take) {
        Taken taken = new Taken(take, kernel.now());
        all.add(taken);
        take.sent().ifPresent(sent -> checkCaps(take, sent));
        if (!take.credits().isEmpty()) {
            CreditLimits limits = stored.project().limits().credits();
            long used = used(YearMonth.parse(take.credits().getFirst().pool()));
            if (limits.whenUsedUp() != WhenUsedUp.CONTINUE
                    && used > limits.monthly().orElse(Long.MAX_VALUE)) {
                violations.add(
                        Guarantee.LIMITS_KEPT,
                        used + " credits are taken of " + limits.monthly().orElseThrow());
            }
        }
        return taken;
    }

    private void checkCaps(MessageTake take, MessageTake.SentChange sent) {
        List<Identity> addresses =
                take.checked().fan().of(Identity.Kind.PHONE).stream()
                        .map(FanIdentity::identity)
                        .toList();
        for (FrequencyCap cap : stored.project().limits().capsOn(Channel.TEXT)) {
            Instant since = sent.message().at().minus(cap.period().length()).plus(CLOCKS);
            long messages =
                    all.stream()
                            .filter(Taken::isActive)
                            .filter(it -> addresses.stream().anyMatch(it::isTo))
                            .map(it -> it.take.sent().orElseThrow().message())
                            .filter(it -> it.at().isAfter(since))
                            .map(it -> it.step())
                            .distinct()
                            .count();
            if (messages > cap.max()) {
                violations.add(
                        Guarantee.LIMITS_KEPT, messages + " messages within " + cap.period());
            }
        }
    }

    /** Called when a text is handed to the provider. */
    void sent(StepKey step) {
        boolean isLimited =
                !stored.project().limits().credits().areNone()
                        || !stored.project().limits().capsOn(Channel.TEXT).isEmpty();
        if (isLimited && !kernel.current().lastCall().equals("MessageBudgetStore.take")) {
            violations.add(
                    Guarantee.LIMITS_KEPT, step.text() + " was sent without asking the limits");
        }
    }

    /** Called when the outcome of a step is recorded. */
    void recorded(Run run, RunStep step) {
        Optional<Reason> reason = step.outcome().map(it -> it.reason());
        if (reason.filter(Reason.FREQUENCY_CAP::equals).isPresent() && !mayBeCapped(run)) {
            violations.add(Guarantee.LIMITS_KEPT, run, "was held back though no cap is reached");
        }
        if (reason.filter(Reason.CREDITS_USED_UP::equals).isPresent() && !mayLackCredits()) {
            violations.add(Guarantee.LIMITS_KEPT, run, "was held back though there are credits");
        }
    }

    private boolean mayBeCapped(Run run) {
        Instant since = kernel.now().minus(RECORDING);
        List<Identity> phones = stored.phonesOf(run);
        return stored.project().limits().capsOn(Channel.TEXT).stream()
                .anyMatch(
                        cap ->
                                all.stream()
                                                .filter(it -> it.wasActiveSince(since))
                                                .filter(it -> phones.stream().anyMatch(it::isTo))
                                                .filter(
                                                        it ->
                                                                it.at.isAfter(
                                                                        since.minus(
                                                                                cap.period()
                                                                                        .length())))
                                                .count()
                                        >= cap.max());
    }

    private long used(YearMonth month) {
        return all.stream().filter(Taken::isActive).mapToInt(it -> it.creditsOf(month)).sum();
    }

    /** The month in which it was decided may have ended. */
    private boolean mayLackCredits() {
        Instant since = kernel.now().minus(RECORDING);
        long lowest = stored.lowestMonthlyLimitSince(since);
        return Stream.of(CreditPool.month(since), CreditPool.month(kernel.now()))
                .anyMatch(
                        month ->
                                all.stream()
                                                        .filter(it -> it.wasActiveSince(since))
                                                        .mapToInt(it -> it.creditsOf(month))
                                                        .sum()
                                                + MAX_CREDITS
                                        > lowest);
    }

    /** Whether a text that waits for credits could be sent. */
    boolean hasCredits() {
        return used(CreditPool.month(kernel.now())) + MAX_CREDITS
                <= stored.project().limits().credits().monthly().orElse(0);
    }
}
