package dev.actionflows.domain.messaging.budget;

import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.SentMessage;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.limits.CapUse;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.FrequencyCap;
import dev.actionflows.domain.messaging.limits.MessageLimits;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides whether a project's limits permit a message, and takes what it uses up. However many
 * messages are decided at the same time, no fan gets more than a cap permits, and no project spends
 * more credits than it may.
 */
public final class MessageBudget {
    /** How often a take is repeated when other messages have just taken the same credits. */
    static final int MAX_TRIES = 5;

    /** Of a transaction (DynamoDB, TransactWriteItems). */
    private static final int MAX_WRITES = 100;

    /** Reserved for credits in the transaction of a link message. */
    private static final int CREDIT_WRITES = 10;

    /** How long used-up credits are not asked for again, like other settings of the project. */
    private static final Duration USED_UP = Duration.ofSeconds(2);

    private final MessageBudgetStore store;
    private final Map<UsedUp, Instant> usedUp = new ConcurrentHashMap<>();

    public MessageBudget(MessageBudgetStore store) {
        this.store = store;
    }

    /**
     * A message that nothing but the limits may forbid.
     *
     * @param step the key of its step: a repeated take of the same step counts once for the caps
     * @param to the recipient
     * @param checked why it is permitted
     * @param credits what it costs
     * @param link the claim of a link message; empty for other messages
     */
    public record Request(
            ProjectId project,
            String step,
            FanIdentity to,
            ConsentStore.Checked checked,
            Channel channel,
            int credits,
            MessageLimits limits,
            Instant now,
            Optional<LinkClaim> link) {
        /** Of a message that is no link message. */
        public Request(
                ProjectId project,
                String step,
                FanIdentity to,
                ConsentStore.Checked checked,
                Channel channel,
                int credits,
                MessageLimits limits,
                Instant now) {
            this(project, step, to, checked, channel, credits, limits, now, Optional.empty());
        }

        /** With the claim of a link message. */
        public Request claiming(LinkClaim claim) {
            return new Request(
                    project,
                    step,
                    to,
                    checked,
                    channel,
                    credits,
                    limits,
                    now,
                    Optional.of(claim.within(MAX_WRITES - checks(checked) - CREDIT_WRITES)));
        }
    }

    /** Whether a message may be sent. */
    public sealed interface Decision {
        /**
         * @param caps what it used up of each cap of its channel
         * @param taken empty if no limit applies
         */
        record Permitted(List<CapUse> caps, Optional<MessageTake> taken) implements Decision {}

        /**
         * A cap is reached.
         *
         * @param until when it permits the next message
         */
        record Capped(Instant until) implements Decision {}

        /**
         * The credits are used up.
         *
         * @param ofMonth whether the next month brings more
         */
        record NoCredits(boolean ofMonth) implements Decision {}

        /**
         * Another step holds what the link message claims.
         *
         * @param holder empty if it has just given it up
         */
        record LinkHeld(Optional<LinkClaim.Holder> holder) implements Decision {}

        /** What was read has changed: to be decided again. */
        record Changed() implements Decision {}
    }

    /** Decides, and takes what the message uses up if it is permitted. */
    public Decision take(Request request) {
        return decide(request, true);
    }

    /** Decides like {@link #take}, by what is known now, and takes nothing. */
    public Decision check(Request request) {
        return decide(request, false);
    }

    private Decision decide(Request request, boolean takes) {
        List<FrequencyCap> caps = request.limits().capsOn(request.channel());
        Optional<Instant> capped = cappedUntil(request);
        if (capped.isPresent()) {
            return new Decision.Capped(capped.get());
        }
        List<Instant> others = others(request);
        List<CapUse> uses =
                caps.stream()
                        .map(cap -> new CapUse(cap, cap.count(others, request.now()) + 1))
                        .toList();
        List<CreditPool> pools =
                request.credits() == 0
                        ? List.of()
                        : CreditPool.of(request.limits().credits(), request.now());
        return caps.isEmpty() && pools.isEmpty() && request.link().isEmpty()
                ? new Decision.Permitted(uses, Optional.empty())
                : decide(request, uses, pools, takes);
    }

    /**
     * When the caps permit the message; takes nothing.
     *
     * @return empty if they permit it now
     */
    public Optional<Instant> cappedUntil(Request request) {
        List<Instant> others = others(request);
        return request.limits().capsOn(request.channel()).stream()
                .flatMap(cap -> cap.nextAt(others, request.now()).stream())
                .max(Comparator.naturalOrder());
    }

