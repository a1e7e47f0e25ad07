package dev.actionflows.simulator;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.document.TimeSpan;
import dev.actionflows.domain.flow.Experiment;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.OnReply;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.MessageEvents;
import dev.actionflows.domain.run.SampleSubjects;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepCondition;
import dev.actionflows.domain.step.StepConditions;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.step.WaitTime;
import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.trigger.InstagramTrigger;
import dev.actionflows.domain.trigger.Threshold;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.domain.trigger.TriggerWord;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates active flows with random steps and policies. */
final class FlowFactory {
    private static final MessageTemplate LONG =
            new MessageTemplate("News from {{project_name}}. " + "A date of the tour. ".repeat(10));

    private final Kernel kernel;
    private final InMemoryPorts memory;
    private final SampleProject sample;
    private final StepActions steps;
    private final IdSource ids;
    private final LinkLadderFactory links;
    private final List<Flow> created = new ArrayList<>();

    FlowFactory(
            Kernel kernel,
            InMemoryPorts memory,
            SampleProject sample,
            StepActions steps,
            IdSource ids) {
        this.kernel = kernel;
        this.memory = memory;
        this.sample = sample;
        this.steps = steps;
        this.ids = ids;
        this.links = new LinkLadderFactory(sample, steps);
    }

    /** An active flow on a keyword, with random steps and policies. */
    Flow create(String keyword) {
        return create(keyword, Trigger.SmsKeyword.of(keyword));
    }

    /** An active flow on another type of event. */
    Flow create(TriggerType type) {
        Optional<Threshold> threshold =
                kernel.chance("threshold").of(type.wireName()).hits(0.1)
                        ? Optional.of(new Threshold(2, Duration.ofHours(1)))
                        : Optional.empty();
        return create(
                type.wireName(),
                switch (type) {
                    case RELEASE_PRESAVED,
                            RELEASE_SAVED,
                            RELEASE_ADDED_TO_LIBRARY,
                            TRACK_LISTENED ->
                            new Trigger.OfRelease(
                                    type, thisOrAny(sample.release.id(), threshold), threshold);
                    case ARTIST_FOLLOWED, NEXTSAVE_OPTED_IN ->
                            new Trigger.OfArtist(
                                    type, thisOrAny(sample.artist.id(), threshold), threshold);
                    case SEGMENT_ENTERED -> new Trigger.OfSegment(sample.segment.id(), threshold);
                    case MESSAGE_DELIVERED ->
                            new Trigger.OfFlow(
                                    type, thisOrAny(created.getFirst().id(), threshold), threshold);
                    case LINK_CLICKED ->
                            new Trigger.OfFlow(
                                    type, thisOrAny(withLinks().id(), threshold), threshold);
                    case SMS_OPTED_IN, EMAIL_OPTED_IN, RELEASE_DETECTED, CONNECTION_EXPIRING ->
                            new Trigger.Single(type, threshold);
                    case SMS_KEYWORD ->
                            new Trigger.SmsKeyword(TriggerWord.of("keyword"), threshold);
                    case INSTAGRAM_DM ->
                            new InstagramTrigger.Dm(
                                    Optional.of(TriggerWord.of(InstagramSource.MESSAGE)),
                                    threshold);
                    case INSTAGRAM_COMMENT ->
                            new InstagramTrigger.Comment(
                                    Optional.empty(),
                                    Optional.of(TriggerWord.of(InstagramSource.COMMENT)),
                                    threshold);
                });
    }

    /** A flow whose messages have links, if there is one. */
    private Flow withLinks() {
        return created.stream()
                .filter(
                        flow ->
                                flow.definition().steps().stream()
                                        .flatMap(
                                                it ->
                                                        MessageEvents.causedBy(flow.id(), it)
                                                                .stream())
                                        .anyMatch(it -> it.type() == TriggerType.LINK_CLICKED))
                .findFirst()
                .orElse(created.getFirst());
    }

    private <T> Optional<T> thisOrAny(T id, Optional<Threshold> threshold) {
        return threshold.isPresent() && kernel.chance("threshold").of("counts any").hits(0.5)
                ? Optional.empty()
                : Optional.of(id);
    }

