package dev.actionflows.domain.intake;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.IntakeReader.IntakeFacts;
import dev.actionflows.domain.plan.PlanFeatures;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The single entry point for events. A source verifies the sender and translates the event; the
 * rest happens here, for every source in the same order: read the facts, store a given consent,
 * STOP and START, remember when the fan wrote, find the listening flows, check the plan, find or
 * create the fan, store the consent that a keyword implies, start runs, record and report the
 * result. A source that has to know the fan before, because it answers with the fan or stores a
 * connection, resolves the fan by {@link #resolve} first. When a method returns, its result is
 * stored; repeating it changes nothing.
 */
public final class Intake {
    private final IntakeReader reader;
    private final FanStore fans;
    private final FirstNames names;
    private final ConsentWords words;
    private final EventConsents consents;
    private final FlowStarter starter;
    private final PlanFeatures plans;
    private final ConfirmationWakeUps wakeUps;
    private final IntakeObserver observer;
    private final IdSource ids;
    private final InstantSource clock;

    public Intake(
            IntakeReader reader,
            FanStore fans,
            ConsentStore consents,
            FlowStarter starter,
            PlanFeatures plans,
            ConfirmationWakeUps wakeUps,
            IntakeObserver observer,
            IdSource ids,
            InstantSource clock) {
        this.reader = reader;
        this.fans = fans;
        this.names = new FirstNames(fans);
        this.words = new ConsentWords(fans, consents);
        this.consents = new EventConsents(consents);
        this.starter = starter;
        this.plans = plans;
        this.wakeUps = wakeUps;
        this.observer = observer;
        this.ids = ids;
        this.clock = clock;
    }

    /** Reads the facts about an event in one strongly consistent read. */
    public IntakeFacts read(IntakeReader.Question question) {
        return reader.readEvent(
                question.project(), question.identity(), question.type(), question.scopes());
    }

    /**
     * Reads the facts about several events at once.
     *
     * @return in the order of the questions
     */
    public List<IntakeFacts> readAll(List<IntakeReader.Question> questions) {
        return reader.readEvents(questions);
    }

    /**
     * Resolves the fan of an event. If the fan would have too many identities, the event is
     * recorded with this reason before the exception is rethrown.
     *
     * @param known the fan on whose timeline it is recorded in that case
     * @param resolving see {@link dev.actionflows.domain.fan.FanResolver}
     */
    public Fan resolve(
            ProjectId project, FanEvent event, Optional<FanId> known, Supplier<Fan> resolving) {
        try {
            return resolving.get();
        } catch (ProblemException e) {
            if (e.code() == ErrorCode.STATE_CONFLICT) {
                observe(
                        event.type(),
                        project,
                        starter.ignored(
                                project, known, event, NotStartedReason.TOO_MANY_IDENTITIES));
            }
            throw e;
        }
    }

    /** Stores the first name that came with an event, if the fan has none, before a run uses it. */
    public void name(ProjectId project, FanId fan, Optional<FirstName> typed) {
        typed.ifPresent(name -> names.nameIfUnnamed(project, fan, name));
    }

    /** Takes an event for which nothing has been read yet. */
    public IntakeResult take(IncomingEvent event) {
        IntakeFacts facts;
        try {
            facts = read(event.question());
        } catch (RuntimeException e) {
            // a consent counts even if nothing can be read
            consents.storeGiven(event);
            throw e;
        }
        return take(event, facts);
    }

    /**
     * Takes an event.
     *
     * @param received as its source translated it
     * @param facts the facts that were read for it
     */
    public IntakeResult take(IncomingEvent received, IntakeFacts facts) {
        IncomingEvent event = words.meant(received, facts.identity());
        // a consent or a STOP is stored before anything else is read
        Optional<ConsentWords.Word> consentWord =
                wakeUps.around(
                        event,
                        facts.project(),
                        idsOf(event, facts),
                        () -> {
                            consents.storeGiven(event);
                            return words.apply(event, facts.identity());
                        });
        if (facts.identity().isPresent()) {
            consents.storeMessage(event, facts.identity());
        }
        Optional<IntakeResult> word = consentWord.map(it -> recorded(event, facts, it));
        word.ifPresent(result -> observe(event.type(), event.project(), result));
        return word.orElseGet(() -> enter(event, facts, listening(event, facts)));
    }

    /**
     * As {@link #take(IncomingEvent, IntakeFacts)}, for one fan among many: records nothing if no
     * flow listens.
     */
    public void takeIfAnyFlowListens(IncomingEvent event, IntakeFacts facts) {
        ListeningFlows listening = listening(event, facts);
        if (!listening.claims().isEmpty()) {
            enter(event, facts, listening);
        }
    }

    /**
     * Rejects an event of many fans, once for all of them.
     *
     * @return why it was rejected: no flow can listen for any fan, or the plan does not include it
     */
    public Optional<NotStartedReason> refusal(IncomingEvent event, IntakeFacts facts) {
        Optional<NotStartedReason> reason =
                includes(event.type(), facts)
                        ? Optional.of(NotStartedReason.NO_FLOW)
                                .filter(_ -> !facts.mayBeHeard(clock.instant()))
                        : Optional.of(NotStartedReason.NOT_IN_PLAN);
        reason.ifPresent(
                why ->
                        observe(
                                event.type(),
                                event.project(),
                                starter.ignored(
                                        event.project(),
                                        Optional.empty(),
                                        event.asFanEvent(Set.of()),
                                        why)));
        return reason;
    }

    /**
     * Whether the project's plan includes events of this type. It is checked for each event: it may
     * have been downgraded since the flow was activated.
     */
    public boolean includes(TriggerType type, IntakeFacts facts) {
        return type.planFeature().stream()
                .allMatch(
                        feature ->
                                facts.project().stream()
                                        .anyMatch(it -> plans.includes(it.plan(), feature)));
    }

    private ListeningFlows listening(IncomingEvent event, IntakeFacts facts) {
        return ListeningFlows.find(
                reader,
                facts,
                idsOf(event, facts),
                event.type(),
                event.scopes().scopes(),
                clock.instant());
    }

    private static Set<FanId> idsOf(IncomingEvent event, IntakeFacts facts) {
        return switch (event.sender()) {
            case EventSender.Known(EventFan fan) -> fan.ids();
            case EventSender.Owner _ -> facts.identity().map(KnownIdentity::ids).orElse(Set.of());
            case EventSender.ManyFans() -> Set.of();
        };
    }

    private static Set<String> scopesOf(ListeningFlows listening) {
        return listening.claims().stream().map(TriggerClaim::scope).collect(Collectors.toSet());
    }

    /**
     * An opt-out word goes to no flow; it is recorded on the timeline of its sender. Recorded with
     * each delivery, because an earlier one may have died before this point.
     */
    private IntakeResult recorded(IncomingEvent event, IntakeFacts facts, ConsentWords.Word word) {
        starter.ignored(
                event.project(), fanOf(event, facts), event.asFanEvent(Set.of()), word.reason());
        return IntakeResult.ofWord(word.reason(), word.outcome());
    }

    private IntakeResult enter(IncomingEvent event, IntakeFacts facts, ListeningFlows listening) {
        IntakeResult result =
                started(event, event.asFanEvent(scopesOf(listening)), facts, listening);
        observe(event.type(), event.project(), result);
        return result;
    }

    private IntakeResult started(
            IncomingEvent event, FanEvent stored, IntakeFacts facts, ListeningFlows listening) {
        Optional<NotStartedReason> refusal =
                listening.claims().isEmpty()
                        ? Optional.of(NotStartedReason.NO_FLOW)
                        : Optional.of(NotStartedReason.NOT_IN_PLAN)
                                .filter(_ -> !includes(event.type(), facts));
        FanEvent taken =
                consents.storeReply(event, stored, facts.project(), listening, clock.instant());
        if (refusal.isPresent()) {
            return starter.ignored(event.project(), fanOf(event, facts), stored, refusal.get());
        }
        EventFan fan = fan(event, facts);
        if (facts.identity().isEmpty()) {
            // of a stranger it is stored only now that there is a fan to write to
            consents.storeMessage(event, facts.identity());
        }
        consents.storeKeyword(event, stored, facts.identity(), listening);
        return starter.take(fan, taken, listening);
    }

    /** The fan, as far as known without creating one. */
    private static Optional<FanId> fanOf(IncomingEvent event, IntakeFacts facts) {
        return switch (event.sender()) {
            case EventSender.Known(EventFan fan) -> Optional.of(fan.fan());
            case EventSender.Owner _ -> facts.identity().flatMap(KnownIdentity::fan);
            case EventSender.ManyFans() -> Optional.empty();
        };
    }

    private EventFan fan(IncomingEvent event, IntakeFacts facts) {
        return switch (event.sender()) {
            case EventSender.Known(EventFan fan) -> fan;
            case EventSender.Owner(FanIdentity identity) ->
                    facts.identity()
                            .flatMap(known -> EventFan.of(event.project(), known))
                            .orElseGet(
                                    () ->
                                            EventFan.of(
                                                    event.project(),
                                                    fans.findOrCreate(
                                                            event.project(),
                                                            identity,
                                                            FanId.from(ids),
                                                            event.receivedAt())));
            case EventSender.ManyFans() ->
                    throw new IllegalStateException(
                            "an event of many fans starts no run: " + event.id());
        };
    }

    private void observe(TriggerType type, ProjectId project, IntakeResult result) {
        observer.eventReceived(project, type, result.outcome());
    }
}
