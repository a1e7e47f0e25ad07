package dev.actionflows.domain.intake;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.run.Deadline;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Takes the messages and comments of one Instagram notification, of any accounts and any number.
 * Each is an event of its own: a failure of one keeps no other from its flow. The caller has
 * verified that Meta sent them; the account tells the project, and Instagram's id tells the fan.
 */
public final class InstagramReceiver {
    /** So many people's events are dealt with at the same time; one person's in their order. */
    static final int AT_ONCE = 16;

    /** What one read asks for at most: their facts are as old as it takes to come to the last. */
    private static final int MAX_READ_TOGETHER = 25;

    /** So many events may take more time than there is; of fewer no note is kept. */
    static final int MANY = 50;

    private final InstagramAccountStore accounts;
    private final Intake intake;
    private final InstagramTranslator translator;
    private final InstagramObserver observer;
    private final HandledEventStore handled;
    private final InstantSource clock;

    /**
     * @param observer is told of events that belong to no project, and of unreadable ones
     */
    public InstagramReceiver(
            InstagramAccountStore accounts,
            Intake intake,
            IdentityHasher identities,
            InstagramObserver observer,
            HandledEventStore handled,
            InstantSource clock) {
        this.accounts = accounts;
        this.intake = intake;
        this.translator = new InstagramTranslator(identities);
        this.observer = observer;
        this.handled = handled;
        this.clock = clock;
    }

    /**
     * When it returns, what came of every event is stored. When it throws, that holds for all but
     * some, and the same events may be given again: those that were dealt with stay as they are.
     *
     * @param events in the order in which Meta tells them
     * @param unreadable how many more there were that could not be read
     * @throws ProblemException TRY_AGAIN when a service was busy or the time was over
     * @throws IllegalStateException when anything else went wrong with some of them
     */
    public void receive(List<InstagramEvent> events, int unreadable, Deadline deadline) {
        if (unreadable > 0) {
            observer.ignored(InstagramObserver.Why.UNREADABLE, unreadable);
        }
        Map<InstagramAccountId, ProjectId> owners = new HashMap<>();
        events.stream()
                .map(InstagramEvent::account)
                .distinct()
                .forEach(
                        account ->
                                accounts.ownerOf(account)
                                        .ifPresent(project -> owners.put(account, project)));
        String name = events.size() > MANY ? nameOf(events) : "";
        BitSet done = name.isEmpty() ? new BitSet() : handled.find(name);
        List<Owned> owned = new ArrayList<>();
        int strangers = 0;
        for (int place = 0; place < events.size(); place++) {
            ProjectId project = owners.get(events.get(place).account());
            if (project == null) {
                strangers++;
            } else if (!done.get(place)) {
                owned.add(new Owned(project, events.get(place), place));
            }
        }
        if (strangers > 0) {
            observer.ignored(InstagramObserver.Why.UNKNOWN_ACCOUNT, strangers);
        }
        Dealt dealt = dealWith(owned, deadline);
        if (dealt.failures().isEmpty()) {
            return;
        }
        RuntimeException failure = failure(dealt.failures(), events.size());
        if (!name.isEmpty()) {
            dealt.places().forEach(done::set);
            note(name, done, failure);
        }
        throw failure;
    }

    private void note(String name, BitSet done, RuntimeException failure) {
        try {
            handled.note(name, done, clock.instant());
        } catch (RuntimeException e) {
            // then the next delivery looks at all of them
            failure.addSuppressed(e);
        }
    }

    /** The same for the same events in the same order. */
    private static String nameOf(List<InstagramEvent> events) {
        return InstagramTranslator.sha256(
                events.stream()
                        .map(
                                event ->
                                        event.account()
                                                + " "
                                                + InstagramTranslator.idOf(event).value())
                        .collect(Collectors.joining("\n")));
    }

    /**
     * @param place in the notification
     */
    private record Owned(ProjectId project, InstagramEvent event, int place) {}

    /**
     * @param places of the events that are done
     */
    private record Dealt(List<Integer> places, List<RuntimeException> failures) {
        static Dealt none() {
            return new Dealt(new ArrayList<>(), new ArrayList<>());
        }

        void add(Dealt other) {
            places.addAll(other.places);
            failures.addAll(other.failures);
        }
    }

