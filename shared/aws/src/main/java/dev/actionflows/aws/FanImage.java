package dev.actionflows.aws;

import dev.actionflows.domain.analytics.FanChange;
import dev.actionflows.domain.analytics.FlowVersionKey;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.Optional;

/** What the funnel of fans depends on in an item, as the table's stream has it. */
final class FanImage {
    private FanImage() {}

    /** The action that a new item is about; empty if it is about none. */
    static Optional<FanChange> acted(Key key, Item item) {
        Optional<RunKey> run = key.toRun();
        if (run.isPresent()) {
            return event(item)
                    .flatMap(
                            event ->
                                    FanChange.ofRun(
                                            run.get().project(),
                                            new FanId(item.text("fan")),
                                            event,
                                            item.optionalFlag(RunItem.TEST).orElse(false)));
        }
        return key.toEventProject()
                .flatMap(
                        project ->
                                event(item)
                                        .flatMap(
                                                event ->
                                                        FanChange.ofEvent(
                                                                project,
                                                                item.optionalText("fan")
                                                                        .map(FanId::new),
                                                                event,
                                                                item.text("why"))));
    }

    /**
     * Empty for an event of a type that this version of the code does not know: it cannot tell
     * whether it is an action. Functions are updated after this one.
     */
    private static Optional<FanEvent> event(Item item) {
        return item.optionalText(EventItem.TYPE)
                .flatMap(TriggerType::ofWireName)
                .map(_ -> EventItem.decode(item));
    }

    /** The trials that a changed run made its fan part of; empty if there is nothing new. */
    static Optional<FanChange> tried(Key key, Item before, Item after) {
        return key.toRun()
                .flatMap(run -> tried(run, after))
                .filter(it -> !it.trials().isEmpty())
                .filter(it -> !it.trials().equals(RunImage.trials(before)))
                .map(FanChange.class::cast);
    }

    /** The trials that a run made its fan part of; empty if it began as a test. */
    static Optional<FanChange.Tried> tried(RunKey run, Item item) {
        return item.optionalFlag(RunItem.TEST).orElse(false)
                ? Optional.empty()
                : Optional.of(
                        new FanChange.Tried(
                                run,
                                new FlowVersionKey(
                                        run.project(),
                                        new FlowId(item.text(RunItem.FLOW)),
                                        item.smallNumber(RunItem.VERSION)),
                                new FanId(item.text("fan")),
                                RunImage.trials(item)));
    }

    /** The first click of a person, as far as it is counted; empty if the change is none. */
    static Optional<FanChange> clicked(Key key, Item before, Item after) {
        if (LinkImage.project(key, after).isEmpty()) {
            return Optional.empty();
        }
        return LinkImage.clicked(after)
                .filter(_ -> LinkImage.clicked(before).isEmpty())
                .map(FanChange.class::cast);
    }

    /** The merge that a changed profile shows; empty if it shows none. */
    static Optional<FanChange> merged(Key key, Item item) {
        Optional<ProjectId> project = key.toProfileProject();
        return project.flatMap(
                of ->
                        item.optionalText(FanItem.MERGED_INTO)
                                .map(
                                        kept ->
                                                new FanChange.Merged(
                                                        of,
                                                        new FanId(item.text("id")),
                                                        new FanId(kept))));
    }
}
