package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.PageAccessService;
import dev.actionflows.domain.project.AccentColor;
import dev.actionflows.domain.project.Look;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Role;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The look of the pages that a project's fans see. */
final class LookResource {
    private static final String PATH = "/v1/projects/{projectId}/look";
    private static final String ACCENT = "accentColor";
    private static final String LOGO = "logoUrl";

    private final PageAccessService pages;

    LookResource(PageAccessService pages) {
        this.pages = pages;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, (request, caller) -> shown(pages.get(caller.projectIn(request)))),
                Route.put(PATH, this::put).requires(Role.EDIT));
    }

    private HttpResponse put(HttpRequest request, Caller caller) {
        ProjectId id = caller.projectIn(request);
        Look look = Bodies.decode(request, LookResource::look);
        return shown(pages.useLook(id, look));
    }

    /** Every color is accepted: pages use variants of it that can be read. */
    private static Optional<Look> look(Fields fields) {
        return Optional.of(
                new Look(
                        fields.optional(ACCENT, AccentColor::parse, AccentColor.EXPECTED),
                        fields.optional(LOGO, Look::parseLogo, Look.LOGO_EXPECTED)));
    }

    private static HttpResponse shown(Project project) {
        Look look = project.look();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put(ACCENT, look.accent().map(AccentColor::css).orElse(null));
        json.put("readable", look.accent().map(LookResource::readable).orElse(null));
        json.put(LOGO, look.logo().orElse(null));
        return HttpResponse.json(200, json);
    }

    private static Map<String, Object> readable(AccentColor accent) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("onAccent", accent.text().css());
        json.put("onLight", accent.readableOn(Look.LIGHT).css());
        json.put("onDark", accent.readableOn(Look.DARK).css());
        return json;
    }
}
