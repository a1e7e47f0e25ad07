package dev.actionflows.flows;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.management.EventSearch;
import dev.actionflows.domain.management.TimelineService;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/events} and the timelines of fans: why flows did or did not fire. */
final class EventsResource {
    private final TimelineService timelines;
    private final EventSearch search;

    EventsResource(TimelineService timelines, EventSearch search) {
        this.timelines = timelines;
        this.search = search;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/events", this::list),
                Route.get("/v1/events/{eventId}", this::get),
                Route.get("/v1/fans/{fanId}/timeline", this::timeline));
    }

    private HttpResponse list(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        EventSearch.Filter filter = filter(request);
        return Pages.answer(
                request,
                (cursor, limit) -> search.find(project, filter, cursor, limit),
                EventResultJson::of);
    }

    private static EventSearch.Filter filter(HttpRequest request) {
        List<Violation> violations = new ArrayList<>();
        Optional<TriggerType> type =
                QueryParameters.value(
                        request,
                        "type",
                        List.of(TriggerType.values()),
                        TriggerType::wireName,
                        violations);
        Optional<LocalDate> from = QueryParameters.day(request, "from", violations);
        Optional<LocalDate> to = QueryParameters.day(request, "to", violations);
        if (violations.isEmpty()
                && from.isPresent()
                && to.isPresent()
                && from.get().isAfter(to.get())) {
            violations.add(new Violation("/from", "must not be after /to"));
        }
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return new EventSearch.Filter(type, from, to);
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        List<EventResult> eventResults = timelines.event(project, eventId(request));
        Map<String, @Nullable Object> json =
                new LinkedHashMap<>(EventResultJson.event(eventResults.getFirst().event()));
        json.put("results", eventResults.stream().map(EventResultJson::result).toList());
        return HttpResponse.json(200, json);
    }

    private HttpResponse timeline(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        return Pages.answer(
                request,
                (cursor, limit) -> timelines.fan(project, PathIds.fan(request), cursor, limit),
                EventResultJson::of);
    }

    /** Some clients encode the colon of an id as {@code %3A}, and not every gateway decodes it. */
    private static EventId eventId(HttpRequest request) {
        return request.pathParameter("eventId")
                .map(text -> text.replace("%3A", ":").replace("%3a", ":"))
                .filter(EventId::isValid)
                .map(EventId::new)
                .orElseThrow(() -> ProblemException.notFound("no such event"));
    }
}