    private Dealt dealWith(List<Owned> events, Deadline deadline) {
        List<List<Owned>> bySender =
                List.copyOf(
                        events.stream()
                                .collect(
                                        Collectors.groupingBy(
                                                owned -> owned.event().sender(),
                                                LinkedHashMap::new,
                                                Collectors.toList()))
                                .values());
        // four parts for each thread, so that none has much to do when the others are done
        int together = Math.clamp(bySender.size() / (4 * AT_ONCE), 1, MAX_READ_TOGETHER);
        List<List<List<Owned>>> parts = new ArrayList<>();
        for (int from = 0; from < bySender.size(); from += together) {
            parts.add(bySender.subList(from, Math.min(bySender.size(), from + together)));
        }
        if (parts.size() == 1) {
            return part(parts.getFirst(), deadline);
        }
        Dealt dealt = Dealt.none();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(
                        Math.clamp(parts.size(), 1, AT_ONCE), Thread.ofVirtual().factory())) {
            List<Future<Dealt>> done =
                    parts.stream().map(part -> threads.submit(() -> part(part, deadline))).toList();
            for (Future<Dealt> each : done) {
                dealt.add(each.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("events were left undone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted among events", e);
        }
        return dealt;
    }

    /** Some people's events: the facts for the first of each are read together. */
    private Dealt part(List<List<Owned>> queues, Deadline deadline) {
        Map<Owned, IntakeReader.IntakeFacts> facts =
                queues.size() > 1 && deadline.left().isPositive()
                        ? factsFor(queues.stream().map(List::getFirst).toList())
                        : Map.of();
        Dealt dealt = Dealt.none();
        queues.forEach(queue -> dealt.add(inOrder(queue, facts, deadline)));
        return dealt;
    }

    /**
     * One person's events. Behind a STOP or START that could not be stored nothing more of them is
     * done: it comes again with it, in the same order.
     *
     * @param facts that have been read already, by event
     */
    private Dealt inOrder(
            List<Owned> queue, Map<Owned, IntakeReader.IntakeFacts> facts, Deadline deadline) {
        Dealt dealt = Dealt.none();
        for (Owned owned : queue) {
            if (!deadline.left().isPositive()) {
                dealt.failures()
                        .add(
                                new ProblemException(
                                        ErrorCode.TRY_AGAIN, "there was no time for all"));
                return dealt;
            }
            try {
                take(owned, Optional.ofNullable(facts.get(owned)));
                dealt.places().add(owned.place());
            } catch (RuntimeException e) {
                dealt.failures().add(e);
                if (InstagramTranslator.isAboutConsent(owned.event())) {
                    return dealt;
                }
            }
        }
        return dealt;
    }

    private Map<Owned, IntakeReader.IntakeFacts> factsFor(List<Owned> events) {
        try {
            List<IntakeReader.IntakeFacts> read =
                    intake.readAll(events.stream().map(this::question).toList());
            Map<Owned, IntakeReader.IntakeFacts> facts = new HashMap<>();
            for (int index = 0; index < events.size(); index++) {
                facts.put(events.get(index), read.get(index));
            }
            return facts;
        } catch (RuntimeException e) {
            // each reads its own then: what is wrong with one must not hold up the others
            return Map.of();
        }
    }

    private IntakeReader.Question question(Owned owned) {
        return translator.question(owned.project(), owned.event());
    }

    /**
     * @param read the event's facts, if they have been read already
     */
    private void take(Owned owned, Optional<IntakeReader.IntakeFacts> read) {
        IncomingEvent event = translator.incoming(owned.project(), owned.event(), clock.instant());
        read.ifPresentOrElse(facts -> intake.take(event, facts), () -> intake.take(event));
    }

    /** The worst of them decides whether it is ours to mend. */
    private static RuntimeException failure(List<RuntimeException> failures, int all) {
        String said = "of %d events not all were stored; send all of them again".formatted(all);
        Optional<RuntimeException> ours =
                failures.stream()
                        .filter(
                                it ->
                                        !(it instanceof ProblemException problem
                                                && problem.code() == ErrorCode.TRY_AGAIN))
                        .findFirst();
        if (ours.isPresent()) {
            return new IllegalStateException(said, ours.get());
        }
        ProblemException busy = new ProblemException(ErrorCode.TRY_AGAIN, said);
        busy.initCause(failures.getFirst());
        return busy;
    }
}
