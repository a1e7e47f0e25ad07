package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.link.LinkTarget;
import dev.actionflows.domain.messaging.MergeTag;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.budget.LinkClaim;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.LinkMessage;
import dev.actionflows.domain.run.LinkNeed;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.streaming.ConnectLinks;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Link messages: the fallbacks of a streaming step that could not act. Each has a link that helps
 * the fan, and a person gets one for each thing.
 */
final class LinkMessages {
    /** A streaming step whose requirement is met acts within this time. */
    private static final Duration SOON = Duration.ofMinutes(1);

    private final RunLedger ledger;
    private final OwnLinks ownLinks;

    LinkMessages(RunLedger ledger, OwnLinks ownLinks) {
        this.ledger = ledger;
        this.ownLinks = ownLinks;
    }

    /**
     * The values of the tags for the fan of a step: of a link message, links that help only.
     *
     * @param templates of the step; others have no links
     */
    Map<MergeTag, String> mergeTags(Collection<MessageTemplate> templates, StepContext context) {
        Optional<LinkMessage> message = LinkMessage.of(context);
        if (message.isEmpty()) {
            return mergeTags(templates, context, ConnectLinks.isOpen(context));
        }
        LinkedThing thing = LinkedThing.of(message.get().step(), context);
        Map<MergeTag, String> values =
                mergeTags(
                        templates,
                        context,
                        need(message.get(), thing, context) == LinkNeed.CONNECT
                                && ConnectLinks.isOpen(context));
        boolean isOfOther =
                message.get()
                        .step()
                        .referredRelease()
                        .filter(id -> context.release().filter(it -> it.id().equals(id)).isEmpty())
                        .isPresent();
        if (isOfOther) {
            values.remove(MergeTag.RELEASE_LINK);
        }
        return values;
    }

    private Map<MergeTag, String> mergeTags(
            Collection<MessageTemplate> templates, StepContext context, boolean connects) {
        return MergeTags.of(templates, context, target -> ownLinks.url(target, context), connects);
    }

    /** Stores the links of a message that has been composed, if it has any. */
    void store(Collection<MessageTemplate> templates, StepContext context) {
        Set<LinkTarget> targets = linksIn(templates, mergeTags(templates, context));
        if (!targets.isEmpty()) {
            ownLinks.store(context, targets);
        }
    }

    /** Connecting does not help where no app of the project could reach the thing. */
    private static LinkNeed need(LinkMessage message, LinkedThing thing, StepContext context) {
        boolean isReachable =
                Arrays.stream(StreamingProvider.values())
                        .filter(context.project()::hasApp)
                        .anyMatch(thing::mayBeAt);
        return isReachable ? message.need() : LinkNeed.RELEASE;
    }

    /**
     * Why a step's link message is not sent, whatever its channel.
     *
     * @return empty if it is to be sent, or if the step is no link message
     */
    Optional<Attempt> refusal(Collection<MessageTemplate> templates, StepContext context) {
        if (context.definition().linkedStep(context.index()).isEmpty()) {
            return Optional.empty();
        }
        Optional<LinkMessage> message = LinkMessage.of(context);
        if (message.isEmpty()) {
            // the streaming step is being tried again, or was done, since this attempt began
            return Optional.of(new Attempt.TryAgain(Reason.EARLIER_STEP_PENDING));
        }
        if (isCancelled(message.get(), context)) {
            return Optional.of(Attempt.skipped(Reason.RELEASE_CANCELLED));
        }
        if (actsSoon(message.get(), context)) {
            return Optional.of(Attempt.tryLater(Reason.EARLIER_STEP_PENDING, SOON));
        }
        return linksIn(templates, mergeTags(templates, context)).isEmpty()
                ? Optional.of(Attempt.skipped(Reason.NO_HELPFUL_LINK))
                : Optional.empty();
    }

    /** Whether it is about a release that is cancelled. */
    private static boolean isCancelled(LinkMessage message, StepContext context) {
        return context.release()
                .filter(Release::isCancelled)
                .filter(it -> message.step().referredRelease().equals(Optional.of(it.id())))
                .isPresent();
    }

    /** The fan has connected since the streaming step began to wait for that. */
    private boolean actsSoon(LinkMessage message, StepContext context) {
        return message.isWaiting()
                && message.need() == LinkNeed.CONNECT
                && ConnectLinks.allow(message.step().streamingOperation().orElseThrow(), context);
    }

    /** The links that appear in a message. */
    private static Set<LinkTarget> linksIn(
            Collection<MessageTemplate> templates, Map<MergeTag, String> values) {
        Set<LinkTarget> links = EnumSet.noneOf(LinkTarget.class);
        for (MessageTemplate template : templates) {
            if (shows(MergeTag.CONNECT_LINK, template, values)) {
                links.add(LinkTarget.CONNECT);
            }
            if (shows(MergeTag.RELEASE_LINK, template, values)) {
                links.add(LinkTarget.RELEASE);
            }
        }
        return links;
    }

    private static boolean shows(
            MergeTag tag, MessageTemplate template, Map<MergeTag, String> values) {
        if (!values.containsKey(tag) || !template.mayHave(tag)) {
            return false;
        }
        Map<MergeTag, String> others = new EnumMap<>(values);
        others.remove(tag);
        return !template.render(values).equals(template.render(others));
    }

    /** What a step claims before its link message is sent; empty if it is none. */
    Optional<LinkClaim> claim(ConsentStore.Checked checked, StepContext context) {
        return LinkMessage.of(context)
                .map(
                        it ->
                                new LinkClaim(
                                        checked.fan().ids(),
                                        LinkedThing.of(it.step(), context).key(),
                                        context.stepKey().text(),
                                        context.now().truncatedTo(ChronoUnit.MILLIS)));
    }

    /** What has become of the message of a step that holds a claim. */
    enum Fate {
        /** It was sent, or may have been. */
        SENT,
        /** It may be sent right now. */
        IN_PROGRESS,
        /**
         * It was certainly not sent under this claim: the provider rejected it, or it was refused
         * after the response to its take was lost.
         */
        NOT_SENT
    }

    Fate fate(LinkClaim.Holder holder, StepContext context) {
        Optional<StepKey> key = StepKey.parse(context.projectId(), holder.step());
        Optional<Run> run = key.flatMap(it -> ledger.find(it.run()));
        // of a run that is no longer stored, nothing is certain
        return run.map(it -> fate(it.step(key.orElseThrow().index()), context.now()))
                .orElse(Fate.SENT);
    }

    private static Fate fate(RunStep step, Instant now) {
        if (step.outcome().equals(Optional.of(new StepOutcome.Unknown(Reason.CANCELLED)))
                && step.claim().filter(it -> it.until().isAfter(now)).isPresent()) {
            // whoever is sending it replaces the outcome
            return Fate.IN_PROGRESS;
        }
        return step.outcome()
                .map(
                        outcome ->
                                switch (outcome) {
                                    case StepOutcome.Completed _, StepOutcome.Unknown _ ->
                                            Fate.SENT;
                                    case StepOutcome.Skipped _,
                                            StepOutcome.HeldOut _,
                                            StepOutcome.Waiting _ ->
                                            Fate.NOT_SENT;
                                    case StepOutcome.Failed _ ->
                                            step.mayHaveSent() ? Fate.SENT : Fate.NOT_SENT;
                                })
                .orElse(step.claim().isPresent() ? Fate.IN_PROGRESS : Fate.NOT_SENT);
    }
}
