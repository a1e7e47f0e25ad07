package dev.actionflows.domain.step.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ExpiringConnection;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.InMemoryTextSender;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.step.LibraryItem;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which fans get a connect link in a text: those whose missing authorization would make a step of
 * the flow wait.
 */
class ConnectLinksTest {
    private static final Set<String> FOLLOWING = Set.of("user-follow-modify");
    private static final Set<String> EVERYTHING =
            Set.of("user-follow-modify", "user-library-modify");

    private final World world = new World();
    private final InMemoryTextSender sender = world.ports.texts;
    private final StateMachine machine =
            new StateMachine(world.clock)
                    .with(StepType.PRE_SAVE, world.application.steps().runner(StepType.PRE_SAVE))
                    .with(
                            StepType.FOLLOW_ARTIST,
                            world.application.steps().runner(StepType.FOLLOW_ARTIST))
                    .with(
                            StepType.ADD_TO_LIBRARY,
                            world.application.steps().runner(StepType.ADD_TO_LIBRARY))
                    .with(StepType.SEND_TEXT, world.application.steps().runner(StepType.SEND_TEXT));
    private final FanId fan = world.fan(World.FAN_NUMBER);
    private final Step preSave = new Step.PreSave(world.release.id(), OnUnmet.DEFER);
    private final Step follow =
            new Step.FollowArtist(
                    new ProviderIds(
                            Map.of(
                                    StreamingProvider.SPOTIFY,
                                    "spotify:artist:0TnOYISbd1XYRBk9myaseg")),
                    OnUnmet.DEFER);
    private final Step track =
            new Step.AddToLibrary(
                    new LibraryItem.Track(ids("spotify:track:11dFghVXANMlKmJXsNCbNl")),
                    OnUnmet.DEFER);
    private final Step playlist =
            new Step.AddToLibrary(
                    new LibraryItem.Playlist(ids("spotify:playlist:37i9dQZF1DXcBWIGoYBM5M")),
                    OnUnmet.DEFER);
    private final Step text =
            new Step.SendText(
                    new MessageTemplate("Hi{{#connect_link}} {{connect_link}}{{/connect_link}}"),
                    OnUnmet.HOLD);

    private static ProviderIds ids(String spotifyUri) {
        return new ProviderIds(Map.of(StreamingProvider.SPOTIFY, spotifyUri));
    }

    private void connect(StreamingProvider provider, Set<String> scopes, Instant at) {
        connect(provider, scopes, at, Optional.empty(), false);
    }

    private void connect(
            StreamingProvider provider,
            Set<String> scopes,
            Instant at,
            Optional<Instant> doubtedAt,
            boolean ended) {
        Project project = world.projects.find(world.project).orElseThrow();
        world.fans.connect(
                world.project,
                new Connection(
                        fan,
                        provider,
                        world.vault.seal(project, Connection.tokenContext(fan, provider), "token"),
                        scopes,
                        at,
                        doubtedAt,
                        ended));
    }

    private String textIn(Step... steps) {
        Run run =
                world.startRun(world.activeFlow("presave", OnFailure.CONTINUE, steps), fan, "SM1");
        machine.execute(run);
        return world.followed(sender.handedOver().getLast().body());
    }

    @Test
    void a_fan_without_the_scopes_of_a_waiting_step_gets_a_connect_link() {
        connect(StreamingProvider.SPOTIFY, FOLLOWING, world.clock.instant());

        assertThat(textIn(preSave, text)).contains("/connect/spotify/start?project=");
    }

    @Test
    void the_connect_link_does_not_depend_on_the_order_of_the_steps() {
        connect(StreamingProvider.SPOTIFY, FOLLOWING, world.clock.instant());

        assertThat(textIn(text, follow, preSave)).contains("/connect/spotify/start?project=");
    }

    @Test
    void a_fan_with_an_expired_authorization_gets_a_connect_link() {
        connect(
                StreamingProvider.SPOTIFY,
                EVERYTHING,
                world.clock.instant().minus(Duration.ofDays(200)));

        assertThat(textIn(preSave, text)).contains("/connect/spotify/start?project=");
    }

    @Test
    void a_fan_with_a_revoked_authorization_gets_a_connect_link() {
        connect(
                StreamingProvider.SPOTIFY,
                EVERYTHING,
                world.clock.instant(),
                Optional.empty(),
                true);

        assertThat(textIn(preSave, text)).contains("/connect/spotify/start?project=");
    }

