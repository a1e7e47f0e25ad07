package dev.actionflows.domain.connect;

import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Deletes a fan's connection at the fan's request, by a link with a token. Opening the link changes
 * nothing: mail programs, messengers and their scanners open links, too.
 */
public final class Disconnector {
    /** A link disconnects its own service only. */
    private static String purpose(StreamingProvider provider) {
        return "disconnect/" + provider.wireName();
    }

    /** Longer than a connection lasts. */
    private static final Duration VALID = Duration.ofDays(190);

    private final ProjectStore projects;
    private final FanLookup fans;
    private final ConnectionStore connections;
    private final ConnectionService service;
    private final Vault vault;
    private final InstantSource clock;

    public Disconnector(
            ProjectStore projects,
            FanLookup fans,
            ConnectionStore connections,
            ConnectionService service,
            Vault vault,
            InstantSource clock) {
        this.projects = projects;
        this.fans = fans;
        this.connections = connections;
        this.service = service;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * A link that was opened.
     *
     * @param connected whether the fan has a connection at the service, even one that has ended
     * @param form what the button of the page posts to the same path
     */
    public record Link(
            Project project,
            StreamingProvider provider,
            boolean connected,
            Map<String, String> form) {
        public Link {
            form = Map.copyOf(form);
        }

        /** Omits the token. */
        @Override
        public String toString() {
            return "Link[" + project.id() + ", " + provider + ", " + connected + "]";
        }
    }

    /** The link with which this fan disconnects the service. */
    static String link(
            Project project, StreamingProvider provider, FanId fan, Vault vault, Instant now) {
        return "%s/connect/%s/disconnect?project=%s&t=%s"
                .formatted(
                        project.publicBaseUrl(),
                        provider.wireName(),
                        project.id(),
                        new FanToken(vault, purpose(provider))
                                .issue(project, fan, now.plus(VALID)));
    }

    /**
     * What the link is for; changes nothing.
     *
     * @param parameters of the link or the form: {@code project} and {@code t}
     * @return empty if the link was modified, has expired, or its project or fan does not exist
     */
    public Optional<Link> look(String provider, Function<String, Optional<String>> parameters) {
        return open(provider, parameters)
                .map(
                        it ->
                                it.link(
                                        connections
                                                .connections(it.project().id(), it.fan())
                                                .stream()
                                                .anyMatch(
                                                        connection ->
                                                                connection.provider()
                                                                        == it.provider())));
    }

    /**
     * Deletes the connection. Idempotent.
     *
     * @param parameters as for {@link #look}
     * @return as {@link #look}
     */
    public Optional<Link> disconnect(
            String provider, Function<String, Optional<String>> parameters) {
        return open(provider, parameters)
                .filter(it -> service.disconnect(it.project().id(), it.fan().id(), it.provider()))
                .map(it -> it.link(false));
    }

    private Optional<Opened> open(String service, Function<String, Optional<String>> parameters) {
        Optional<StreamingProvider> provider = StreamingProvider.ofWireName(service);
        Optional<Project> project =
                parameters.apply("project").flatMap(ProjectId::parse).flatMap(projects::find);
        Optional<String> token = parameters.apply("t");
        if (provider.isEmpty() || project.isEmpty() || token.isEmpty()) {
            return Optional.empty();
        }
        return new FanToken(vault, purpose(provider.get()))
                .verify(project.get(), token.get(), clock.instant())
                .flatMap(id -> fans.find(project.get().id(), id))
                .map(fan -> new Opened(project.get(), provider.get(), fan, token.get()));
    }

    private record Opened(Project project, StreamingProvider provider, Fan fan, String token) {
        Link link(boolean connected) {
            return new Link(
                    project,
                    provider,
                    connected,
                    Map.of("project", project.id().value(), "t", token));
        }
    }
}
