package dev.actionflows.domain.analytics;

import dev.actionflows.domain.id.FanId;

import java.util.Optional;

/**
 * What a fan did in the scope of a funnel, as it is stored.
 *
 * @param mergedInto the record that holds what this one did, too; only in the scope of a project.
 *     The history of a merged record is not counted
 * @param revision incremented by each change; 0 if it is not stored yet
 */
public record FanHistory(Id id, ActionHistory history, Optional<FanId> mergedInto, long revision) {
    /** A fan in the scope of a funnel. */
    public record Id(FunnelScope scope, FanId fan) {
        /** The fan in the scope of the whole project. */
        Id ofProject() {
            return new Id(new FunnelScope(scope.project(), Optional.empty()), fan);
        }
    }

    /** Of a fan who has done nothing yet. */
    public static FanHistory none(Id id) {
        return new FanHistory(id, ActionHistory.NONE, Optional.empty(), 0);
    }

    FanHistory with(FanChange.Acted action) {
        ActionHistory more = history.with(action);
        return with(id.scope().release().isPresent() ? more : more.withTime(action.at()));
    }

    FanHistory with(ActionHistory more) {
        return new FanHistory(id, more, mergedInto, revision);
    }

    FanHistory mergedInto(FanId kept) {
        return new FanHistory(id, history, Optional.of(kept), revision);
    }

    /** What counts of it. */
    ActionHistory counted() {
        return mergedInto.isPresent() ? ActionHistory.NONE : history;
    }
}
