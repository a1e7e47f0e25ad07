package dev.actionflows.domain.step.registry;

import dev.actionflows.domain.event.OutcomeEventQueue;
import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.NextSaveStep;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.step.audience.AddToSegmentAction;
import dev.actionflows.domain.step.messaging.SendEmailAction;
import dev.actionflows.domain.step.messaging.SendInstagramDmAction;
import dev.actionflows.domain.step.messaging.SendTextAction;
import dev.actionflows.domain.step.streaming.AddToLibraryAction;
import dev.actionflows.domain.step.streaming.FollowArtistAction;
import dev.actionflows.domain.step.streaming.NextSaveAction;
import dev.actionflows.domain.step.streaming.PreSaveAction;
import dev.actionflows.domain.step.streaming.StreamingAction;
import dev.actionflows.domain.step.streaming.StreamingStepSupport;
import dev.actionflows.domain.step.timing.WaitAction;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The actions of all step types, built from one set of ports. Each type has its own method, so that
 * its function loads the code and needs the permissions of this type only.
 */
public final class StepActions {
    private final StepPorts ports;

    public StepActions(StepPorts ports) {
        this.ports = ports;
    }

    /** The action of a step type. */
    public StepAction<?> of(StepType type) {
        return switch (type) {
            case PRE_SAVE -> preSave();
            case FOLLOW_ARTIST -> followArtist();
            case ADD_TO_LIBRARY -> addToLibrary();
            case NEXT_SAVE -> nextSave();
            case ADD_TO_SEGMENT -> addToSegment();
            case WAIT -> waiting();
            case SEND_TEXT -> sendText();
            case SEND_EMAIL -> sendEmail();
            case SEND_INSTAGRAM_DM -> sendInstagramDm();
        };
    }

    public StepAction<Step.PreSave> preSave() {
        return new PreSaveAction(streaming(), ports.catalog());
    }

    public StepAction<Step.FollowArtist> followArtist() {
        return new FollowArtistAction(streaming(), ports.catalog());
    }

    public StepAction<Step.AddToLibrary> addToLibrary() {
        return new AddToLibraryAction(streaming(), ports.catalog(), ports.clock());
    }

    public StepAction<NextSaveStep> nextSave() {
        return new NextSaveAction(streaming());
    }

    public StepAction<AddToSegmentStep> addToSegment() {
        return new AddToSegmentAction(ports.segmentMembers());
    }

    public StepAction<WaitStep> waiting() {
        return new WaitAction();
    }

    public StepAction<Step.SendText> sendText() {
        return new SendTextAction(
                ports::texts,
                ports.consents(),
                ports.messageBudget(),
                ports.vault(),
                ports::quietHours,
                ports.ledger(),
                ports.ownLinks());
    }

    public StepAction<Step.SendEmail> sendEmail() {
        return new SendEmailAction(
                ports::mails,
                ports.consents(),
                ports.messageBudget(),
                ports.unsubscribeTokens(),
                ports.confirmationTokens(),
                ports.ledger(),
                ports.ownLinks());
    }

    public StepAction<Step.SendInstagramDm> sendInstagramDm() {
        return new SendInstagramDmAction(
                ports::directMessages,
                ports::instagramAccounts,
                ports::privateReplies,
                ports.consents(),
                ports.messageBudget(),
                ports.vault(),
                ports.ledger(),
                ports.ownLinks());
    }

    /** The action of a step. */
    @SuppressWarnings("unchecked") // each action is that of its own step's type
    public <S extends Step> StepAction<S> of(S step) {
        return (StepAction<S>) of(step.type());
    }

    /** The runner of a step type. */
    public StepRunner<?> runner(StepType type) {
        return runner(of(type));
    }

    public <S extends Step> StepRunner<S> runner(StepAction<S> action) {
        return runner(action, Optional.of(ports::outcomeEvents));
    }

    /**
     * The runner of a message type. Messages lead to no events, and their functions have no access
     * to the queue of events.
     */
    public <S extends Step.Message> StepRunner<S> messageRunner(StepAction<S> action) {
        return runner(action, Optional.empty());
    }

    private <S extends Step> StepRunner<S> runner(
            StepAction<S> action, Optional<Supplier<OutcomeEventQueue>> outcomeEvents) {
        return new StepRunner<>(
                action,
                ports.ledger(),
                ports.facts(),
                ports.waitingRuns(),
                ports.runObserver(),
                ports.ids(),
                ports.clock(),
                outcomeEvents,
                ports::quietHours);
    }

    /** The part that streaming steps and pages share. */
    public StreamingAction streaming() {
        return new StreamingAction(
                new StreamingStepSupport(
                        ports::streamingServices,
                        ports.connections(),
                        ports.streamingApps(),
                        ports.vault()),
                ports.preSaves());
    }
}