    /**
     * Gives back what was taken for a message that was certainly not sent. A link is not given
     * back: whoever finds its claim looks at what became of the message.
     */
    public void giveBack(MessageTake taken) {
        if (taken.isLimited()) {
            store.giveBack(taken);
        }
    }

    private Decision decide(
            Request request, List<CapUse> uses, List<CreditPool> pools, boolean takes) {
        Optional<MessageTake.SentChange> sent =
                uses.isEmpty() ? Optional.empty() : Optional.of(sent(request));
        for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
            List<ShardTake> credits = new ArrayList<>();
            for (CreditPool pool : pools) {
                if (isUsedUp(request, pool)) {
                    return new Decision.NoCredits(!pool.name().equals(CreditPool.ALL_TIME));
                }
                Optional<List<ShardTake>> shards =
                        shards(request, pool, pools.size(), attempt, takes);
                if (shards.isEmpty()) {
                    usedUp.put(
                            new UsedUp(request.project(), pool, request.credits()), request.now());
                    return new Decision.NoCredits(!pool.name().equals(CreditPool.ALL_TIME));
                }
                credits.addAll(shards.get());
            }
            if (!takes) {
                Optional<LinkClaim.Holder> holder =
                        request.link().flatMap(it -> store.linkHolder(request.project(), it));
                return holder.isPresent()
                        ? new Decision.LinkHeld(holder)
                        : new Decision.Permitted(uses, Optional.empty());
            }
            MessageTake take =
                    new MessageTake(
                            request.project(), request.checked(), sent, credits, request.link());
            switch (store.take(take)) {
                case TAKEN -> {
                    return new Decision.Permitted(uses, Optional.of(take));
                }
                case CHANGED -> {
                    return new Decision.Changed();
                }
                case LINK_HELD -> {
                    return new Decision.LinkHeld(
                            store.linkHolder(request.project(), request.link().orElseThrow()));
                }
                case NO_CREDITS -> {}
            }
        }
        return new Decision.Changed();
    }

    private record UsedUp(ProjectId project, CreditPool pool, int credits) {}

    /** Remembered for a moment, because finding out reads every shard. */
    private boolean isUsedUp(Request request, CreditPool pool) {
        return Optional.ofNullable(
                        usedUp.get(new UsedUp(request.project(), pool, request.credits())))
                .filter(at -> Duration.between(at, request.now()).abs().compareTo(USED_UP) < 0)
                .isPresent();
    }

    /**
     * The shards to take from; empty if the pool does not have the credits.
     *
     * @param takes whether the take will find out what a shard has
     */
    private Optional<List<ShardTake>> shards(
            Request request, CreditPool pool, int pools, int attempt, boolean takes) {
        int checks =
                checks(request.checked()) + request.link().map(it -> it.fans().size()).orElse(0);
        CreditShards shards =
                new CreditShards(
                        pool,
                        request.credits(),
                        (request.step() + attempt).hashCode(),
                        (MAX_WRITES - checks) / pools);
        // far from the limit, a shard has enough of its share without looking
        return takes && attempt == 0 && shards.areAmple()
                ? Optional.of(shards.any())
                : shards.choose(store.used(request.project(), pool.name()));
    }

    /** The writes of a take without credits and links: one for the fan, one for each address. */
    private static int checks(ConsentStore.Checked checked) {
        return 1 + checked.fan().channels().size();
    }

    /** The times of the messages of other steps. */
    private static List<Instant> others(Request request) {
        return request.checked().sent().stream()
                .filter(it -> !it.step().equals(request.step()))
                .map(SentMessage::at)
                .toList();
    }

    private static MessageTake.SentChange sent(Request request) {
        List<SentMessage> before = request.checked().sentTo(request.to().identity());
        SentMessage message = new SentMessage(request.step(), request.now());
        List<SentMessage> after = new ArrayList<>();
        // as many and as old as any cap counts, so that a cap that is set later counts them as well
        before.stream()
                .filter(it -> !it.step().equals(request.step()))
                .filter(it -> it.at().plus(FrequencyCap.MAX_PERIOD).isAfter(request.now()))
                .sorted(Comparator.comparing(SentMessage::at).reversed())
                .limit(FrequencyCap.MAX_MESSAGES - 1L)
                .forEach(after::add);
        after.add(message);
        return new MessageTake.SentChange(request.to().identity(), before, after, message);
    }
}
