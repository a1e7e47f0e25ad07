package dev.actionflows.flows;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.PlanService;
import dev.actionflows.domain.management.ProjectService;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Role;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.util.List;

/** {@code /v1/projects}: projects and their accounts at providers. */
final class ProjectsResource {
    private final ProjectService projects;
    private final PlanService plans;
    private final StatusChanges changes;

    ProjectsResource(ProjectService projects, PlanService plans, StatusChanges changes) {
        this.projects = projects;
        this.plans = plans;
        this.changes = changes;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/projects", (request, _) -> create(request)).requiresAdministrator(),
                Route.get("/v1/projects", (request, _) -> list(request)).requiresAdministrator(),
                Route.get("/v1/projects/{projectId}", this::get),
                Route.put("/v1/projects/{projectId}/plan", this::putPlan).requiresAdministrator(),
                Route.put("/v1/projects/{projectId}/sms", this::putSms).requires(Role.OWN),
                Route.put("/v1/projects/{projectId}/spotify", this::putSpotify).requires(Role.OWN),
                Route.put("/v1/projects/{projectId}/apple-music", this::putAppleMusic)
                        .requires(Role.OWN));
    }

    private HttpResponse create(HttpRequest request) {
        ProjectBodies.NewProject body = ProjectBodies.newProject(request);
        return HttpResponse.json(
                201,
                ProjectJson.of(projects.create(body.name(), body.plan(), body.publicBaseUrl())));
    }

    private HttpResponse list(HttpRequest request) {
        return Pages.answer(request, projects::list, ProjectJson::of);
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        return shown(projects.get(caller.projectIn(request)));
    }

    private HttpResponse putPlan(HttpRequest request, Caller caller) {
        ProjectId id = caller.projectIn(request);
        PlanService.PlanChange changed = plans.change(id, ProjectBodies.plan(request));
        // an earlier attempt may have been interrupted while it waited; pausing is idempotent
        changed.paused().stream()
                .findAny()
                .or(() -> plans.lastPaused(id))
                .ifPresent(changes::settle);
        return HttpResponse.json(200, ProjectJson.of(changed));
    }

    private HttpResponse putSms(HttpRequest request, Caller caller) {
        ProjectId id = caller.projectIn(request);
        ProjectBodies.Sms body = ProjectBodies.sms(request);
        if (body.account() instanceof SmsCredentials.Aws) {
            // the number and the bill are the deployment's, and nothing else proves whose it is
            caller.requireAdministrator();
        }
        return shown(projects.useSms(id, body.number(), body.account()));
    }

    private HttpResponse putSpotify(HttpRequest request, Caller caller) {
        ProjectId id = caller.projectIn(request);
        return shown(projects.useApp(id, ProjectBodies.spotify(request)));
    }

    private HttpResponse putAppleMusic(HttpRequest request, Caller caller) {
        ProjectId id = caller.projectIn(request);
        return shown(projects.useApp(id, ProjectBodies.appleMusic(request)));
    }

    private static HttpResponse shown(Project project) {
        return HttpResponse.json(200, ProjectJson.of(project));
    }
}
