package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.document.Text;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.messaging.DirectMessage;
import dev.actionflows.domain.messaging.DirectMessageSender;
import dev.actionflows.domain.messaging.InstagramToken;
import dev.actionflows.domain.messaging.MergeTag;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PrivateReplyStore;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.budget.MessageBudget;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.project.InstagramAccess;
import dev.actionflows.domain.project.InstagramAccount;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RetryableStepException;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.SampleSubjects;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends a direct message to the fan on Instagram, at most once. Meta lets an account write to a
 * person for 24 hours after the person's last message, and answer a comment once, within seven
 * days. A comment does not begin the 24 hours.
 *
 * <p>Sources: "Messaging" and "Private replies" of the Instagram platform at
 * developers.facebook.com/docs/instagram-platform.
 */
public final class SendInstagramDmAction extends MessageAction<Step.SendInstagramDm> {
    private final Supplier<DirectMessageSender> sender;
    private final Supplier<InstagramAccountStore> accounts;
    private final PrivateReplies replies;
    private final Vault vault;

    /**
     * @param sender supplied when a message is sent: static checks send none
     * @param links the links in messages
     */
    public SendInstagramDmAction(
            Supplier<DirectMessageSender> sender,
            Supplier<InstagramAccountStore> accounts,
            Supplier<PrivateReplyStore> replies,
            ConsentStore consents,
            MessageBudget budget,
            Vault vault,
            RunLedger ledger,
            OwnLinks links) {
        this(sender, accounts, replies, consents, budget, vault, new LinkMessages(ledger, links));
    }

    private SendInstagramDmAction(
            Supplier<DirectMessageSender> sender,
            Supplier<InstagramAccountStore> accounts,
            Supplier<PrivateReplyStore> replies,
            ConsentStore consents,
            MessageBudget budget,
            Vault vault,
            LinkMessages links) {
        super(consents, budget, links);
        this.sender = sender;
        this.accounts = accounts;
        this.replies = new PrivateReplies(replies, consents, new MessageLimiter(budget, links));
        this.vault = vault;
    }

    @Override
    public Class<Step.SendInstagramDm> stepClass() {
        return Step.SendInstagramDm.class;
    }

    @Override
    Identity.Kind channel() {
        return Identity.Kind.INSTAGRAM;
    }

    @Override
    Reason noAddress() {
        return Reason.NO_INSTAGRAM;
    }

    @Override
    public RequiredFacts requiredFacts(Step.SendInstagramDm step) {
        return super.requiredFacts(step).withInstagram();
    }

    @Override
    Optional<MissingRequirement> missingSender(StepContext context) {
        return missingAccess(context.instagram())
                .map(reason -> MissingRequirement.until(Requirement.instagramAccess(), reason));
    }

    private static Optional<Reason> missingAccess(Optional<InstagramAccount> account) {
        Optional<InstagramAccess> access = account.flatMap(InstagramAccount::access);
        if (access.isEmpty()) {
            return Optional.of(Reason.NO_INSTAGRAM_ACCOUNT);
        }
        return access.filter(InstagramAccess::hasEnded).map(_ -> Reason.ACCOUNT_DISCONNECTED);
    }

    /**
     * A message that is complete but for its recipient.
     *
     * @param reply the private reply to the comment that started the run, if it can be one
     */
    private record Draft(
            DirectMessageSender service,
            String account,
            InstagramToken token,
            String text,
            Optional<PrivateReplies.Reply> reply,
            StepContext context)
            implements Composed.Message {
        @Override
        public SendResult sendTo(FanIdentity address, Duration validity) {
            return send(new DirectMessage.Recipient.Person(address.value()));
        }

        SendResult send(DirectMessage.Recipient to) {
            return service.send(new DirectMessage(account, to, text), token, context.timeLeft());
        }
    }

    @Override
    Composed compose(Step.SendInstagramDm step, StepContext context) {
        DirectMessageSender service = sender.get();
        Project project = context.project();
        InstagramAccount account = context.instagram().orElseThrow();
        String text = step.text().render(mergeTags(step, context));
        if (Text.isBlank(text)) {
            return new Composed.None(Attempt.skipped(Reason.EMPTY_TEXT));
        }
        if (bytes(text) > DirectMessage.MAX_BYTES) {
            return new Composed.None(Attempt.failed(Reason.TEXT_TOO_LONG));
        }
        InstagramToken token =
                new InstagramToken(
                        vault.open(
                                project,
                                InstagramAccess.TOKEN_CONTEXT,
                                account.access().orElseThrow().token()));
        return new Draft(service, account.id().value(), token, text, replies.of(context), context);
    }

    @Override
    Decision inConversation(
            Composed.Message message,
            FanIdentity to,
            Optional<Instant> wroteAt,
            StepContext context) {
        if (PrivateReplies.isOpen(wroteAt, context)) {
            return send(message, to, new SendPermit.Basis.LastMessage(wroteAt.orElseThrow()));
        }
        Draft draft = (Draft) message;
        if (draft.reply().isEmpty()) {
            return new Decision.None(Attempt.skipped(Reason.OUTSIDE_WINDOW));
        }
        PrivateReplies.Reply reply = draft.reply().get();
        return reply.refused().isPresent()
                ? new Decision.None(reply.refused().get())
                : send(
                        (_, _) ->
                                draft.send(
                                        new DirectMessage.Recipient.CommentAuthor(reply.comment())),
                        to,
                        new SendPermit.Basis.Comment(reply.comment()));
    }

    /** Remembers it, so that no further step calls Meta with this token. */
    @Override
    Attempt authorizationEnded(StepContext context) {
        InstagramAccount account = context.instagram().orElseThrow();
        try {
            accounts.get()
                    .replace(
                            context.projectId(),
                            account,
                            account.access().orElseThrow().ended(context.now()));
        } catch (RuntimeException e) {
            // Meta has rejected the message
            throw new RetryableStepException(Reason.INTERNAL_ERROR, e);
        }
        return new Attempt.Blocked(
                MissingRequirement.until(
                        Requirement.instagramAccess(), Reason.ACCOUNT_DISCONNECTED));
    }

    @Override
    Map<String, MessageTemplate> templates(Step.SendInstagramDm step) {
        return Map.of("/text", step.text());
    }

    @Override
    Optional<Violation> tooLong(Step.SendInstagramDm step, Map<MergeTag, String> longest) {
        int length =
                step.text().renderAll(longest).stream()
                        .mapToInt(SendInstagramDmAction::bytes)
                        .max()
                        .orElseThrow();
        return length <= DirectMessage.MAX_BYTES
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "/text",
                                ("is up to %d bytes long in UTF-8 once its tags are filled in, but"
                                     + " a direct message may have at most %d; shorten it by %d")
                                        .formatted(
                                                length,
                                                DirectMessage.MAX_BYTES,
                                                length - DirectMessage.MAX_BYTES)));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public Optional<String> missingSetup(Step.SendInstagramDm step, Project project) {
        return missingAccess(accounts.get().find(project.id()))
                .map(
                        reason ->
                                (reason == Reason.ACCOUNT_DISCONNECTED
                                                ? "Instagram has ended the authorization of the"
                                                        + " project's account"
                                                : "the project has no Instagram account with an"
                                                        + " access token yet")
                                        + ", so this step waits for a token or is skipped,"
                                        + " depending on its onUnmet");
    }

    @Override
    public Step.SendInstagramDm sample(SampleSubjects subjects, OnUnmet onUnmet) {
        return new Step.SendInstagramDm(MergeTags.SAMPLE, onUnmet);
    }
}
