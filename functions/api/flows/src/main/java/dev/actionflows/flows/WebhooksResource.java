package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.WebhookEventId;
import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.project.Role;
import dev.actionflows.domain.webhook.WebhookEventType;
import dev.actionflows.domain.webhook.WebhookService;
import dev.actionflows.domain.webhook.WebhookUrl;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /v1/webhooks}: what is reported to the project's own systems, and how that went. */
final class WebhooksResource {
    private static final String PATH = "/v1/webhooks";
    private static final String ONE = "/v1/webhooks/{webhookId}";

    private static final List<WebhookEventType> EVENTS = WebhookEventType.toSubscribe();
    private static final String EVENTS_EXPECTED =
            "one of "
                    + EVENTS.stream()
                            .map(WebhookEventType::wireName)
                            .collect(Collectors.joining(", "));

    private final WebhookService webhooks;
    private final WebhookJson json;
    private final InstantSource clock;

    WebhooksResource(WebhookService webhooks, WebhookJson json, InstantSource clock) {
        this.webhooks = webhooks;
        this.json = json;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.post(PATH, this::create).requires(Role.OWN),
                Route.get(PATH, this::list),
                Route.get(ONE, this::get),
                Route.put(ONE, this::replace).requires(Role.OWN),
                Route.delete(ONE, this::delete).requires(Role.OWN),
                Route.post(ONE + "/secret/rotate", this::rotate).requires(Role.OWN),
                Route.post(ONE + "/test", this::test),
                Route.get(ONE + "/deliveries", this::deliveries),
                Route.post(ONE + "/deliveries/{deliveryId}/redelivery", this::redeliver));
    }

    private HttpResponse create(HttpRequest request, Caller caller) {
        return HttpResponse.json(201, shown(webhooks.create(caller.project(), wanted(request))));
    }

    private static WebhookService.Wanted wanted(HttpRequest request) {
        return Bodies.decode(request, WebhooksResource::decode);
    }

    private static Optional<WebhookService.Wanted> decode(Fields fields) {
        Optional<WebhookUrl> url = fields.required("url", WebhookUrl::parse, WebhookUrl.EXPECTED);
        List<WebhookEventType> events =
                fields.requiredList(
                        "events", EVENTS.size(), WebhooksResource::subscribable, EVENTS_EXPECTED);
        Optional<Boolean> enabled = fields.optionalFlag("enabled");
        return url.map(it -> new WebhookService.Wanted(it, Set.copyOf(events), enabled));
    }

    private static Optional<WebhookEventType> subscribable(String name) {
        return WebhookEventType.ofWireName(name).filter(EVENTS::contains);
    }

    private Map<String, @Nullable Object> shown(WebhookService.WithSecret created) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(json.of(created.webhook()));
        shown.put("secret", created.secret().text());
        return shown;
    }

    private HttpResponse list(HttpRequest request, Caller caller) {
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("items", webhooks.list(caller.project().id()).stream().map(json::of).toList());
        page.put("next", null);
        return HttpResponse.json(200, page);
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        return HttpResponse.json(200, json.of(webhooks.get(caller.project().id(), id(request))));
    }

    private HttpResponse replace(HttpRequest request, Caller caller) {
        WebhookId id = id(request);
        return HttpResponse.json(
                200, json.of(webhooks.replace(caller.project().id(), id, wanted(request))));
    }

    private HttpResponse delete(HttpRequest request, Caller caller) {
        webhooks.delete(caller.project().id(), id(request));
        return HttpResponse.noContent();
    }

    private HttpResponse rotate(HttpRequest request, Caller caller) {
        return HttpResponse.json(200, shown(webhooks.rotate(caller.project(), id(request))));
    }

    private HttpResponse test(HttpRequest request, Caller caller) {
        WebhookId id = id(request);
        return HttpResponse.json(
                202,
                json.of(webhooks.test(caller.project().id(), id, RequestIds.firstMade(clock))));
    }

    private HttpResponse deliveries(HttpRequest request, Caller caller) {
        WebhookId id = id(request);
        return Pages.answer(
                request,
                (cursor, limit) -> webhooks.deliveries(caller.project().id(), id, cursor, limit),
                json::of);
    }

    private HttpResponse redeliver(HttpRequest request, Caller caller) {
        WebhookId id = id(request);
        WebhookEventId delivery =
                request.pathParameter("deliveryId")
                        .flatMap(WebhookEventId::parse)
                        .orElseThrow(() -> ProblemException.notFound("no such delivery"));
        return HttpResponse.json(
                202, json.of(webhooks.redeliver(caller.project().id(), id, delivery)));
    }

    private static WebhookId id(HttpRequest request) {
        return request.pathParameter("webhookId")
                .flatMap(WebhookId::parse)
                .orElseThrow(() -> ProblemException.notFound("no such webhook"));
    }
}
