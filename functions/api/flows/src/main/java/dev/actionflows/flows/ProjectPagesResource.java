package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Text;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.PageAccessService;
import dev.actionflows.domain.management.ProjectService;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.project.Origins;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Role;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings that a project's own pages and servers need: origins, sender address, keys. */
final class ProjectPagesResource {
    private static final String EMBED = "/v1/projects/{projectId}/embed";
    private static final String EMAIL = "/v1/projects/{projectId}/email";
    private static final String ROTATE = "/v1/projects/{projectId}/keys/{kind}/rotate";
    private static final int MAX_ORIGINS = 50;
    private static final int MAX_NAME_LENGTH = 60;
    private static final int MAX_ADDRESS_LENGTH = 200;

    private final ProjectService projects;
    private final PageAccessService pages;

    ProjectPagesResource(ProjectService projects, PageAccessService pages) {
        this.projects = projects;
        this.pages = pages;
    }

    List<Route> routes() {
        return List.of(
                Route.get(EMBED, (request, caller) -> embed(pages.get(caller.projectIn(request)))),
                Route.put(EMBED, this::putEmbed).requires(Role.OWN),
                Route.get(EMAIL, (request, caller) -> email(pages.get(caller.projectIn(request)))),
                Route.put(EMAIL, this::putEmail).requiresAdministrator(),
                Route.post(ROTATE, this::rotate).requires(Role.OWN));
    }

    /** Whether the request may invalidate the key that authenticates it. */
    static boolean rotatesSecretKey(HttpRequest request) {
        return request.resource().equals(ROTATE)
                && request.pathParameter("kind")
                        .filter(ApiKey.Kind.SECRET.wireName()::equals)
                        .isPresent();
    }

    private HttpResponse putEmbed(HttpRequest request, Caller caller) {
        ProjectId id = caller.projectIn(request);
        List<String> origins = Bodies.decode(request, ProjectPagesResource::origins);
        return embed(pages.useOrigins(id, origins));
    }

    private static Optional<List<String>> origins(Fields fields) {
        if (!fields.has("allowedOrigins")) {
            fields.violation("allowedOrigins", "is required; it must be a list, possibly empty");
        }
        return Optional.of(
                fields
                        .optionalList(
                                "allowedOrigins", MAX_ORIGINS, Origins::parse, Origins.EXPECTED)
                        .stream()
                        .distinct()
                        .toList());
    }

    /**
     * Administrator only: SES sends for all projects of a deployment from one account, so the
     * operator decides which project may use which sender address.
     */
    private HttpResponse putEmail(HttpRequest request, Caller caller) {
        ProjectId id = caller.projectIn(request);
        MailFrom from = Bodies.decode(request, ProjectPagesResource::mailFrom);
        return email(projects.useEmail(id, from));
    }

    private static Optional<MailFrom> mailFrom(Fields fields) {
        Optional<EmailAddress> address =
                fields.required(
                        "from",
                        EmailAddress::parse,
                        "an email address that Amazon SES has verified, such as"
                                + " hello@label.example");
        Optional<String> name =
                fields.optional(
                        "name",
                        text -> Optional.of(text).filter(it -> isLine(it, MAX_NAME_LENGTH)),
                        "text of 1 to %d characters on one line".formatted(MAX_NAME_LENGTH));
        Optional<String> postalAddress =
                fields.optional(
                        "postalAddress",
                        text -> Optional.of(text).filter(it -> isLine(it, MAX_ADDRESS_LENGTH)),
                        "text of 1 to %d characters on one line".formatted(MAX_ADDRESS_LENGTH));
        return address.map(it -> new MailFrom(it, name, postalAddress));
    }

    /** The name becomes part of a mail header, where a line break would start a new header. */
    private static boolean isLine(String text, int maxLength) {
        return !Text.isBlank(text)
                && Text.length(text) <= maxLength
                && text.codePoints()
                        .noneMatch(
                                it ->
                                        Character.isISOControl(it)
                                                || Character.getType(it) == Character.SURROGATE);
    }

    private HttpResponse rotate(HttpRequest request, Caller caller) {
        ProjectId id = caller.projectIn(request);
        ApiKey.Kind kind =
                request.pathParameter("kind")
                        .flatMap(ApiKey.Kind::ofWireName)
                        .orElseThrow(
                                () ->
                                        ProblemException.notFound(
                                                "the keys of a project are secret, publishable,"
                                                        + " look, edit and operate"));
        Duration overlap =
                Bodies.decode(
                        request,
                        fields ->
                                Optional.of(
                                        fields.optional(
                                                        "revokeOldAfter",
                                                        ProjectPagesResource::overlap,
                                                        "a duration from PT0S to P30D in ISO 8601,"
                                                                + " such as PT24H")
                                                .orElse(PageAccessService.OVERLAP)));
        PageAccessService.Rotated rotated =
                switch (caller) {
                    case Caller.Administrator _, Caller.KeyHolder _ ->
                            pages.rotate(id, kind, overlap);
                    case Caller.Predecessor _ ->
                            pages.rotatedBefore(id, kind)
                                    .orElseThrow(Authentication::notAuthenticated);
                };
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", kind.wireName());
        json.put("key", rotated.key().text());
        json.put("oldKeysEndAt", Times.text(rotated.oldKeysEndAt()));
        return HttpResponse.json(201, json);
    }

    private static Optional<Duration> overlap(String text) {
        try {
            return Optional.of(Duration.parse(text))
                    .filter(
                            it ->
                                    !it.isNegative()
                                            && it.compareTo(PageAccessService.MAX_OVERLAP) <= 0);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static HttpResponse embed(Project project) {
        return HttpResponse.json(200, Map.of("allowedOrigins", project.allowedOrigins()));
    }

    private static HttpResponse email(Project project) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("from", project.email().map(it -> it.address().value()).orElse(null));
        json.put("name", project.email().flatMap(MailFrom::name).orElse(null));
        json.put("postalAddress", project.email().flatMap(MailFrom::postalAddress).orElse(null));
        json.put("tenant", project.email().flatMap(MailFrom::tenant).orElse(null));
        return HttpResponse.json(200, json);
    }
}
