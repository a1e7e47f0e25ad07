package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.FlowSubject;
import dev.actionflows.domain.messaging.MergeTag;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.budget.MessageBudget;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.messaging.permit.SendingHours;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Delivery;
import dev.actionflows.domain.run.FlowContext;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.ObservedEffects;
import dev.actionflows.domain.run.Replies;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.RetryableStepException;
import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.Step;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sends one message to the fan on one channel, at most once. The decision is the same for every
 * channel and in the same order: the fan can be reached, the project can send, the message can be
 * composed, and last, in one strongly consistent read, the fan permits it, and the time of day
 * does. An unconfirmed address may be asked instead. Only what everything permits is held out.
 *
 * @param <S> the step's record
 */
abstract class MessageAction<S extends Step> implements StepAction<S> {
    private final ConsentStore consents;
    private final MessageLimiter limiter;
    private final DoubleOptIn doubleOptIn;
    private final LinkMessages links;

    MessageAction(ConsentStore consents, MessageBudget budget, LinkMessages links) {
        this.consents = consents;
        this.links = links;
        this.limiter = new MessageLimiter(budget, links);
        this.doubleOptIn = new DoubleOptIn(consents, limiter);
    }

    /** The kind of identity that messages are sent to. */
    abstract Identity.Kind channel();

    /** Why a fan without such an identity gets no message. */
    abstract Reason noAddress();

    /** What the step waits for if the project cannot send on this channel. */
    abstract Optional<MissingRequirement> missingSender(StepContext context);

    /** Whether the time of day permits a message to this address. Channels differ. */
    HoursDecision hours(FanIdentity to, StepContext context) {
        return HoursDecision.unrestricted();
    }

    /** Composes the message. Does not call the provider. */
    abstract Composed compose(S step, StepContext context);

    /** Composes what asks an address to confirm its consent. Does not call the provider. */
    Composed.Message question(StepContext context) {
        throw new IllegalStateException("no double opt-in on this channel");
    }

    /**
     * Whether a message may be sent on a channel where the fan's last message decides.
     *
     * @param message as it was composed
     * @param wroteAt when the fan wrote last; empty if the fan never has
     */
    Decision inConversation(
            Composed.Message message,
            FanIdentity to,
            Optional<Instant> wroteAt,
            StepContext context) {
        return new Decision.None(Attempt.skipped(Reason.NO_CONSENT));
    }

    /** The provider no longer accepts the project's authorization; nothing was sent. */
    Attempt authorizationEnded(StepContext context) {
        return Attempt.failed(Reason.CREDENTIALS_REJECTED);
    }

    @Override
    public final Delivery delivery() {
        return Delivery.AT_MOST_ONCE;
    }

    @Override
    public RequiredFacts requiredFacts(S step) {
        return RequiredFacts.nothing().withProject().withFan().withConnections();
    }

    @Override
    public final RequiredFacts requiredFacts(S step, FlowSubject subject) {
        return MergeTags.required(
                requiredFacts(step),
                versions(step).flatMap(it -> templates(it).values().stream()).toList(),
                subject);
    }

    @Override
    public final Optional<MissingRequirement> missingRequirement(S step, StepContext context) {
        return MessageLimiter.isStopped(context)
                ? MessageLimiter.UNTIL_SENDING_GOES_ON
                : missingAddress(context).or(() -> missingSender(context));
    }

    private Optional<MissingRequirement> missingAddress(StepContext context) {
        return context.fan().filter(fan -> !fan.of(channel()).isEmpty()).isEmpty()
                ? Optional.of(MissingRequirement.permanent(noAddress()))
                : Optional.empty();
    }

    @Override
    public final Attempt attempt(S step, StepContext context) {
        Decision decision;
        try {
            decision = decide(step, context);
        } catch (RuntimeException e) {
            // nothing has reached the provider yet
            throw new RetryableStepException(Reason.INTERNAL_ERROR, e);
        }
        return switch (decision) {
            case Decision.Send send -> MessageRules.compared(attempt(send, context), send.permit());
            case Decision.Ask ask ->
                    doubleOptIn.ask(
                            ask,
                            channel(),
                            context,
                            it -> ProviderOptOut.record(consents, it, context));
            case Decision.None(Attempt attempt) -> attempt;
        };
    }

    /** A message that has no quiet hours. */
    static Decision send(Composed.Message message, FanIdentity to, SendPermit.Basis basis) {
        return new Decision.Send(
                message,
                to,
                new SendPermit(basis, new SendingHours.Unrestricted()),
                TextMessage.MAX_VALIDITY);
    }

    private Stream<S> versions(S step) {
        return Stream.concat(
                Stream.of(step), step.variants().stream().map(it -> stepClass().cast(it)));
    }

    private Decision decide(S step, StepContext context) {
        return decide(Assignment.of(step, stepClass(), context), context);
    }

