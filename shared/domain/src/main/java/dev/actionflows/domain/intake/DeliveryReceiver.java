package dev.actionflows.domain.intake;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.DeliveryReport;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.MessageTracker;
import dev.actionflows.domain.run.StepKey;

import java.time.InstantSource;
import java.util.Optional;

/** Receives the SMS provider's delivery reports. */
public final class DeliveryReceiver {
    /** Only Twilio reports this, with the number (error 21610). */
    private static final DeliveryReport OPTED_OUT = new DeliveryReport.NotDelivered(Reason.STOPPED);

    private final ProjectStore projects;
    private final MessageTracker tracker;
    private final IdentityHasher identities;
    private final ConsentStore consents;
    private final SmsSignature signatures;
    private final InstantSource clock;

    public DeliveryReceiver(
            ProjectStore projects,
            MessageTracker tracker,
            IdentityHasher identities,
            ConsentStore consents,
            Vault vault,
            InstantSource clock) {
        this.projects = projects;
        this.tracker = tracker;
        this.identities = identities;
        this.consents = consents;
        this.signatures = new SmsSignature(vault);
        this.clock = clock;
    }

    /**
     * @param step the query parameter {@code step} of the callback URL that was sent with the text
     * @param recipient the number that was texted; a report that it has opted out stops it here
     * @param report empty for a status that has no meaning here
     * @throws ProblemException SIGNATURE_INVALID before anything else, INVALID_REQUEST if the step
     *     is missing or malformed; nothing is stored in these cases
     */
    public void receive(
            ProjectId project,
            Optional<String> step,
            Optional<String> recipient,
            Optional<DeliveryReport> report,
            SignatureCheck signature) {
        signatures.require(projects.find(project), Project::smsStatusUrl, signature);
        Violations violations = new Violations();
        Optional<StepKey> key = step.flatMap(text -> StepKey.parse(project, text));
        if (key.isEmpty()) {
            violations.add(
                    "/step", "is required: the id of a run, a dot and the number of its step");
        }
        StepKey known = violations.orThrow(key);
        report.ifPresent(
                it -> {
                    // first: not every provider repeats a report that was not taken
                    recipient
                            .flatMap(PhoneNumber::parse)
                            .filter(_ -> OPTED_OUT.equals(it))
                            .ifPresent(number -> rememberOptOut(number, known));
                    receive(known, it);
                });
    }

    /** Receives a report that is known to come from the provider, such as one from its queue. */
    void receive(StepKey step, DeliveryReport report) {
        tracker.note(step, report);
    }

    /**
     * The provider holds a STOP that has not reached us. It counts although the fan, and with the
     * fan the run, may have been erased meanwhile.
     */
    private void rememberOptOut(PhoneNumber number, StepKey step) {
        ProjectId project = step.run().project();
        consents.recordConsent(
                project,
                identities.of(project, number).identity(),
                new ConsentChange(
                        ConsentChange.Kind.STOP, "reported-" + step.text(), clock.instant()));
    }
}