    @Test
    void a_fan_with_an_authorization_in_doubt_gets_a_connect_link() {
        connect(
                StreamingProvider.SPOTIFY,
                EVERYTHING,
                world.clock.instant(),
                Optional.of(world.clock.instant()),
                false);

        assertThat(textIn(preSave, text)).contains("/connect/spotify/start?project=");
    }

    @Test
    void a_fan_with_all_required_scopes_gets_no_connect_link() {
        connect(StreamingProvider.SPOTIFY, EVERYTHING, world.clock.instant());
        assertThat(textIn(preSave, follow, text)).isEqualTo("Hi");
    }

    @Test
    void scopes_that_the_flow_does_not_need_are_not_requested() {
        connect(StreamingProvider.SPOTIFY, FOLLOWING, world.clock.instant());

        assertThat(textIn(follow, text)).isEqualTo("Hi");
    }

    @Test
    void what_a_step_needs_depends_on_what_it_adds_to_the_library() {
        connect(StreamingProvider.SPOTIFY, EVERYTHING, world.clock.instant());
        assertThat(textIn(track, text)).isEqualTo("Hi");
    }

    @Test
    void a_fan_who_did_not_allow_playlists_gets_a_link_that_requests_them() {
        connect(StreamingProvider.SPOTIFY, EVERYTHING, world.clock.instant());

        assertThat(fanIn(textIn(playlist, text), ConnectLinks.PLAYLISTS_PURPOSE)).contains(fan);
    }

    @Test
    void a_link_does_not_request_playlists_that_no_step_follows() {
        assertThat(fanIn(textIn(track, follow, text), ConnectLinks.PURPOSE)).contains(fan);
    }

    /** The fan of the link in the text, if the link has this purpose. */
    private Optional<FanId> fanIn(String text, String purpose) {
        Project project = world.projects.find(world.project).orElseThrow();
        return new FanToken(world.vault, purpose)
                .verify(
                        project,
                        text.substring(text.indexOf("&t=") + "&t=".length()),
                        world.clock.instant());
    }

    @Test
    void in_a_flow_without_streaming_steps_any_connection_is_sufficient() {
        connect(StreamingProvider.SPOTIFY, FOLLOWING, world.clock.instant());

        assertThat(textIn(text)).isEqualTo("Hi");
    }

    @Test
    void a_link_identifies_the_fan_for_thirty_days_and_then_is_anybodys() {
        machine.execute(
                world.startRun(world.activeFlow("presave", OnFailure.CONTINUE, text), fan, "SM1"));
        String sent = sender.handedOver().getLast().body();

        world.clock.advance(Duration.ofDays(30).minusSeconds(1));
        assertThat(fanIn(world.followed(sent), ConnectLinks.PURPOSE)).contains(fan);
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(world.followed(sent))
                .endsWith("/connect/spotify/start?project=" + world.project);
    }

    @Test
    void the_thirty_days_begin_when_a_message_that_has_waited_is_sent() {
        Flow flow = world.activeFlow("presave", OnFailure.CONTINUE, text);
        Run run = world.startRun(flow, fan, "SM1");
        world.flows.pause(world.project, flow.id());
        machine.execute(run);
        assertThat(sender.handedOver()).isEmpty();

        // at a time of day at which the fan may get texts
        world.clock.advance(Duration.ofDays(28).plusHours(6));
        world.flows.activate(world.project, flow.id());
        world.waker.wake(
                new WakeUp.RequirementMet(
                        world.project, Requirement.activeFlow(flow.id()), Optional.empty()));
        machine.execute(world.executions.started().getLast());
        String sent = sender.handedOver().getLast().body();

        world.clock.advance(Duration.ofDays(30).minusSeconds(1));
        assertThat(fanIn(world.followed(sent), ConnectLinks.PURPOSE)).contains(fan);
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(world.followed(sent))
                .endsWith("/connect/spotify/start?project=" + world.project);
    }

    @Test
    void once_the_fan_has_connected_the_link_leads_to_the_release() {
        machine.execute(
                world.startRun(
                        world.activeFlow("presave", OnFailure.CONTINUE, text, preSave),
                        fan,
                        "SM1"));
        String sent = sender.handedOver().getLast().body();

        connect(StreamingProvider.SPOTIFY, EVERYTHING, world.clock.instant());

        assertThat(world.followed(sent)).startsWith("Hi https://open.spotify.com/album/");
    }

