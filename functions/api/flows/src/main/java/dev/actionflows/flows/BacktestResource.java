package dev.actionflows.flows;

import dev.actionflows.domain.backtest.BacktestPage;
import dev.actionflows.domain.backtest.BacktestPlan;
import dev.actionflows.domain.backtest.BacktestService;
import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Role;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /v1/flows/{flowId}/backtest}: what a flow would have done with the stored events of a
 * period.
 */
final class BacktestResource {
    private static final String FLOW = "flow";
    private static final int MAX_CURSOR_LENGTH = 500;
    private static final int DEFAULT_LIMIT = 25;
    private static final int MAX_LIMIT = 100;

    /** Events that started no run are kept for so long. */
    private static final Duration KEPT = Duration.ofDays(90);

    /** Events and runs are listed a little later than their times. */
    private static final Duration NOT_LISTED_YET = Duration.ofMinutes(1);

    /** Of the 20 s that the function has. */
    private static final Duration TIME = Duration.ofSeconds(15);

    private final FlowService flows;
    private final BacktestService backtests;
    private final InstantSource clock;

    BacktestResource(FlowService flows, BacktestService backtests, InstantSource clock) {
        this.flows = flows;
        this.backtests = backtests;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/flows/{flowId}/backtest", this::play)
                        .requires(Role.LOOK)
                        .withoutEffects());
    }

    private record Period(Instant from, Instant to, Optional<String> cursor, int limit) {}

    private HttpResponse play(HttpRequest request, Caller caller) {
        Instant now = clock.instant();
        Deadline deadline = new Deadline(now.plus(TIME), clock);
        Project project = caller.project();
        Period period = Bodies.decode(request, fields -> decode(fields, now));
        Flow live = flows.get(project.id(), PathIds.flow(request));
        Flow played =
                given(project, Bodies.document(request))
                        .map(it -> live.withDefinition(it, now))
                        .orElse(live);
        BacktestPlan plan =
                new BacktestPlan(project, played, live, period.from(), period.to(), now);
        BacktestPage page = backtests.play(plan, period.cursor(), period.limit(), deadline);
        return HttpResponse.json(200, BacktestJson.of(plan, page));
    }

    private static Optional<Period> decode(Fields fields, Instant now) {
        Optional<Instant> from =
                fields.required("from", Times::parseInstant, Times.EXPECTED_INSTANT);
        Optional<Instant> to = fields.optional("to", Times::parseInstant, Times.EXPECTED_INSTANT);
        fields.optionalObject(FLOW); // read as a document of its own
        Optional<String> cursor = fields.optionalText("cursor", MAX_CURSOR_LENGTH);
        int limit =
                fields.has("limit")
                        ? fields.requiredNumber("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT)
                        : DEFAULT_LIMIT;
        if (cursor.isPresent() && !fields.has("to")) {
            fields.violation("to", "is required with /cursor: take that of the first part");
        }
        if (to.filter(it -> it.isAfter(now)).isPresent()) {
            fields.violation(
                    "to", "must not be in the future; leave it out to play until a minute ago");
        }
        Instant end = to.orElseGet(() -> now.minus(NOT_LISTED_YET).truncatedTo(ChronoUnit.MILLIS));
        from.flatMap(it -> misplaced(it, end))
                // a backtest that has begun in time may take its time
                .or(() -> from.filter(_ -> cursor.isEmpty()).flatMap(it -> forgotten(it, now)))
                .ifPresent(it -> fields.violation("from", it));
        return from.map(it -> new Period(it, end, cursor, limit));
    }

    private static Optional<String> misplaced(Instant from, Instant to) {
        if (!from.isBefore(to)) {
            return Optional.of("must be before /to, which is a minute ago by default");
        }
        return from.plus(BacktestPlan.MAX_PERIOD).isBefore(to)
                ? Optional.of("must be at most 31 days before /to")
                : Optional.empty();
    }

    private static Optional<String> forgotten(Instant from, Instant now) {
        return from.plus(KEPT).isBefore(now)
                ? Optional.of("must be at most 90 days ago; earlier events are no longer stored")
                : Optional.empty();
    }

    private Optional<FlowDefinition> given(Project project, Map<String, @Nullable Object> body) {
        if (!(body.get(FLOW) instanceof Map<?, ?> given)) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        given.forEach((name, value) -> document.put(String.valueOf(name), value));
        return Optional.of(definition(project, document));
    }

    private FlowDefinition definition(Project project, Map<String, @Nullable Object> document) {
        try {
            FlowDefinition definition = FlowDefinition.decode(document);
            flows.requireValid(project.id(), definition);
            return definition;
        } catch (ProblemException e) {
            throw e.violations().isEmpty()
                    ? e
                    : ProblemException.invalid(
                            e.violations().stream()
                                    .map(
                                            it ->
                                                    new Violation(
                                                            "/" + FLOW + it.pointer(), it.detail()))
                                    .toList());
        }
    }
}
