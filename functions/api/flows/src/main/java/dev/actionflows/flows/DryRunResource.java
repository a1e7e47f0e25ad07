package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.dryrun.DryRunService;
import dev.actionflows.domain.dryrun.SampleFan;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Role;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /v1/flows/{flowId}/dry-run}: the effects that a run would have, without performing them.
 */
final class DryRunResource {
    private static final int MAX_SCOPE_LENGTH = 100;

    private final FlowService flows;
    private final DryRunService dryRuns;
    private final InstantSource clock;

    DryRunResource(FlowService flows, DryRunService dryRuns, InstantSource clock) {
        this.flows = flows;
        this.dryRuns = dryRuns;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(Route.post("/v1/flows/{flowId}/dry-run", this::play).requires(Role.LOOK));
    }

    private record Sample(SampleFan fan, Optional<String> scope, Instant at) {}

    private HttpResponse play(HttpRequest request, Caller caller) {
        Project project = caller.project();
        Sample sample = Bodies.decode(request, this::decode);
        Flow flow = flows.get(project.id(), PathIds.flow(request));
        return HttpResponse.json(
                200,
                DryRunJson.of(
                        flow,
                        dryRuns.play(project, flow, sample.fan(), sample.scope(), sample.at())));
    }

    private Optional<Sample> decode(Fields fields) {
        Optional<Fields> fan = fields.optionalObject("fan");
        SampleFan who =
                fan.map(DryRunResource::decodeFan)
                        .orElse(new SampleFan.MadeUp(true, true, true, false, Set.of()));
        fan.ifPresent(Fields::rejectUnknown);
        Optional<String> scope = fields.optionalText("scope", MAX_SCOPE_LENGTH);
        Instant at =
                fields.optional("at", Times::parseInstant, Times.EXPECTED_INSTANT)
                        .orElse(clock.instant());
        return Optional.of(new Sample(who, scope, at));
    }

    private static SampleFan decodeFan(Fields fields) {
        Optional<FanId> id = fields.optional("id", FanId::parse, "the id of a fan, such as fan_…");
        if (id.isPresent()) {
            return new SampleFan.Known(id.get());
        }
        return new SampleFan.MadeUp(
                fields.optionalFlag("phone").orElse(true),
                fields.optionalFlag("email").orElse(true),
                fields.optionalFlag("instagram").orElse(true),
                fields.optionalFlag("firstName").orElse(true),
                fields.optionalFlag("consented").orElse(true),
                fields.optionalFlag("stopped").orElse(false),
                Set.copyOf(
                        fields.optionalList(
                                "connections",
                                StreamingProvider.values().length,
                                StreamingProvider::ofWireName,
                                "spotify or apple_music")));
    }
}
