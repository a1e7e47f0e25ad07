package dev.actionflows.domain.backtest;

import dev.actionflows.domain.dryrun.NoOpRunObserver;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.intake.FlowStarter;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RetryableStepException;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunOutline;
import dev.actionflows.domain.run.RunResumer;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.domain.run.StepAnswer;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.domain.run.StepTicket;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;

/**
 * Plays all that happened to one fan in the order in which it happened: the events that fire the
 * trigger, the end of each wait, and what a step had waited for. The intake, the step runner and
 * the actions are those of production.
 */
final class FanPlayer {
    /** The most runs of one fan; what fires the trigger later is not played. */
    static final int MAX_RUNS = 100;

    /**
     * What fits the time of a fan. Each step that waits for a cap looks again every six hours, for
     * a month at most.
     */
    private static final int MAX_MOMENTS = 5_000;

    private final Play play;
    private final ReadFailures failures;
    private final PlayedPorts ports;
    private final PlayedLedger entries;
    private final PlayedIntake intake;
    private final StepActions steps;
    private final Queue<RunKey> requested = new ArrayDeque<>();
    private final Deadline deadline;
    private int entered;
    private boolean omitted;

    FanPlayer(PageReads real, Play play, Deadline deadline) {
        this.play = play;
        this.deadline = deadline;
        this.failures = real.failures();
        this.ports = new PlayedPorts(real, play);
        this.entries =
                play.plan.remembersEntries()
                        ? ports.ledger()
                        : new PlayedLedger(play, _ -> Optional.empty());
        this.intake = new PlayedIntake(play);
        this.steps = new StepActions(ports);
    }

    /** Something that happened, and what it does to the play. */
    private record Moment(Instant at, Runnable what) {}

    /**
     * Fails if something stored cannot be read: the same request may be sent again.
     *
     * @return whether all was played; otherwise it was too much, or there was too little time
     */
    boolean play() {
        List<Moment> moments = moments();
        int next = 0;
        for (int played = 0; played < MAX_MOMENTS && hasTime(); played++) {
            Optional<Run> due = nextDue();
            Optional<Instant> dueAt = due.flatMap(Run::dueAt);
            boolean momentComesFirst =
                    next < moments.size()
                            && (dueAt.isEmpty() || dueAt.get().isAfter(moments.get(next).at()));
            if (momentComesFirst) {
                Moment moment = moments.get(next++);
                play.clock.moveTo(moment.at());
                moment.what().run();
            } else if (due.isPresent() && !dueAt.get().isAfter(play.plan.now())) {
                play.clock.moveTo(dueAt.get());
                resumer().resume(due.get().key());
            } else {
                return !omitted;
            }
            executeRequested();
            failures.rethrow();
        }
        return false;
    }

    private boolean hasTime() {
        return deadline.left().isPositive();
    }

    /** The run that goes on first by itself; of two at once, the one with the lower id. */
    private Optional<Run> nextDue() {
        return play.runs().stream()
                .filter(run -> run.dueAt().isPresent())
                .min(
                        Comparator.<Run, Instant>comparing(run -> run.dueAt().orElseThrow())
                                .thenComparing(run -> run.key().run().value()));
    }

    private List<Moment> moments() {
        List<Moment> moments = new ArrayList<>();
        for (PastEvent past : play.past.events()) {
            play.match
                    .of(past)
                    .filter(_ -> play.plan.includes(past.at()))
                    .ifPresent(event -> moments.add(new Moment(past.at(), () -> take(event))));
        }
        for (Connection connection : play.past.connections()) {
            moments.add(met(connection.authorizedAt(), Requirement::streamingConnection));
        }
        play.past.consents().values().stream()
                .flatMap(List::stream)
                .filter(it -> it.kind().confirms())
                .map(ConsentChange::at)
                .map(at -> met(at, Requirement::confirmedConsent))
                .forEach(moments::add);
        moments.removeIf(it -> it.at().isAfter(play.plan.now()));
        moments.sort(Comparator.comparing(Moment::at));
        return moments;
    }

    private Moment met(Instant at, Function<FanId, Requirement> requirement) {
        return new Moment(
                at,
                () ->
                        play.past
                                .fan()
                                .ids()
                                .forEach(id -> waker().wake(met(requirement.apply(id)))));
    }

    private WakeUp.RequirementMet met(Requirement requirement) {
        return new WakeUp.RequirementMet(play.plan.project().id(), requirement, Optional.empty());
    }

    private void take(FanEvent event) {
        if (play.runs().size() >= MAX_RUNS) {
            omitted = true;
            return;
        }
        ProjectId project = play.plan.project().id();
        if (event.type() == TriggerType.SMS_KEYWORD) {
            play.past
                    .fan()
                    .latest(Identity.Kind.PHONE)
                    .ifPresent(it -> ports.consents().texted(it.identity(), event.id().value()));
        }
        new FlowStarter(entries, intake, intake, this::request, new NoOpRunObserver(), play.clock)
                .take(EventFan.of(project, play.past.fan()), event, List.of(play.plan.claim()));
    }

    private boolean request(Run run, boolean counted) {
        requested.add(run.key());
        return true;
    }

    private void executeRequested() {
        while (!requested.isEmpty()) {
            execute(requested.remove());
        }
    }

    private void execute(RunKey key) {
        Instant at = play.clock.instant();
        boolean first = true;
        StepAnswer answer = run(key).answer();
        while (answer instanceof StepAnswer.Next next) {
            play.enter(new StepKey(key, next.index()));
            answer = state(key, next, at, first);
            first = false;
        }
    }

    /** A step is tried again as by the state machine: how often decides about some outcomes. */
    private StepAnswer state(RunKey key, StepAnswer.Next next, Instant at, boolean first) {
        String token = "backtest@" + entered++;
        for (int retries = 0; ; retries++) {
            try {
                return steps.runner(next.type())
                        .run(
                                ticket(run(key), next.index(), token, at, retries, first),
                                Run.STEP_TIMEOUT);
            } catch (RetryableStepException e) {
                failures.rethrow();
                if (retries == StepRunner.MAX_RETRIES) {
                    throw e;
                }
            }
        }
    }

    private static StepTicket ticket(
            Run run, int index, String token, Instant at, int retries, boolean first) {
        return new StepTicket(
                run.key(),
                run.epoch(),
                index,
                token,
                at,
                at,
                retries,
                first,
                false,
                Optional.of(RunOutline.of(run)));
    }

    private Run run(RunKey key) {
        return play.run(key).orElseThrow();
    }

    private RunResumer resumer() {
        return new RunResumer(
                ports.ledger(),
                ports.facts(),
                ports.waitingRuns(),
                this::request,
                new NoOpRunObserver(),
                ports.ids(),
                play.clock,
                ports::quietHours);
    }

    private RunWaker waker() {
        return new RunWaker(
                ports.ledger(),
                ports.waitingRuns(),
                this::request,
                new NoWakeUps(),
                new NoOpRunObserver(),
                play.clock);
    }

    /** The runs of one fan that wait for the same are one page. */
    private static final class NoWakeUps implements WakeUpQueue {
        @Override
        public void send(WakeUp.RequirementMet wakeUp) {
            throw new IllegalStateException("no further page: " + wakeUp);
        }

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
