package dev.actionflows.simulator;

import dev.actionflows.domain.embed.EventAnswer;
import dev.actionflows.domain.embed.EventRequest;
import dev.actionflows.domain.embed.PageEvents;
import dev.actionflows.domain.embed.VerificationService;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.intake.ActionEvents;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The label's pages: actions of fans there, and addresses that they verify with a code. */
final class PageSource {
    private static final Pattern CODE = Pattern.compile("\\b([0-9]{6})\\b");

    private final SourceContext context;
    private final EventRequests requests;

    PageSource(SourceContext context) {
        this.context = context;
        this.requests = new EventRequests(context.deployment);
    }

    /** Each process has its own, which handles requests one after the other. */
    private PageEvents pageEvents() {
        return context.application().pageEvents();
    }

    private VerificationService verifications() {
        return context.application().verifications();
    }

    /** A fan known to the page acts there. */
    void act(TriggerType type, SimulatedFan fan, String id) {
        Optional<String> token = token(fan);
        if (token.isEmpty()) {
            return;
        }
        EventRequest request = requests.of(type, id, Optional.empty(), Optional.empty(), token);
        send(
                id,
                request,
                answer -> {
                    context.acknowledge(PageEvents.class, answer.event());
                    context.deployment.played.add("receiver ActionEvents");
                    if (savesRelease(type)) {
                        context.acknowledge(
                                PageEvents.class, ActionEvents.idOfSaved(answer.event()));
                    }
                });
    }

    /** Whether this action saves the release at once, and a flow listens to that. */
    boolean savesRelease(TriggerType type) {
        Deployment deployment = context.deployment;
        return (type == TriggerType.RELEASE_PRESAVED
                        || type == TriggerType.RELEASE_ADDED_TO_LIBRARY)
                && deployment.turns.releases.versions.isCertainlyOut()
                && deployment
                        .memory
                        .flows
                        .activeFlows(SampleProject.ID)
                        .mayListenTo(
                                TriggerType.RELEASE_SAVED, deployment.sample.release.id().value());
    }

    /** Sends a request until it is answered with 2xx. */
    private void send(String id, EventRequest request, Consumer<EventAnswer> answered) {
        List<EventAnswer> answers = new ArrayList<>();
        context.repeat(
                "embed-events",
                "page " + id,
                () ->
                        answers.add(
                                pageEvents()
                                        .receive(
                                                context.project(),
                                                request,
                                                SourceContext.CLIENT,
                                                context.deadline())),
                () -> answered.accept(answers.getLast()));
    }

    Optional<String> token(SimulatedFan fan) {
        Deployment deployment = context.deployment;
        Project project = deployment.stored.project();
        Instant tomorrow = context.kernel.instant().plus(Duration.ofDays(1));
        return deployment
                .stored
                .fanOf(fan.phone())
                .map(
                        id ->
                                new FanToken(deployment.ports.vault(), "fan")
                                        .issue(project, id, tomorrow));
    }

    /** A fan enters an address on a page, receives a code at it, and enters the code. */
    void typeAddress(TriggerType type, SimulatedFan fan, String id) {
        boolean mail = type == TriggerType.EMAIL_OPTED_IN;
        EventRequest request =
                requests.of(
                        type,
                        id,
                        Optional.of(fan.phone()).filter(_ -> !mail),
                        Optional.of(fan.email()).filter(_ -> mail),
                        Optional.empty());
        send(
                id,
                request,
                answer -> {
                    switch (answer) {
                        case EventAnswer.Accepted accepted ->
                                context.acknowledge(PageEvents.class, accepted.event());
                        case EventAnswer.VerificationRequired(_, var verification) -> {
                            context.deployment.played.add("receiver PageEvents");
                            codeOf(type, fan)
                                    .ifPresent(
                                            code ->
                                                    context.kernel.after(
                                                            Duration.ofSeconds(20),
                                                            () ->
                                                                    typeCode(
                                                                            verification.id(),
                                                                            code)));
                        }
                    }
                });
    }

    /** The fan's latest code; it may belong to an earlier event, or have expired. */
    Optional<String> codeOf(TriggerType type, SimulatedFan fan) {
        Stream<String> bodies =
                type == TriggerType.EMAIL_OPTED_IN
                        ? context.deployment.memory.mails.handedOver().stream()
                                .filter(it -> it.to().equals(fan.email()))
                                .map(it -> it.text())
                        : context.texts.handedOver().stream()
                                .filter(it -> it.to().equals(fan.phone()))
                                .map(it -> it.body());
        return bodies.reduce((_, last) -> last)
                .map(CODE::matcher)
                .filter(Matcher::find)
                .map(it -> it.group(1));
    }

    private void typeCode(VerificationId id, String code) {
        context.repeat(
                "embed-events",
                "code " + id,
                () ->
                        verifications()
                                .receive(
                                        context.project(),
                                        id,
                                        code,
                                        Optional.empty(),
                                        Optional.of("attempt of " + id),
                                        SourceContext.CLIENT),
                () -> context.acknowledge(VerificationService.class, new EventId("web:" + id)));
    }
}
