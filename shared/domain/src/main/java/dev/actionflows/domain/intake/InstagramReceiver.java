package dev.actionflows.domain.intake;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.ReservedWords;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.trigger.TriggerType;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Messages and comments on Instagram come in, of any accounts, any number at once. Each is dealt
 * with by itself: what goes wrong with one keeps no other from its flow. That Meta has sent them is
 * proven before; whose they are is told by the account, and who acted by Instagram's id of the
 * person.
 */
public final class InstagramReceiver {
    /** So many people's events are dealt with at the same time; one person's in their order. */
    static final int AT_ONCE = 16;

    /** What one read asks for at most: their facts are as old as it takes to come to the last. */
    private static final int MAX_READ_TOGETHER = 25;

    /** So many events may take more time than there is; of fewer no note is kept. */
    static final int MANY = 50;

    /** Safe in keys and paths. */
    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9_.-]{1,190}");

    private final InstagramAccountStore accounts;
    private final IntakeReader reader;
    private final FanStore fans;
    private final Intake intake;
    private final IdentityHasher identities;
    private final PlanTriggers plans;
    private final IntakeObserver observer;
    private final InstagramObserver ignored;
    private final HandledEventStore dealtWith;
    private final IdSource ids;
    private final InstantSource clock;

    public InstagramReceiver(
            InstagramAccountStore accounts,
            IntakeReader reader,
            FanStore fans,
            Intake intake,
            IdentityHasher identities,
            PlanTriggers plans,
            IntakeObserver observer,
            InstagramObserver ignored,
            HandledEventStore dealtWith,
            IdSource ids,
            InstantSource clock) {
        this.accounts = accounts;
        this.reader = reader;
        this.fans = fans;
        this.intake = intake;
        this.identities = identities;
        this.plans = plans;
        this.observer = observer;
        this.ignored = ignored;
        this.dealtWith = dealtWith;
        this.ids = ids;
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
            ignored.ignored(InstagramObserver.Why.UNREADABLE, unreadable);
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
        BitSet done = name.isEmpty() ? new BitSet() : dealtWith.find(name);
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
            ignored.ignored(InstagramObserver.Why.UNKNOWN_ACCOUNT, strangers);
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
            dealtWith.note(name, done, clock.instant());
        } catch (RuntimeException e) {
            // then the next delivery looks at all of them
            failure.addSuppressed(e);
        }
    }

    /** The same for the same events in the same order. */
    private static String nameOf(List<InstagramEvent> events) {
        return sha256(
                events.stream()
                        .map(event -> event.account() + " " + idOf(event).value())
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
                receive(owned, Optional.ofNullable(facts.get(owned)));
                dealt.places().add(owned.place());
            } catch (RuntimeException e) {
                dealt.failures().add(e);
                if (isAboutConsent(owned.event())) {
                    return dealt;
                }
            }
        }
        return dealt;
    }

    private Map<Owned, IntakeReader.IntakeFacts> factsFor(List<Owned> events) {
        try {
            List<IntakeReader.IntakeFacts> read =
                    reader.readEvents(events.stream().map(this::question).toList());
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
        return new IntakeReader.Question(
                owned.project(),
                Optional.of(senderOf(owned).identity()),
                InstagramScopes.typeOf(owned.event()),
                InstagramScopes.of(owned.event()));
    }

    private FanIdentity senderOf(Owned owned) {
        return identities.of(owned.project(), Identity.Kind.INSTAGRAM, owned.event().sender());
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

    /**
     * @param read what has been read for it already
     */
    private void receive(Owned owned, Optional<IntakeReader.IntakeFacts> read) {
        ProjectId project = owned.project();
        InstagramEvent event = owned.event();
        Instant now = clock.instant();
        TriggerType type = InstagramScopes.typeOf(event);
        List<String> scopes = InstagramScopes.of(event);
        FanIdentity sender = senderOf(owned);
        IntakeReader.IntakeFacts facts =
                read.orElseGet(
                        () ->
                                reader.readEvent(
                                        project, Optional.of(sender.identity()), type, scopes));
        ListeningFlows listeners =
                ListeningFlows.find(
                        reader,
                        facts,
                        facts.identity().map(KnownIdentity::ids).orElse(Set.of()),
                        type,
                        scopes,
                        now);
        FanEvent happened =
                new FanEvent(
                        idOf(event),
                        type,
                        InstagramScopes.objectOf(
                                event,
                                listeners.claims().stream()
                                        .map(TriggerClaim::scope)
                                        .collect(Collectors.toSet())),
                        now);
        EventOutcome outcome =
                changedConsent(project, event, sender, facts.identity(), happened)
                        .orElseGet(() -> take(project, happened, sender, facts, listeners));
        observer.eventReceived(project, type, outcome);
    }

    private static ReservedWords.Meaning meaningOf(InstagramEvent event) {
        return switch (event) {
            // said to everybody, and not to the project
            case InstagramEvent.Comment _ -> ReservedWords.Meaning.NONE;
            case InstagramEvent.DirectMessage message -> ReservedWords.meaningOf(message.text());
        };
    }

    private static boolean isAboutConsent(InstagramEvent event) {
        return switch (meaningOf(event)) {
            case STOP, START -> true;
            case HELP, NONE -> false;
        };
    }

    /**
     * STOP in a message is honoured as it is in a text, on any plan. START is an ordinary word here
     * unless it takes a STOP back, also one that was said elsewhere.
     */
    private Optional<EventOutcome> changedConsent(
            ProjectId project,
            InstagramEvent event,
            FanIdentity sender,
            Optional<KnownIdentity> known,
            FanEvent happened) {
        return switch (meaningOf(event)) {
            case STOP -> {
                EventOutcome changed =
                        changeConsent(project, sender, happened, ConsentChange.Kind.STOP);
                note(project, known, happened, NotStartedReason.STOPPED);
                yield Optional.of(changed);
            }
            case START -> restarted(project, sender, known, happened);
            case HELP, NONE -> Optional.empty();
        };
    }

    private Optional<EventOutcome> restarted(
            ProjectId project,
            FanIdentity sender,
            Optional<KnownIdentity> known,
            FanEvent happened) {
        Optional<Fan> person =
                known.flatMap(KnownIdentity::fan)
                        .flatMap(id -> FanResolver.find(fans, project, id));
        boolean stopped =
                known.filter(KnownIdentity::stopped).isPresent()
                        || person.filter(fan -> isStopped(project, fan)).isPresent();
        if (!stopped && (known.isEmpty() || !isOnRecord(project, sender, happened))) {
            return Optional.empty();
        }
        person.map(it -> it.of(Identity.Kind.INSTAGRAM)).orElse(List.of()).stream()
                .filter(it -> !it.identity().equals(sender.identity()))
                .forEach(it -> changeConsent(project, it, happened, ConsentChange.Kind.START));
        EventOutcome changed = changeConsent(project, sender, happened, ConsentChange.Kind.START);
        note(project, known, happened, NotStartedReason.RESTARTED);
        return Optional.of(changed);
    }

    /**
     * Puts a message that is for no flow on the timeline of whoever sent it; also one that comes
     * again, since the delivery before may have died before it came to this.
     */
    private void note(
            ProjectId project,
            Optional<KnownIdentity> known,
            FanEvent happened,
            NotStartedReason why) {
        intake.ignored(project, known.flatMap(KnownIdentity::fan), happened, why);
    }

    private boolean isStopped(ProjectId project, Fan fan) {
        return switch (fans.permission(project, fan, Identity.Kind.INSTAGRAM)) {
            case FanStore.Permission.Stopped _ -> true;
            case FanStore.Permission.Given _, FanStore.Permission.NeverGiven _ -> false;
            case FanStore.Permission.FanChanged _ ->
                    isStopped(project, FanResolver.find(fans, project, fan.id()).orElseThrow());
        };
    }

    /** A message that has taken a STOP back is not an ordinary one when it comes again. */
    private boolean isOnRecord(ProjectId project, FanIdentity sender, FanEvent happened) {
        return fans.consents(project, sender.identity()).stream()
                .anyMatch(change -> change.messageId().equals(happened.id().value()));
    }

    private EventOutcome changeConsent(
            ProjectId project, FanIdentity sender, FanEvent happened, ConsentChange.Kind kind) {
        ConsentChange change =
                new ConsentChange(kind, happened.id().value(), happened.receivedAt());
        if (!fans.recordConsent(project, sender.identity(), change)) {
            return EventOutcome.DUPLICATE;
        }
        return kind == ConsentChange.Kind.STOP ? EventOutcome.STOPPED : EventOutcome.RESTARTED;
    }

    private EventOutcome take(
            ProjectId project,
            FanEvent happened,
            FanIdentity sender,
            IntakeReader.IntakeFacts facts,
            ListeningFlows listeners) {
        Optional<NotStartedReason> refusal = refusal(facts, happened.type(), listeners);
        if (refusal.isPresent()) {
            Optional<FanId> fan = facts.identity().flatMap(KnownIdentity::fan);
            return intake.ignored(project, fan, happened, refusal.get()).outcome();
        }
        return intake.take(person(project, sender, facts.identity(), happened), happened, listeners)
                .outcome();
    }

    /** The plan is looked at each time: it may have been lowered since the flow was activated. */
    private Optional<NotStartedReason> refusal(
            IntakeReader.IntakeFacts facts, TriggerType type, ListeningFlows listeners) {
        if (listeners.claims().isEmpty()) {
            return Optional.of(NotStartedReason.NO_FLOW);
        }
        return facts.project().filter(it -> plans.includes(it.plan(), type)).isEmpty()
                ? Optional.of(NotStartedReason.NOT_IN_PLAN)
                : Optional.empty();
    }

    /** Whoever is new becomes a fan only now that a flow listens. */
    private EventFan person(
            ProjectId project,
            FanIdentity sender,
            Optional<KnownIdentity> known,
            FanEvent happened) {
        return known.flatMap(it -> it.fan().map(id -> new EventFan(project, id, it.former())))
                .orElseGet(
                        () ->
                                EventFan.of(
                                        project,
                                        fans.findOrCreate(
                                                project,
                                                sender,
                                                FanId.from(ids),
                                                happened.receivedAt())));
    }

    /** Ids of Meta that are long or odd are hashed; no plain one looks like a hash. */
    static EventId idOf(InstagramEvent event) {
        return switch (event) {
            case InstagramEvent.DirectMessage message -> new EventId("igdm:" + safe(message.id()));
            case InstagramEvent.Comment comment -> new EventId("igc:" + safe(comment.id()));
        };
    }

    private static String safe(String id) {
        return PLAIN_ID.matcher(id).matches() ? id : "sha256:" + sha256(id);
    }

    private static String sha256(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