    private Decision decide(Assignment<S> assignment, StepContext context) {
        S step = assignment.message();
        Optional<Attempt> refusal = links.refusal(templates(step).values(), context);
        if (refusal.isPresent()) {
            return new Decision.None(refusal.get());
        }
        return switch (compose(step, context)) {
            case Composed.None(Attempt attempt) -> new Decision.None(attempt);
            case Composed.Message message -> {
                if (!assignment.isHeldOut()) {
                    links.store(templates(step).values(), context);
                }
                yield decide(assignment, message, context);
            }
        };
    }

    private Decision decide(
            Assignment<S> assignment, Composed.Message message, StepContext context) {
        Optional<Composed.Message> question =
                DoubleOptIn.isRequired(context.project(), channel())
                        ? Optional.of(question(context))
                        : Optional.empty();
        // checked last: nothing is authorized after a STOP is stored; limits check it once more
        ConsentStore.Checked checked =
                consents.check(context.projectId(), context.fan().orElseThrow(), channel());
        if (Replies.stop(checked, context)) {
            return new Decision.None(Attempt.skipped(Reason.FAN_REPLIED));
        }
        ConsentStore.Permission permission =
                question.isPresent() ? checked.confirmed() : checked.permission();
        Decision decision = decide(assignment.message(), message, question, permission, context);
        return decision instanceof Decision.Send send
                ? limiter.apply(
                        send.assigned(assignment.assigned()),
                        assignment.isHeldOut(),
                        checked,
                        channel(),
                        context)
                : decision;
    }

    private Decision decide(
            S step,
            Composed.Message message,
            Optional<Composed.Message> question,
            ConsentStore.Permission permission,
            StepContext context) {
        return switch (permission) {
            case ConsentStore.Permission.Given(FanIdentity to, String consent) ->
                    Decision.ifPermitted(hours(to, context), message, to, consent);
            case ConsentStore.Permission.Unconfirmed(FanIdentity to, _, var request) ->
                    DoubleOptIn.mayAsk(request, context)
                            ? DoubleOptIn.ask(
                                    step, question.orElseThrow(), to, hours(to, context), context)
                            : new Decision.None(DoubleOptIn.waiting(context));
            case ConsentStore.Permission.Conversation(FanIdentity to, Optional<Instant> wroteAt) ->
                    inConversation(message, to, wroteAt, context);
            case ConsentStore.Permission.Stopped(Reason reason) ->
                    new Decision.None(Attempt.skipped(reason));
            case ConsentStore.Permission.NeverGiven() ->
                    new Decision.None(Attempt.skipped(Reason.NO_CONSENT));
            case ConsentStore.Permission.FanChanged() ->
                    new Decision.None(new Attempt.TryAgain(Reason.FAN_CHANGED));
        };
    }

    @Override
    public final Optional<MissingRequirement> stillMissing(
            S step, StepContext context, MissingRequirement missing) {
        return doubleOptIn.stillMissing(missing, channel(), context);
    }

    private Attempt attempt(Decision.Send send, StepContext context) {
        SendResult result = send.message().sendTo(send.to(), send.validity());
        if (result.isRejected()) {
            limiter.giveBack(send.taken());
        }
        return switch (result) {
            case SendResult.Accepted _ ->
                    Attempt.completed(Reason.ACCEPTED).permittedBy(send.permit());
            case SendResult.MessageRefused(Reason reason) ->
                    Attempt.failed(reason).permittedBy(send.permit().unused());
            case SendResult.NotPermitted(Reason reason) -> Attempt.skipped(reason);
            case SendResult.AuthorizationEnded() -> authorizationEnded(context);
            case SendResult.OptedOut() -> {
                ProviderOptOut.record(consents, send.to().identity(), context);
                yield Attempt.skipped(Reason.STOPPED);
            }
            case SendResult.NotTaken(Reason reason, Duration after) ->
                    ProviderDelay.attempt(reason, after, context);
            case SendResult.Unknown(Reason reason) ->
                    Attempt.unknown(reason).permittedBy(send.permit());
        };
    }

    /** The values of the tags for the fan of a step. */
    final Map<MergeTag, String> mergeTags(S step, StepContext context) {
        return links.mergeTags(templates(step).values(), context);
    }

    /** The step's templates by their pointers in the step. */
    abstract Map<String, MessageTemplate> templates(S step);

    /**
     * The violation of a message that is too long once its tags are filled in, because the provider
     * would reject it.
     *
     * @param longest the longest values that the tags can have
     */
    Optional<Violation> tooLong(S step, Map<MergeTag, String> longest) {
        return Optional.empty();
    }

    @Override
    public final Optional<Violation> violation(S step, FlowContext flow) {
        return MessageRules.violation(
                templates(step),
                versions(step).map(it -> templates(it).values()).toList(),
                flow,
                longest -> tooLong(step, longest));
    }

    @Override
    public final Optional<String> missingLink(S step, FlowContext flow) {
        return LinkTags.missing(templates(step).values(), flow);
    }

    @Override
    public final boolean agrees(S step, StepOutcome outcome, ObservedEffects observed) {
        return MessageRules.agrees(outcome, observed);
    }
}
