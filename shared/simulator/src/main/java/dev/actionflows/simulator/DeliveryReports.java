package dev.actionflows.simulator;

import dev.actionflows.domain.intake.DeliveryReceiver;
import dev.actionflows.domain.messaging.DeliveryReport;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.run.StepKey;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Reports of the SMS provider, which repeats each a few times until it gets a 2xx. */
final class DeliveryReports {
    private static final int TRIES = 3;

    private final Kernel kernel;
    private final LambdaRuntime lambda;
    private final DeliveryReceiver receiver;
    private final Set<StepKey> acknowledged = new LinkedHashSet<>();

    DeliveryReports(Kernel kernel, LambdaRuntime lambda, DeliveryReceiver receiver) {
        this.kernel = kernel;
        this.lambda = lambda;
        this.receiver = receiver;
    }

    /** The step whose text has this status URL. */
    static StepKey stepOf(String statusUrl) {
        return StepKey.parse(SampleProject.ID, stepIn(statusUrl)).orElseThrow();
    }

    private static String stepIn(String statusUrl) {
        return statusUrl.substring(statusUrl.indexOf('=') + 1);
    }

    /** Whether a report of this step's text was answered with 2xx. */
    boolean acknowledged(StepKey step) {
        return acknowledged.contains(step);
    }

    void report(String statusUrl, PhoneNumber recipient, DeliveryReport report) {
        report(statusUrl, recipient, report, TRIES);
    }

    private void report(String statusUrl, PhoneNumber recipient, DeliveryReport report, int tries) {
        String step = stepIn(statusUrl);
        lambda.invoke(
                "sms-webhook",
                "status " + step,
                () ->
                        receiver.receive(
                                SampleProject.ID,
                                Optional.of(step),
                                Optional.of(recipient.e164()),
                                Optional.of(report),
                                (_, _) -> true),
                () -> acknowledged.add(stepOf(statusUrl)),
                () -> {
                    if (tries > 1) {
                        kernel.after(
                                Duration.ofSeconds(5),
                                () -> report(statusUrl, recipient, report, tries - 1));
                    }
                });
    }
}
