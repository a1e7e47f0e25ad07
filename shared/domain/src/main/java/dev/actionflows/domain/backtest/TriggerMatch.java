package dev.actionflows.domain.backtest;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.trigger.InstagramTrigger;
import dev.actionflows.domain.trigger.Trigger;

import java.util.Optional;

/** Whether a stored event fires a trigger, as far as what is stored of it tells. */
record TriggerMatch(BacktestPlan plan) {
    /** The event as a flow with the trigger gets it; empty if it does not fire the trigger. */
    Optional<FanEvent> of(PastEvent past) {
        Trigger trigger = plan.flow().definition().trigger();
        FanEvent event = past.event();
        if (event.type() != trigger.type() || !past.mayTrigger()) {
            return Optional.empty();
        }
        if (past.isHeardBy(plan.flow().id()) && isLive(trigger)) {
            return Optional.of(event);
        }
        if (trigger instanceof Trigger.Single) {
            return Optional.of(event);
        }
        return isLegible(trigger)
                ? trigger.eventScope(Optional.of(event.scope())).map(scope -> about(event, scope))
                : Optional.empty();
    }

    private boolean isLive(Trigger trigger) {
        Flow live = plan.live();
        return live.definition().trigger().equals(trigger);
    }

    /** The words of a comment are not stored. */
    private static boolean isLegible(Trigger trigger) {
        return !(trigger instanceof InstagramTrigger.Comment(_, var word, _)) || word.isEmpty();
    }

    private static FanEvent about(FanEvent event, String scope) {
        return new FanEvent(event.id(), event.type(), scope, event.receivedAt(), event.cause());
    }
}
