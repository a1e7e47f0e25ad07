package dev.actionflows.domain.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.QueuedErasureTask;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Erasures that die at each call of a port, that something else happens to between any two calls,
 * and that happen between any two calls of something else.
 */
class ErasureCrashTest {
    /** More than any of these histories has calls. */
    private static final int MAX_CALLS = 5_000;

    /** A deployment whose ports can be interrupted. */
    private static final class History {
        final InMemoryPorts memory = new InMemoryPorts();
        final ErasureWorld quiet = new ErasureWorld(memory, memory);
        final InterruptiblePorts calls = new InterruptiblePorts();
        final ErasureWorld.Planted ada = quiet.plant("ada", "0101");
        final ErasureWorld.Planted ben = quiet.plant("ben", "0202");
        final FanIdentity evesAccount =
                memory.identities().of(quiet.project, Identity.Kind.INSTAGRAM, "eve");
        final Application interrupted;
        final FanExport.Part benBefore;

        History() {
            Ports ports = InMemoryPorts.decorated(memory, calls);
            interrupted = new Application(ports);
            // another record, which may turn out to be the same fan
            quiet.application()
                    .fanResolver()
                    .resolve(quiet.project, Optional.empty(), List.of(evesAccount));
            benBefore = export(ben.current());
        }

        FanExport.Part export(FanId fan) {
            return quiet.management().fanExport().page(quiet.project, fan, Optional.empty(), 100);
        }

        void record(FanIdentity address, ConsentChange.Kind kind, String id) {
            memory.consents()
                    .recordConsent(
                            quiet.project,
                            address.identity(),
                            new ConsentChange(kind, id, memory.clock.instant()));
        }

        /** Requests the erasure, again if the request dies. */
        void request() {
            repeatedly(
                    () -> interrupted.management().fanEraser().erase(quiet.project, ada.former()));
        }

        /** Handles the tasks of the first pass, each again if it dies. */
        void firstPass() {
            while (!memory.erasureTasks.isEmpty()
                    && memory.erasureTasks.getFirst().delay().isZero()) {
                handleNext();
            }
        }

        void handleNext() {
            QueuedErasureTask next = memory.erasureTasks.removeFirst();
            memory.clock.advance(next.delay());
            repeatedly(
                    () ->
                            interrupted
                                    .management()
                                    .erasures()
                                    .work(
                                            (ErasureTask.Erase) next.task(),
                                            quiet.deadline(Duration.ofSeconds(20))));
        }

        void laterPasses() {
            while (!memory.erasureTasks.isEmpty()) {
                handleNext();
            }
        }

        private static void repeatedly(Runnable work) {
            while (true) {
                try {
                    work.run();
                    return;
                } catch (InterruptiblePorts.Killed e) {
                    // the client repeats its request, and the queue redelivers its message
                }
            }
        }

        void assertErased() {
            Erasure erasure = memory.erasures.findByFan(quiet.project, ada.current()).orElseThrow();
            assertThat(erasure.isCompleted()).isTrue();
            for (FanId id : erasure.fans()) {
                assertThat(memory.fans.findRecord(quiet.project, id)).isEmpty();
                assertThat(memory.fanData.deleteFan(quiet.project, id)).isEqualTo(DataCount.NONE);
                assertThat(memory.fanData.activity(quiet.project, id, Optional.empty(), 1).items())
                        .isEmpty();
                assertThat(
                                memory.fanData
                                        .listed(quiet.project, List.of(id), Optional.empty())
                                        .items())
                        .isEmpty();
            }
            for (ErasedAddress address : erasure.addresses()) {
                KnownIdentity state =
                        memory.fans
                                .findIdentity(quiet.project, address.identity())
                                .orElseGet(KnownIdentity::unknown);
                assertThat(state.fan().filter(erasure.fans()::contains)).isEmpty();
                if (state.fan().isEmpty()) {
                    assertThat(state.consent()).isEmpty();
                    assertThat(state.wroteAt()).isEmpty();
                }
            }
            assertThat(memory.waitingRuns.lists())
                    .noneMatch(
                            list ->
                                    erasure.fans().stream()
                                            .anyMatch(id -> list.contains(id.value())));
            assertThat(export(ben.current())).isEqualTo(benBefore);
        }

        boolean isStopped(FanIdentity address) {
            return memory.fans
                    .findIdentity(quiet.project, address.identity())
                    .filter(KnownIdentity::stopped)
                    .isPresent();
        }
    }

    @Test
    void an_erasure_that_dies_anywhere_is_completed_by_its_repetition() {
        for (boolean after : new boolean[] {false, true}) {
            int number = 0;
            History history;
            do {
                history = new History();
                history.record(history.ada.phone(), ConsentChange.Kind.STOP, "stop");
                history.calls.killAt(number, after);
                history.request();
                assertThat(history.memory.fans.find(history.quiet.project, history.ada.current()))
                        .isEmpty();
                history.firstPass();
                history.laterPasses();

                history.assertErased();
                assertThat(history.isStopped(history.ada.phone())).isTrue();
                assertThat(history.isStopped(history.ada.email())).isTrue();
                number++;
            } while (history.calls.wasInterrupted() && number < MAX_CALLS);
            assertThat(number).isBetween(50, MAX_CALLS - 1);
        }
    }

