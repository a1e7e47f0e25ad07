package dev.actionflows.domain.intake;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.InstagramEventId;
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
 * Takes the messages and comments of one Instagram notification, for any number of accounts. Each
 * is an event of its own: the failure of one does not affect the others. The caller has verified
 * Meta's signature; the account identifies the project, and Instagram's id identifies the fan.
 */
public final class InstagramReceiver {
    /**
     * The number of fans whose events are handled concurrently; the events of one fan keep their
     * order.
     */
    static final int AT_ONCE = 16;

    /**
     * The maximum number of events in one read: the facts of the last event are as old as handling
     * the others takes.
     */
    private static final int MAX_READ_TOGETHER = 25;

    /**
     * From this number on, the time may not suffice for all events, and handled ones are recorded.
     */
    static final int MANY = 50;

    private final InstagramAccountStore accounts;
    private final Intake intake;
    private final InstagramTranslator translator;
    private final InstagramObserver observer;
    private final HandledEventStore handled;
    private final InstantSource clock;

    /**
     * @param observer notified of events that belong to no project, and of unreadable ones
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
     * When it returns, the result of every event is stored. When it throws, the results of some may
     * be missing, and the same events can be passed again: those that were handled stay unchanged.
     *
     * @param events in Meta's order
     * @param unreadable the number of further events that could not be read
     * @throws ProblemException TRY_AGAIN if a service was busy or the time was up
     * @throws IllegalStateException if some events failed for any other reason
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
        int ofUnknownAccounts = 0;
        for (int place = 0; place < events.size(); place++) {
            ProjectId project = owners.get(events.get(place).account());
            if (project == null) {
                ofUnknownAccounts++;
            } else if (!done.get(place)) {
                owned.add(new Owned(project, events.get(place), place));
            }
        }
        if (ofUnknownAccounts > 0) {
            observer.ignored(InstagramObserver.Why.UNKNOWN_ACCOUNT, ofUnknownAccounts);
        }
        Handled handled = handle(owned, deadline);
        if (handled.failures().isEmpty()) {
            return;
        }
        RuntimeException failure = failure(handled.failures(), events.size());
        if (!name.isEmpty()) {
            handled.places().forEach(done::set);
            note(name, done, failure);
        }
        throw failure;
    }

    private void note(String name, BitSet done, RuntimeException failure) {
        try {
            handled.note(name, done, clock.instant());
        } catch (RuntimeException e) {
            // then the next delivery handles all of them
            failure.addSuppressed(e);
        }
    }

    /** A name that is equal for the same events in the same order. */
    private static String nameOf(List<InstagramEvent> events) {
        return InstagramEventId.sha256(
                events.stream()
                        .map(
                                event ->
                                        event.account()
                                                + " "
                                                + InstagramTranslator.idOf(event).value())
                        .collect(Collectors.joining("\n")));
    }

    /**
     * @param place the position in the notification
     */
    private record Owned(ProjectId project, InstagramEvent event, int place) {}

    /**
     * @param places the positions of the handled events
     */
    private record Handled(List<Integer> places, List<RuntimeException> failures) {
        static Handled none() {
            return new Handled(new ArrayList<>(), new ArrayList<>());
        }

        void add(Handled other) {
            places.addAll(other.places);
            failures.addAll(other.failures);
        }
    }

    private Handled handle(List<Owned> events, Deadline deadline) {
        List<List<Owned>> bySender =
                List.copyOf(
                        events.stream()
                                .collect(
                                        Collectors.groupingBy(
                                                owned -> owned.event().sender(),
                                                LinkedHashMap::new,
                                                Collectors.toList()))
                                .values());
        // four parts for each thread, so that the threads finish at about the same time
        int together = Math.clamp(bySender.size() / (4 * AT_ONCE), 1, MAX_READ_TOGETHER);
        List<List<List<Owned>>> parts = new ArrayList<>();
        for (int from = 0; from < bySender.size(); from += together) {
            parts.add(bySender.subList(from, Math.min(bySender.size(), from + together)));
        }
        if (parts.size() == 1) {
            return part(parts.getFirst(), deadline);
        }
        Handled handled = Handled.none();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(
                        Math.clamp(parts.size(), 1, AT_ONCE), Thread.ofVirtual().factory())) {
            List<Future<Handled>> done =
                    parts.stream().map(part -> threads.submit(() -> part(part, deadline))).toList();
            for (Future<Handled> each : done) {
                handled.add(each.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("events were left undone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted among events", e);
        }
        return handled;
    }

    /** The events of some fans: the facts for the first event of each are read together. */
    private Handled part(List<List<Owned>> queues, Deadline deadline) {
        Map<Owned, IntakeReader.IntakeFacts> facts =
                queues.size() > 1 && deadline.left().isPositive()
                        ? factsFor(queues.stream().map(List::getFirst).toList())
                        : Map.of();
        Handled handled = Handled.none();
        queues.forEach(queue -> handled.add(inOrder(queue, facts, deadline)));
        return handled;
    }

    /**
     * The events of one fan. If a STOP or START cannot be stored, the later events of the fan are
     * not handled: they are redelivered with it, in the same order.
     *
     * @param facts facts that have been read already, by event
     */
    private Handled inOrder(
            List<Owned> queue, Map<Owned, IntakeReader.IntakeFacts> facts, Deadline deadline) {
        Handled handled = Handled.none();
        for (Owned owned : queue) {
            if (!deadline.left().isPositive()) {
                handled.failures()
                        .add(
                                new ProblemException(
                                        ErrorCode.TRY_AGAIN, "there was no time for all"));
                return handled;
            }
            try {
                take(owned, Optional.ofNullable(facts.get(owned)));
                handled.places().add(owned.place());
            } catch (RuntimeException e) {
                handled.failures().add(e);
                if (InstagramTranslator.isAboutConsent(owned.event())) {
                    return handled;
                }
            }
        }
        return handled;
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
            // then each event reads its own facts: a failure of one must not affect the others
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

    /** The most severe failure decides whether the caller retries or we have a bug. */
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