    @Test
    void a_fan_whose_authorization_is_about_to_expire_gets_a_connect_link_until_it_is_renewed() {
        connect(StreamingProvider.SPOTIFY, EVERYTHING, world.clock.instant());
        // at a time of day at which the fan may get texts
        world.clock.advance(Duration.ofDays(160).plusHours(6));
        world.activeFlow(
                new FlowDefinition(
                        "Renew",
                        new Trigger.Single(TriggerType.CONNECTION_EXPIRING, Optional.empty()),
                        List.of(text, preSave),
                        ReEntry.EVERY_EVENT,
                        OnFailure.CONTINUE));
        world.application
                .outcomes()
                .receive(
                        ExpiringConnection.of(world.project, world.connections(fan).getFirst())
                                .event(world.clock.instant()));
        machine.execute(world.executions.started().getLast());
        String sent = sender.handedOver().getLast().body();

        assertThat(world.followed(sent)).contains("/connect/spotify/start?project=");
        assertThat(fanIn(world.followed(sent), ConnectLinks.PURPOSE)).contains(fan);

        world.clock.advance(Duration.ofDays(1));
        connect(StreamingProvider.SPOTIFY, EVERYTHING, world.clock.instant());

        assertThat(world.followed(sent)).startsWith("Hi https://open.spotify.com/album/");
    }

    @Test
    void the_link_is_for_the_service_whose_authorization_is_about_to_expire_if_there_is_an_app() {
        world.clock.advance(Duration.ofHours(6));
        Instant halfAYearAgo = world.clock.instant().minus(Duration.ofDays(160));
        connect(StreamingProvider.SPOTIFY, EVERYTHING, halfAYearAgo);
        connect(StreamingProvider.APPLE_MUSIC, Set.of(), halfAYearAgo);
        world.activeFlow(
                new FlowDefinition(
                        "Renew",
                        new Trigger.Single(TriggerType.CONNECTION_EXPIRING, Optional.empty()),
                        List.of(text),
                        ReEntry.EVERY_EVENT,
                        OnFailure.CONTINUE));
        world.connections(fan)
                .forEach(
                        it ->
                                world.application
                                        .outcomes()
                                        .receive(
                                                ExpiringConnection.of(world.project, it)
                                                        .event(world.clock.instant())));
        world.executions.started().forEach(machine::execute);

        assertThat(sender.handedOver())
                .extracting(it -> world.followed(it.body()))
                .satisfiesExactlyInAnyOrder(
                        it -> assertThat(it).contains("/connect/spotify/start?"),
                        it -> assertThat(it).isEqualTo("Hi"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"renewed", "withdrawn", "ended at the service", "renewed long ago"})
    void a_request_that_was_held_is_not_sent_if_there_is_nothing_to_renew_any_more(String then) {
        connect(StreamingProvider.SPOTIFY, EVERYTHING, world.clock.instant());
        // at night
        world.clock.advance(Duration.ofDays(160).minusHours(4));
        Connection before = world.connections(fan).getFirst();
        world.activeFlow(
                new FlowDefinition(
                        "Renew",
                        new Trigger.Single(TriggerType.CONNECTION_EXPIRING, Optional.empty()),
                        List.of(
                                new Step.SendText(
                                        new MessageTemplate(
                                                "{{#connect_link}}Renew:"
                                                        + " {{connect_link}}{{/connect_link}}"),
                                        OnUnmet.HOLD)),
                        ReEntry.EVERY_EVENT,
                        OnFailure.CONTINUE));
        world.application
                .outcomes()
                .receive(ExpiringConnection.of(world.project, before).event(world.clock.instant()));
        machine.execute(world.executions.started().getLast());
        assertThat(sender.handedOver()).isEmpty();

        switch (then) {
            case "renewed" -> connect(StreamingProvider.SPOTIFY, EVERYTHING, world.clock.instant());
            case "renewed long ago" ->
                    connect(
                            StreamingProvider.SPOTIFY,
                            EVERYTHING,
                            world.clock.instant().minus(Duration.ofDays(30)));
            case "withdrawn" ->
                    world.fans.disconnect(
                            world.project,
                            world.fans.find(world.project, fan).orElseThrow(),
                            StreamingProvider.SPOTIFY);
            default ->
                    world.fans.replace(
                            world.project,
                            before,
                            before.doubted(world.clock.instant()).confirmedEnded());
        }
        world.clock.advance(Duration.ofHours(12));
        world.resumer.resume(world.ports.ledger.all().getFirst().key());
        machine.execute(world.executions.started().getLast());

        assertThat(sender.handedOver()).isEmpty();
        assertThat(world.ports.ledger.all().getFirst().step(0).outcome())
                .contains(new StepOutcome.Skipped(Reason.EMPTY_TEXT));
    }
}
