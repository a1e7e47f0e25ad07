package dev.actionflows.simulator;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.application.HostedPageVisits;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.embed.Client;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.messaging.InMemoryTextSender;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What all sources of events share: the ports, and callers that repeat unanswered calls. */
final class SourceContext {
    static final String ORIGIN = "https://band.example";
    static final Client CLIENT = new Client(Optional.of("203.0.113.7"), Optional.of("Mozilla/5.0"));

    private static final Duration FUNCTION_TIME = Duration.ofSeconds(15);

    final Deployment deployment;
    final Kernel kernel;
    final InMemoryTextSender texts = new InMemoryTextSender();
    private final Ports ports;
    private final Set<EventId> acknowledged = new LinkedHashSet<>();

    SourceContext(Deployment deployment) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
        this.ports =
                InMemoryPorts.with(
                        InMemoryPorts.with(
                                deployment.ports,
                                TextSender.class,
                                deployment.faults.over(TextSender.class, texts)),
                        MailSender.class,
                        deployment.faults.over(MailSender.class, deployment.memory.mails));
    }

    /** The production code of a new process. */
    Application application() {
        return new Application(ports);
    }

    /** The same, of our own pages. */
    HostedPageVisits hostedPages() {
        return new HostedPageVisits(ports);
    }

    Project project() {
        return deployment.ports.projects().find(SampleProject.ID).orElseThrow();
    }

    Deadline deadline() {
        return new Deadline(kernel.instant().plus(FUNCTION_TIME), kernel);
    }

    /** Calls a function until it gets a 2xx, or until the caller gives up. */
    void repeat(String function, String name, Runnable work, Runnable answered) {
        repeat(function, name, deployment.wakeUps.tries(), work, answered);
    }

    /** The same with another number of tries. */
    void repeat(String function, String name, int tries, Runnable work, Runnable answered) {
        deployment.lambda.invoke(
                function,
                name,
                work,
                answered,
                () -> {
                    if (tries > 1) {
                        kernel.after(
                                Duration.ofSeconds(5),
                                () -> repeat(function, name, tries - 1, work, answered));
                    }
                });
    }

    /** Records an event that was answered with 2xx and must therefore be stored. */
    void acknowledge(Class<?> receiver, EventId event) {
        acknowledged.add(event);
        deployment.played.add("receiver " + receiver.getSimpleName());
    }

    Set<EventId> acknowledged() {
        return acknowledged;
    }
}
