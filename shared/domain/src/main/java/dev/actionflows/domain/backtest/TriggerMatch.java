package dev.actionflows.domain.backtest;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.trigger.InstagramTrigger;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerScope;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.Optional;

/**
 * Whether a stored event fires a trigger, as far as what is stored of it tells.
 *
 * @param reads where the triggers are found by which flows took it
 */
record TriggerMatch(BacktestPlan plan, PageReads reads) {
    /** The event as a flow with the trigger gets it; empty if it does not fire the trigger. */
    Optional<FanEvent> of(PastEvent past) {
        Trigger trigger = plan.flow().definition().trigger();
        FanEvent event = past.event();
        if (event.type() != trigger.type() || !past.mayTrigger()) {
            return Optional.empty();
        }
        if (isWithoutWord(trigger, past) || goesToAnother(trigger, past)) {
            return Optional.empty();
        }
        if (trigger instanceof Trigger.Single) {
            return Optional.of(event);
        }
        boolean mayFit = isLegible(trigger) || wasHeardBy(trigger, past);
        return trigger.eventScope(Optional.of(event.scope()))
                .filter(_ -> mayFit)
                .map(scope -> wasHeardByLive(trigger, past) ? event : about(event, scope));
    }

    /**
     * Whether it is a direct message without text, or one of which no word is stored, while the
     * trigger takes the word that stands for that.
     */
    private boolean isWithoutWord(Trigger trigger, PastEvent past) {
        if (past.event().type() != TriggerType.INSTAGRAM_DM) {
            return false;
        }
        return switch (past.event().scope()) {
            case TriggerScope.NO_TEXT -> true;
            case TriggerScope.PROJECT -> takesWordProject(trigger) && !wasTakenBy(trigger, past);
            default -> false;
        };
    }

    private static boolean takesWordProject(Trigger trigger) {
        return trigger.keyword().filter(it -> it.folded().equals(TriggerScope.PROJECT)).isPresent();
    }

    /** Whether any flow took it by the same trigger. */
    private boolean wasTakenBy(Trigger trigger, PastEvent past) {
        return wasHeardBy(trigger, past)
                || past.results().stream()
                        .flatMap(it -> reads.triggerOf(it).stream())
                        .anyMatch(it -> isSame(it, trigger));
    }

    /** Whether a flow took it that comes before each one with this trigger. */
    private boolean goesToAnother(Trigger trigger, PastEvent past) {
        return trigger instanceof InstagramTrigger general
                && past.takenInstead(plan.flow().id()).anyMatch(it -> comesBefore(general, it));
    }

    private boolean comesBefore(InstagramTrigger general, EventResult result) {
        return PastEvent.isTakenByWord(result)
                ? general.keyword().isEmpty()
                : reads.triggerOf(result)
                        .filter(
                                it ->
                                        it instanceof InstagramTrigger other
                                                && other.specificity() > general.specificity())
                        .isPresent();
    }

    /** Whether the flow took it by the same trigger, if its version is known, or does so now. */
    private boolean wasHeardBy(Trigger trigger, PastEvent past) {
        return past.runOf(plan.flow().id())
                .flatMap(run -> reads.version(run.flowVersion()))
                .map(version -> isSame(version.trigger(), trigger))
                .orElseGet(() -> wasHeardByLive(trigger, past));
    }

    private boolean wasHeardByLive(Trigger trigger, PastEvent past) {
        return past.isHeardBy(plan.flow().id())
                && isSame(plan.live().definition().trigger(), trigger);
    }

    /** Whether both fire at the same events, however many of them they take. */
    private static boolean isSame(Trigger one, Trigger other) {
        return one.type() == other.type() && one.scope().equals(other.scope());
    }

    /** The words of a comment are not stored. */
    private static boolean isLegible(Trigger trigger) {
        return !(trigger instanceof InstagramTrigger.Comment(_, var word, _)) || word.isEmpty();
    }

    private static FanEvent about(FanEvent event, String scope) {
        return new FanEvent(event.id(), event.type(), scope, event.receivedAt(), event.cause());
    }
}
