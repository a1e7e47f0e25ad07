package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.ProjectService;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Role;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /v1/projects/{projectId}/double-opt-in}: where a consent has to be confirmed. */
final class DoubleOptInResource {
    private static final String PATH = "/v1/projects/{projectId}/double-opt-in";
    private static final String CHANNELS = "channels";

    /** On Instagram the fan's own message is what permits one. */
    private static final Set<Channel> POSSIBLE = EnumSet.of(Channel.TEXT, Channel.EMAIL);

    private final ProjectService projects;

    DoubleOptInResource(ProjectService projects) {
        this.projects = projects;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        PATH, (request, caller) -> shown(projects.get(caller.projectIn(request)))),
                Route.put(PATH, this::put).requires(Role.OWN));
    }

    private HttpResponse put(HttpRequest request, Caller caller) {
        ProjectId id = caller.projectIn(request);
        Set<Channel> channels = Bodies.decode(request, DoubleOptInResource::channels);
        return shown(projects.useDoubleOptIn(id, channels));
    }

    private static Optional<Set<Channel>> channels(Fields fields) {
        if (!fields.has(CHANNELS)) {
            fields.violation(CHANNELS, "is required; it must be a list, possibly empty");
        }
        return Optional.of(
                Set.copyOf(
                        fields.optionalList(
                                CHANNELS,
                                POSSIBLE.size(),
                                name -> Channel.ofWireName(name).filter(POSSIBLE::contains),
                                "text or email")));
    }

    private static HttpResponse shown(Project project) {
        return HttpResponse.json(
                200,
                Map.of(
                        CHANNELS,
                        project.doubleOptIn().stream().sorted().map(Channel::wireName).toList()));
    }
}
