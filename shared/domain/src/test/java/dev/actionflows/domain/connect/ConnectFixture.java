package dev.actionflows.domain.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.connect.ConnectOutcome.Ending;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.streaming.ConnectLinks;
import dev.actionflows.domain.streaming.InMemorySpotifySignIn;
import dev.actionflows.domain.testing.ConnectWorld;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.BeforeEach;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A fan on a label's page, and an active flow on pre-saves. */
abstract class ConnectFixture {
    static final String PAGE = ConnectWorld.ORIGIN + "/tour";

    final ConnectWorld connect = new ConnectWorld();
    final World world = connect.world;

    /** A start request with these query parameters. */
    static StartRequest request(String provider, Map<String, String> query) {
        return StartRequest.of(
                provider,
                name -> Optional.ofNullable(query.get(name)),
                Optional.ofNullable(query.get("origin")),
                Optional.ofNullable(query.get("fanCookie")).map(it -> new FanCookieValue(it, true)),
                Optional.ofNullable(query.get("cookie"))
                        .flatMap(secret -> Browser.parse(secret, true)),
                Optional.ofNullable(query.get("userAgent")),
                Optional.ofNullable(query.get("address")),
                ConnectWorld.WORDING);
    }

    Map<String, String> query(String... pairs) {
        Map<String, String> query = new HashMap<>(Map.of("project", world.project.value()));
        for (int i = 0; i < pairs.length; i += 2) {
            query.put(pairs[i], pairs[i + 1]);
        }
        return query;
    }

    Map<String, String> preSave(String... pairs) {
        Map<String, String> query =
                query("action", "presave", "return", PAGE, "origin", ConnectWorld.ORIGIN);
        query.put("releaseId", world.release.id().value());
        query.putAll(query(pairs));
        return query;
    }

    /** Starts an attempt: the fan agrees on the page that is shown. */
    StartResult.Redirect startAttempt(Map<String, String> query) {
        return (StartResult.Redirect) connect.agreed(request("spotify", query));
    }

    static String state(StartResult.Redirect redirect) {
        return InMemorySpotifySignIn.query(redirect.url()).getOrDefault("state", "");
    }

    Deadline deadline() {
        return new Deadline(world.clock.instant().plusSeconds(15), world.clock);
    }

    ConnectOutcome agree(StartResult.Redirect redirect, String account) {
        return agree(connect.callback, redirect, account);
    }

    ConnectOutcome agree(ConnectCallback callback, StartResult.Redirect redirect, String account) {
        return callback.complete(
                state(redirect),
                Optional.of(redirect.browser()),
                new ServiceAnswer.Code(connect.spotifySignIn.agree(redirect.url(), account)),
                deadline());
    }

    static Ending endingOf(ConnectOutcome outcome) {
        return ((ConnectOutcome.Ended) outcome).ending();
    }

    static FanId fanOf(ConnectOutcome outcome) {
        return ((ConnectOutcome.Ended) outcome).fan().orElseThrow();
    }

    Project project() {
        return world.projects.find(world.project).orElseThrow();
    }

    String linkToken(FanId fan) {
        return new FanToken(world.vault, ConnectLinks.PURPOSE)
                .issue(project(), fan, world.clock.instant().plus(Duration.ofDays(30)));
    }

    @BeforeEach
    void activate_a_flow_on_pre_saves() {
        world.flows.activate(
                world.project,
                world.flows
                        .create(
                                world.project,
                                new FlowDefinition(
                                        "Thank",
                                        new Trigger.OfRelease(
                                                TriggerType.RELEASE_PRESAVED,
                                                Optional.of(world.release.id()),
                                                Optional.empty()),
                                        List.of(new AddToSegmentStep(world.segment.id())),
                                        ReEntry.EVERY_EVENT,
                                        OnFailure.CONTINUE))
                        .id());
        // the wake-up sent by the activation
        world.wakeUps.take();
    }

    void assertNothingStored() {
        assertThat(world.executions.started()).isEmpty();
        assertThat(world.wakeUps.take()).isEmpty();
        assertThat(
                        world.fans.findIdentity(
                                world.project,
                                world.identities
                                        .of(
                                                world.project,
                                                dev.actionflows.domain.fan.Identity.Kind.SPOTIFY,
                                                "ann")
                                        .identity()))
                .isEmpty();
    }
}
