package dev.actionflows.domain.messaging.budget;

import dev.actionflows.domain.fan.InMemoryFanStore;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts in memory; the fans' own records are in the fan store. */
public final class InMemoryMessageBudgetStore implements MessageBudgetStore {
    private final InMemoryFanStore fans;
    private final Map<String, long[]> used = new HashMap<>();
    private final Map<LinkKey, LinkClaim> links = new HashMap<>();

    private record LinkKey(ProjectId project, FanId fan, String thing) {}

    public InMemoryMessageBudgetStore(InMemoryFanStore fans) {
        this.fans = fans;
    }

    @Override
    public synchronized long[] used(ProjectId project, String pool) {
        return shards(project, pool).clone();
    }

    @Override
    public synchronized Outcome take(MessageTake take) {
        if (take.link().flatMap(it -> linkHolder(take.project(), it)).isPresent()) {
            return Outcome.LINK_HELD;
        }
        for (ShardTake it : take.credits()) {
            if (shards(take.project(), it.pool())[it.shard()] > it.maxBefore()) {
                return Outcome.NO_CREDITS;
            }
        }
        if (!fans.recordSent(
                take.project(),
                take.checked(),
                take.sent().map(MessageTake.SentChange::address),
                take.sent().map(MessageTake.SentChange::after).orElse(List.of()))) {
            return Outcome.CHANGED;
        }
        take.credits().forEach(it -> shards(take.project(), it.pool())[it.shard()] += it.credits());
        take.link().ifPresent(it -> links.put(key(take.project(), it), it));
        return Outcome.TAKEN;
    }

    /** Uses up these credits of each shard, as messages of the past would have. */
    public synchronized void useUp(ProjectId project, String pool, int credits) {
        Arrays.fill(shards(project, pool), credits);
    }

    /** Removes the claims that are stored under a fan's id. */
    public synchronized void removeLinks(ProjectId project, FanId fan) {
        links.keySet().removeIf(it -> it.project().equals(project) && it.fan().equals(fan));
    }

    private static LinkKey key(ProjectId project, LinkClaim claim) {
        return new LinkKey(project, claim.fans().getFirst(), claim.thing());
    }

    @Override
    public synchronized Optional<LinkClaim.Holder> linkHolder(ProjectId project, LinkClaim claim) {
        return claim.fans().stream()
                .flatMap(
                        fan ->
                                Optional.ofNullable(
                                        links.get(new LinkKey(project, fan, claim.thing())))
                                        .filter(
                                                it ->
                                                        claim.isRefusedBy(
                                                                holder(fan, it), it.expiresAt()))
                                        .map(it -> holder(fan, it))
                                        .stream())
                .findFirst();
    }

    private static LinkClaim.Holder holder(FanId fan, LinkClaim claim) {
        return new LinkClaim.Holder(fan, claim.step(), claim.at());
    }

    @Override
    public synchronized void giveBack(MessageTake take) {
        take.sent()
                .ifPresent(
                        it -> fans.forgetSent(take.project(), it.address(), it.message().step()));
        take.credits().forEach(it -> shards(take.project(), it.pool())[it.shard()] -= it.credits());
    }

    private long[] shards(ProjectId project, String pool) {
        return used.computeIfAbsent(project + "/" + pool, _ -> new long[CreditPool.SHARDS]);
    }
}
