package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.budget.CreditPool;
import dev.actionflows.domain.messaging.budget.LinkClaim;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.messaging.budget.MessageTake;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.messaging.limits.FrequencyCap;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.step.StepType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
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
    private final LinkCheck links;
    private final List<Taken> all = new ArrayList<>();
    private final Map<String, Long> before = new HashMap<>();
    private Runnable onLack = () -> {};

    LimitsCheck(Kernel kernel, ViolationLog violations, StoredData stored, LinkCheck links) {
        this.links = links;
        this.kernel = kernel;
        this.violations = violations;
        this.stored = stored;
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
                long[] used = store.used(project, pool);
                if (pools(stored.project().limits().credits(), kernel.now())
                        .filter(it -> it.name().equals(pool))
                        .anyMatch(it -> Arrays.stream(used).sum() >= it.capacity())) {
                    onLack.run();
                }
                return used;
            }

            @Override
            public Outcome take(MessageTake take) {
                if (taken.containsKey(take)) {
                    return Outcome.TAKEN;
                }
                take.link().ifPresent(links::claims);
                Outcome outcome = store.take(take);
                if (outcome == Outcome.TAKEN) {
                    links.taken(take);
                    taken.put(take, taken(take));
                }
                return outcome;
            }

            @Override
            public Optional<LinkClaim.Holder> linkHolder(ProjectId project, LinkClaim claim) {
                // of a fan who is held out, nothing is taken
                links.claims(claim);
                return store.linkHolder(project, claim);
            }

            @Override
            public void giveBack(MessageTake take) {
                Taken before = Objects.requireNonNull(taken.get(take));
                if (before.isActive()) {
                    store.giveBack(take);
                    before.givenBackAt = Optional.of(kernel.now());
                    // caps count a step once, also if the response to an earlier take was lost
                    take.sent().ifPresent(sent -> uncount(sent.message().step()));
                }
            }
        };
    }

    /**
     * @param onLack called when a process finds that credits are used up
     */
    void listen(Runnable onLack) {
        this.onLack = onLack;
    }

    /** Called before a history begins, with the credits of a pool that were used before it. */
    void startWith(String pool, long credits) {
        before.put(pool, credits);
    }

    /** Whether something is taken for the message of a step, as far as caps show that. */
    boolean isTaken(StepKey step) {
        return all.stream().anyMatch(it -> it.isActive() && it.isOfStep(step.text()));
    }

    private void uncount(String step) {
        all.stream()
                .filter(it -> it.isOfStep(step))
                .forEach(it -> it.uncountedAt = Optional.of(kernel.now()));
    }

    private Taken taken(MessageTake take) {
        Taken taken = new Taken(take, kernel.now());
        all.add(taken);
        take.sent().ifPresent(sent -> checkCaps(take, sent));
        for (CreditPool pool : CreditPool.of(stored.project().limits().credits(), kernel.now())) {
            long used = used(pool.name());
            if (used > pool.capacity() && taken.creditsOf(pool.name()) > 0) {
                violations.add(
                        Guarantee.LIMITS_KEPT,
                        "%d credits are taken of %d of %s"
                                .formatted(used, pool.capacity(), pool.name()));
            }
        }
        return taken;
    }

    private void checkCaps(MessageTake take, MessageTake.SentChange sent) {
        List<Identity> addresses =
                take.checked().fan().of(take.checked().kind()).stream()
                        .map(FanIdentity::identity)
                        .toList();
        for (FrequencyCap cap : capsOn(take.checked().kind())) {
            Instant since = sent.message().at().minus(cap.period().length()).plus(CLOCKS);
            long messages =
                    all.stream()
                            .filter(it -> it.uncountedAt.isEmpty())
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

    private List<FrequencyCap> capsOn(Identity.Kind kind) {
        return stored.project()
                .limits()
                .capsOn(
                        switch (kind) {
                            case PHONE -> Channel.TEXT;
                            case EMAIL -> Channel.EMAIL;
                            case INSTAGRAM -> Channel.INSTAGRAM_DM;
                            case SPOTIFY -> throw new IllegalArgumentException("" + kind);
                        });
    }

    private static Identity.Kind kindOf(StepType type) {
        return switch (type) {
            case SEND_TEXT -> Identity.Kind.PHONE;
            case SEND_EMAIL -> Identity.Kind.EMAIL;
            case SEND_INSTAGRAM_DM -> Identity.Kind.INSTAGRAM;
            case PRE_SAVE, FOLLOW_ARTIST, ADD_TO_LIBRARY, NEXT_SAVE, ADD_TO_SEGMENT, WAIT ->
                    throw new IllegalArgumentException("no message: " + type);
        };
    }

    /** Called when a message is handed to its provider. */
    void sent(StepKey step, Identity.Kind kind) {
        boolean costs =
                kind == Identity.Kind.PHONE && !stored.project().limits().credits().areNone();
        boolean isLimited = costs || !capsOn(kind).isEmpty();
        if (isLimited && !kernel.current().lastCall().equals("MessageBudgetStore.take")) {
            violations.add(
                    Guarantee.LIMITS_KEPT, step.text() + " was sent without asking the limits");
        }
    }

    /** Called when a question by text is handed to its provider. */
    void asked() {
        if (!stored.project().limits().credits().areNone()
                && !kernel.current().lastCall().equals("MessageBudgetStore.take")) {
            violations.add(Guarantee.LIMITS_KEPT, "a question took no credits");
        }
    }

    /** Called when the outcome of a step is recorded. */
    void recorded(Run run, RunStep step) {
        Optional<Reason> reason = step.outcome().map(it -> it.reason());
        if (reason.filter(Reason.FREQUENCY_CAP::equals).isPresent()
                && !mayBeCapped(run, kindOf(step.type()))) {
            violations.add(Guarantee.LIMITS_KEPT, run, "was held back though no cap is reached");
        }
        if (reason.filter(Reason.CREDITS_USED_UP::equals).isPresent() && !mayLackCredits()) {
            violations.add(Guarantee.LIMITS_KEPT, run, "was held back though there are credits");
        }
    }

    private boolean mayBeCapped(Run run, Identity.Kind kind) {
        Instant since = kernel.now().minus(RECORDING);
        List<Identity> addresses = stored.addressesOf(run, kind);
        return capsOn(kind).stream()
                .anyMatch(
                        cap ->
                                all.stream()
                                                .filter(it -> it.isCountedSince(since))
                                                .filter(it -> addresses.stream().anyMatch(it::isTo))
                                                .filter(
                                                        it ->
                                                                it.at.isAfter(
                                                                        since.minus(
                                                                                cap.period()
                                                                                        .length())))
                                                // a take whose response was lost is repeated
                                                .map(it -> it.take.sent().orElseThrow().message())
                                                .map(it -> it.step())
                                                .distinct()
                                                .count()
                                        >= cap.max());
    }

    /**
     * What was taken from a pool of credits before this time and never given back: since then, the
     * pool has counted at least as much.
     */
    long usedBefore(String pool, Instant time) {
        return used(pool, it -> it.isActive() && it.at.isBefore(time));
    }

    private long used(String pool) {
        return used(pool, Taken::isActive);
    }

    private long used(String pool, Predicate<Taken> counts) {
        return before.getOrDefault(pool, 0L)
                + all.stream().filter(counts).mapToInt(it -> it.creditsOf(pool)).sum();
    }

    /** The month in which it was decided may have ended, and the limits may have been raised. */
    private boolean mayLackCredits() {
        Instant since = kernel.now().minus(RECORDING);
        return Stream.of(since, kernel.now())
                .flatMap(at -> stored.creditLimitsSince(since).flatMap(it -> pools(it, at)))
                .anyMatch(
                        pool ->
                                used(pool.name(), it -> it.wasActiveSince(since)) + MAX_CREDITS
                                        > pool.capacity());
    }

    private static Stream<CreditPool> pools(CreditLimits limits, Instant at) {
        return CreditPool.of(limits, at).stream();
    }

    /** Whether credits permitted no text since then, whatever a process knew of the limits. */
    boolean lackedCredits(Instant since) {
        return Stream.of(since.minus(CLOCKS), kernel.now().plus(CLOCKS))
                .flatMap(at -> stored.creditLimitsSince(since).map(it -> pools(it, at)))
                .allMatch(pools -> pools.anyMatch(it -> isUsedUp(it, since)));
    }

    private boolean isUsedUp(CreditPool pool, Instant since) {
        return usedBefore(pool.name(), since) >= pool.capacity();
    }

    /** Whether a text that waits for credits could be sent. */
    boolean hasCredits() {
        return pools(stored.project().limits().credits(), kernel.now())
                .allMatch(pool -> used(pool.name()) + MAX_CREDITS <= pool.capacity());
    }
}