    /** An active flow on a trigger, with a name of its own. */
    Flow create(String keyword, Trigger trigger) {
        List<Step> steps = new ArrayList<>();
        Map<Integer, StepCondition> conditions = new HashMap<>();
        Chance chance = kernel.chance("flow " + keyword);
        int count = 1 + chance.of("steps").below(4);
        for (int i = 0; i < count; i++) {
            Step step = step(chance.of("step " + i), trigger);
            boolean untilRelease = chance.of("until release " + i).hits(0.4);
            steps.add(
                    untilRelease && step instanceof WaitStep
                            ? untilReleaseDay()
                            : chance.of("long " + i).hits(0.3) ? longer(step) : step);
            if (chance.of("condition on " + i).hits(0.2)) {
                conditions.put(
                        steps.size() - 1,
                        new ConditionFactory(sample, chance.of("condition on " + i))
                                .create(steps.size() - 1));
            }
            if (chance.of("ladder " + i).hits(0.2)) {
                steps.addAll(ladder(chance.of("ladder " + i)));
            }
            if (chance.of("links " + i).hits(0.3)) {
                steps.addAll(links.create(chance.of("links " + i), trigger));
            }
        }
        Chance experiment = chance.of("experiment");
        FlowDefinition definition =
                new FlowDefinition(
                                "Flow on " + keyword,
                                trigger,
                                VariedSteps.varied(steps, experiment),
                                switch (chance.of("re-entry").below(10)) {
                                    case 0, 1 -> ReEntry.ONCE;
                                    case 2 -> ReEntry.ONCE_PER_OBJECT;
                                    case 3 -> ReEntry.cooldown(Duration.ofMinutes(3));
                                    default -> ReEntry.EVERY_EVENT;
                                },
                                chance.of("stops").hits(0.3) ? OnFailure.STOP : OnFailure.CONTINUE)
                        .withConditions(new StepConditions(conditions))
                        .withExperiment(
                                new Experiment(
                                        28,
                                        experiment.of("holds out").hits(0.25) ? 40 : 0,
                                        Optional.empty()))
                        .withOnReply(
                                chance.of("stops on reply").hits(0.2)
                                        ? OnReply.STOP
                                        : OnReply.CONTINUE);
        FlowService direct =
                new Application(InMemoryPorts.with(memory, WakeUpQueue.class, new NoWakeUps()))
                        .management()
                        .flows(ids);
        Flow flow =
                direct.activate(SampleProject.ID, direct.create(SampleProject.ID, definition).id());
        created.add(flow);
        return flow;
    }

    /** A text of two parts, which may cost more credits than are left; a wait of minutes. */
    private static Step longer(Step step) {
        return switch (step) {
            case Step.SendText text -> new Step.SendText(LONG, text.onUnmet(), text.isFallback());
            case WaitStep _ -> new WaitStep(new WaitTime.For(TimeSpan.of(Duration.ofMinutes(5))));
            default -> step;
        };
    }

    private WaitStep untilReleaseDay() {
        return new WaitStep(
                new WaitTime.ReleaseDay(
                        Optional.of(sample.release.id()),
                        LocalTime.MIDNIGHT,
                        Optional.of(ReleaseWatch.HOME)));
    }

    /** A message with one or two fallbacks. */
    private List<Step> ladder(Chance chance) {
        MessageTemplate text = new MessageTemplate("News from {{project_name}}");
        OnUnmet first = chance.of("first").anyOf(List.of(OnUnmet.SKIP, OnUnmet.HOLD));
        OnUnmet last = chance.of("last").anyOf(List.of(OnUnmet.values()));
        return chance.of("shape")
                .anyOf(
                        List.of(
                                List.of(
                                        new Step.SendInstagramDm(text, first),
                                        new Step.SendText(text, last, true)),
                                List.of(
                                        new Step.SendText(text, first),
                                        new Step.SendEmail(text, text, last, true)),
                                List.of(
                                        new Step.SendInstagramDm(text, OnUnmet.SKIP),
                                        new Step.SendText(text, first, true),
                                        new Step.SendEmail(text, text, last, true))));
    }

    /** A random step, except those that would trigger the flow again. */
    private Step step(Chance chance, Trigger trigger) {
        OnUnmet onUnmet =
                chance.of("unmet").anyOf(List.of(OnUnmet.SKIP, OnUnmet.DEFER, OnUnmet.HOLD));
        SampleSubjects subjects =
                new SampleSubjects(
                        sample.release.id(),
                        sample.artist.id(),
                        SampleProject.ARTIST,
                        chance.of("item").anyOf(sample.libraryItems()),
                        sample.segment.id());
        List<Step> samples =
                Arrays.stream(StepType.values())
                        .<Step>map(type -> steps.of(type).sample(subjects, onUnmet))
                        .toList();
        return chance.of("type")
                .oneOf(
                        samples,
                        it ->
                                steps.of(it).fires(it, trigger, SampleProject.ID)
                                        ? 0
                                        : weight(it, trigger));
    }

    private static int weight(Step step, Trigger trigger) {
        boolean isOnInstagram =
                trigger.type() == TriggerType.INSTAGRAM_DM
                        || trigger.type() == TriggerType.INSTAGRAM_COMMENT;
        return switch (step.type()) {
            case SEND_TEXT -> 3;
            case SEND_EMAIL -> 2;
            case SEND_INSTAGRAM_DM -> isOnInstagram ? 4 : 1;
            default -> 1;
        };
    }

    /** No run waits yet when flows are created. */
    private static final class NoWakeUps implements WakeUpQueue {
        @Override
        public void send(WakeUp.RequirementMet wakeUp) {}

        @Override
        public int sendDue(List<DueRunIndex.DueRun> due, Instant now) {
            return 0;
        }

        @Override
        public int queued() {
            return 0;
        }
    }
}
