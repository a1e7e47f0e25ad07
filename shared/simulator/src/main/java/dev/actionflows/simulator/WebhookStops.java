package dev.actionflows.simulator;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.webhook.Webhook;
import dev.actionflows.domain.webhook.WebhookAnswer;
import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.domain.webhook.WebhookObserver;
import dev.actionflows.domain.webhook.WebhookUrl;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges from the answers that the deliverer got whether a webhook was disabled for a reason. */
final class WebhookStops implements WebhookObserver {
    /** So long every attempt has to fail. */
    private static final Duration TRIED_FOR = Duration.ofDays(3);

    /** Failures that are further apart say nothing of the time between them. */
    private static final Duration SILENCE = Duration.ofHours(29);

    /**
     * So long after its start a deliverer that has died may still note something: it lives for 15
     * seconds, and its last request is on its way for 8.
     */
    private static final Duration UNTIL_OVER = Duration.ofSeconds(23);

    private static final WebhookAnswer GONE = new WebhookAnswer.Answered(410);

    private final Kernel kernel;
    private final ViolationLog violations;
    private final Map<WebhookUrl, List<Heard>> answers = new HashMap<>();
    private final Map<Kernel.Actor, Heard> underWay = new HashMap<>();

    WebhookStops(Deployment deployment) {
        this.kernel = deployment.kernel;
        this.violations = deployment.violations;
    }

    /**
     * An answer that the deliverer got, by its own clock and by the true time. Of two that are
     * under way at the same time, either may be noted first, whichever came first.
     */
    private static final class Heard {
        private final Instant at;
        private final WebhookAnswer answer;

        /** Before this true time, the webhook does not know of it. */
        private final Instant earliest;

        /** By this true time, the webhook knows of it, or is never going to. */
        private Instant latest;

        private boolean isStored;

        Heard(WebhookDelivery.Attempt attempt, Instant earliest, Instant latest) {
            this.at = attempt.at();
            this.answer = attempt.answer();
            this.earliest = earliest;
            this.latest = latest;
        }

        void stored(Instant now) {
            latest = now;
            isStored = true;
        }

        boolean isSurelyBefore(Heard other) {
            return !latest.isAfter(other.earliest);
        }
    }

    /** The deliverer has an answer, and may die before it has stored it. */
    void answered(Subscriber subscriber, WebhookDelivery.Attempt attempt) {
        Kernel.Actor process = kernel.current();
        Heard heard = new Heard(attempt, kernel.now(), process.startedAt().plus(UNTIL_OVER));
        answers.computeIfAbsent(subscriber.url, _ -> new ArrayList<>()).add(heard);
        underWay.put(process, heard);
    }

    @Override
    public void attempted(WebhookDelivery delivery) {
        Optional.ofNullable(underWay.remove(kernel.current()))
                .ifPresent(it -> it.stored(kernel.now()));
    }

    @Override
    public void swept(Duration oldest) {}

    @Override
    public void disabled(ProjectId project, WebhookId webhook, Webhook.StopReason reason) {}

    /** Called when nothing more is going to be attempted. */
    void check(Subscriber subscriber, Webhook webhook) {
        webhook.stop()
                .filter(stop -> !isJustified(stop, answers.getOrDefault(subscriber.url, List.of())))
                .ifPresent(
                        stop ->
                                violations.add(
                                        Guarantee.REPORTED,
                                        subscriber.url
                                                + " was disabled without a reason: "
                                                + stop));
    }

    private static boolean isJustified(Webhook.Stop stop, List<Heard> heard) {
        return switch (stop.reason()) {
            case GONE -> heard.stream().anyMatch(it -> it.answer.equals(GONE));
            case FAILING ->
                    heard.stream()
                            .filter(it -> !it.answer.delivers() && it.at.equals(stop.at()))
                            .map(it -> beginOfFailures(it, heard))
                            .anyMatch(it -> !it.isAfter(stop.at().minus(TRIED_FOR)));
            case PAUSED, UNKNOWN -> false;
        };
    }

    /** The first of the failures until the last one without a success or a silence among them. */
    private static Instant beginOfFailures(Heard last, List<Heard> heard) {
        List<Heard> successes =
                heard.stream()
                        .filter(it -> it.answer.delivers() && it.isStored)
                        .filter(it -> it.isSurelyBefore(last))
                        .toList();
        Instant begin = last.at;
        for (Instant at :
                heard.stream()
                        .filter(it -> !it.answer.delivers() && !it.at.isAfter(last.at))
                        .filter(it -> successes.stream().noneMatch(it::isSurelyBefore))
                        .map(it -> it.at)
                        .sorted()
                        .toList()
                        .reversed()) {
            if (at.isBefore(begin.minus(SILENCE))) {
                return begin;
            }
            begin = at;
        }
        return begin;
    }
}