    /** What may happen at any time, by calls that read the fan before or not at all. */
    private static Map<String, BiConsumer<History, Integer>> others() {
        Map<String, BiConsumer<History, Integer>> others = new LinkedHashMap<>();
        others.put(
                "an event starts a run under a former id",
                (it, number) -> it.quiet.startRun(it.ada.former(), "api:late" + number));
        others.put(
                "a step adds the fan to a segment",
                (it, _) ->
                        it.memory.catalog.addMember(
                                it.quiet.project,
                                it.quiet.segment,
                                it.ada.former(),
                                it.memory.clock.instant()));
        others.put(
                "the fan sends STOP",
                (it, _) -> it.record(it.ada.phone(), ConsentChange.Kind.STOP, "stop"));
        others.put(
                "a form arrives late",
                (it, _) -> it.record(it.ada.email(), ConsentChange.Kind.OPT_IN, "late"));
        others.put(
                "another record turns out to be the fan",
                (it, _) ->
                        ifThereIsStill(
                                () ->
                                        it.quiet
                                                .application()
                                                .fanResolver()
                                                .resolve(
                                                        it.quiet.project,
                                                        Optional.of(it.ada.current()),
                                                        List.of(it.evesAccount))));
        others.put(
                "the fan is named",
                (it, _) ->
                        ifThereIsStill(
                                () ->
                                        it.quiet
                                                .management()
                                                .fans()
                                                .setFirstName(
                                                        it.quiet.project,
                                                        it.ada.former(),
                                                        FirstName.parse("Eva").orElseThrow())));
        return others;
    }

    private static void ifThereIsStill(Runnable work) {
        try {
            work.run();
        } catch (ProblemException e) {
            // the fan is gone
        }
    }

    @Test
    void whatever_happens_between_any_two_calls_nothing_is_left_after_the_second_pass() {
        others().forEach(
                        (name, other) -> {
                            int number = 0;
                            History history;
                            do {
                                history = new History();
                                History current = history;
                                int place = number;
                                history.calls.runAt(number, () -> other.accept(current, place));
                                history.request();
                                history.firstPass();
                                // whatever read the fan before is over by now
                                boolean done = !history.calls.wasInterrupted();
                                history.calls.stop();
                                history.laterPasses();

                                history.assertErased();
                                if (name.contains("STOP") && !done) {
                                    assertThat(history.isStopped(history.ada.phone())).isTrue();
                                }
                                number++;
                            } while (history.calls.wasInterrupted() && number < MAX_CALLS);
                            assertThat(number).as(name).isBetween(20, MAX_CALLS - 1);
                        });
    }

    /** What reads the fan, and may be overtaken by an erasure before it writes. */
    private static Map<String, BiConsumer<History, Application>> overtaken() {
        Map<String, BiConsumer<History, Application>> overtaken = new LinkedHashMap<>();
        overtaken.put(
                "an event",
                (it, application) ->
                        application
                                .flowStarter()
                                .take(
                                        new EventFan(it.quiet.project, it.ada.current(), Set.of()),
                                        new FanEvent(
                                                new EventId("api:overtaken"),
                                                TriggerType.SMS_KEYWORD,
                                                "presave",
                                                it.memory.clock.instant()),
                                        List.of(TriggerClaim.of(it.quiet.flow))));
        overtaken.put(
                "a step",
                (it, application) -> {
                    Run run = it.memory.ledger.find(it.ada.runs().getFirst()).orElseThrow();
                    new StateMachine(it.memory.clock)
                            .with(
                                    StepType.ADD_TO_SEGMENT,
                                    application.steps().runner(StepType.ADD_TO_SEGMENT))
                            .with(
                                    StepType.SEND_TEXT,
                                    application.steps().runner(StepType.SEND_TEXT))
                            .execute(run);
                });
        overtaken.put(
                "a merge",
                (it, application) ->
                        application
                                .fanResolver()
                                .resolve(
                                        it.quiet.project,
                                        Optional.of(it.ada.current()),
                                        List.of(it.evesAccount)));
        overtaken.put(
                "a sign-up",
                (it, application) ->
                        application
                                .fanResolver()
                                .resolve(
                                        it.quiet.project,
                                        Optional.empty(),
                                        List.of(it.ada.email())));
        return overtaken;
    }

    @Test
    void whatever_an_erasure_overtakes_leaves_nothing_after_the_second_pass() {
        overtaken()
                .forEach(
                        (name, other) -> {
                            int number = 0;
                            History history;
                            do {
                                history = new History();
                                History current = history;
                                history.calls.runAt(
                                        number,
                                        () -> {
                                            current.quiet.erase(current.ada.current());
                                            current.quiet.firstPass();
                                        });
                                Application interrupted = history.interrupted;
                                ifThereIsStill(() -> other.accept(current, interrupted));
                                history.calls.stop();
                                if (history.calls.wasInterrupted()) {
                                    history.laterPasses();
                                    history.assertErased();
                                }
                                number++;
                            } while (history.calls.wasInterrupted() && number < MAX_CALLS);
                            assertThat(number).as(name).isBetween(2, MAX_CALLS - 1);
                        });
    }

    @Test
    void without_the_second_pass_what_was_in_flight_would_be_left() {
        History history = new History();
        history.request();
        history.firstPass();
        history.quiet.startRun(history.ada.former(), "api:late");

        Optional<Fan> fan = history.memory.fans.find(history.quiet.project, history.ada.former());
        assertThat(fan).isEmpty();
        assertThat(
                        history.memory
                                .fanData
                                .activity(
                                        history.quiet.project,
                                        history.ada.former(),
                                        Optional.empty(),
                                        10)
                                .items())
                .isNotEmpty();
        assertThat(
                        history.memory
                                .erasures
                                .findByFan(history.quiet.project, history.ada.former())
                                .orElseThrow()
                                .isCompleted())
                .isFalse();
    }
}
