package dev.actionflows.domain.messaging.budget;

import dev.actionflows.domain.id.FanId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The right to send a fan the one link message for a thing, across all flows and channels of the
 * project. The same step may claim it any number of times; each time counts as a new holder, so
 * that nobody takes it over from a step that has just claimed it again.
 *
 * @param fans all ids of the person, the current one first: the claim is stored under that
 * @param thing what the link is for, such as {@code release:rel_…}
 * @param step the key of the step that sends the message
 * @param at when it is claimed
 * @param disregarded holders that have certainly not sent their messages, and never will under
 *     these claims
 */
public record LinkClaim(
        List<FanId> fans, String thing, String step, Instant at, Set<Holder> disregarded) {
    /**
     * As long as a connection lasts, about six months: a fan who has to connect again may get
     * another link.
     */
    public static final Duration LIFE = Duration.ofDays(180);

    /**
     * A step that holds a claim.
     *
     * @param fan the id that it is stored under
     * @param step the key of the step
     * @param at when it was claimed, in milliseconds
     */
    public record Holder(FanId fan, String step, Instant at) {}

    public LinkClaim {
        fans = List.copyOf(fans);
        disregarded = Set.copyOf(disregarded);
    }

    public LinkClaim(List<FanId> fans, String thing, String step, Instant at) {
        this(fans, thing, step, at, Set.of());
    }

    /** When it no longer counts. */
    public Instant expiresAt() {
        return at.plus(LIFE);
    }

    /** The same, although this step holds it. */
    public LinkClaim despite(Holder holder) {
        return new LinkClaim(
                fans,
                thing,
                step,
                at,
                Stream.concat(disregarded.stream(), Stream.of(holder))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * With as many ids as a transaction can check: all but those of a person with dozens of merged
     * records.
     */
    LinkClaim within(int maxFans) {
        return new LinkClaim(
                fans.subList(0, Math.min(maxFans, fans.size())), thing, step, at, disregarded);
    }

    /** Whether a holder keeps this step from claiming. */
    public boolean isRefusedBy(Holder holder, Instant expiresAt) {
        return !holder.step().equals(step)
                && expiresAt.isAfter(at)
                && !disregarded.contains(holder);
    }
}
