package dev.actionflows.simulator;

import dev.actionflows.domain.connect.ConnectCallback;
import dev.actionflows.domain.connect.ConnectOutcome;
import dev.actionflows.domain.connect.ConnectStart;
import dev.actionflows.domain.connect.FanAction;
import dev.actionflows.domain.connect.ServiceAnswer;
import dev.actionflows.domain.connect.StartRequest;
import dev.actionflows.domain.connect.StartResult;
import dev.actionflows.domain.streaming.InMemorySpotifySignIn;
import dev.actionflows.domain.testing.ConnectWorld;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Browsers that connect an account at a streaming service. */
final class ConnectSource {
    private static final int TRIES = 4;

    private final SourceContext context;
    private final InMemorySpotifySignIn signIn;
    private final ConnectCallback callback;
    private int connected;

    ConnectSource(SourceContext context) {
        this.context = context;
        this.signIn = context.deployment.memory.spotifySignIn;
        this.callback = context.application().connectCallback();
    }

    /**
     * The number of browsers that received the result that the account is connected and the action
     * done.
     */
    int connected() {
        return connected;
    }

    void connect(TriggerType type, SimulatedFan fan, String id, Chance chance) {
        connect(type, fan, id, chance, TRIES);
    }

    private ConnectStart connectStart() {
        return context.application().connectStart();
    }

    /** A fan goes to the streaming service, consents there and returns, or starts again. */
    private void connect(TriggerType type, SimulatedFan fan, String id, Chance chance, int tries) {
        FanAction action = action(type);
        StartRequest request =
                new StartRequest(
                        "spotify",
                        Optional.of(SampleProject.ID.value()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(SourceContext.ORIGIN),
                        Optional.empty(),
                        Optional.of(action.wireName()),
                        Optional.of(action.scope()),
                        Optional.of(action.scope()),
                        Optional.of(SourceContext.ORIGIN + "/tour"),
                        Optional.empty(),
                        SourceContext.CLIENT.userAgent(),
                        SourceContext.CLIENT.address(),
                        Optional.empty(),
                        Optional.empty(),
                        ConnectWorld.WORDING);
        start(request, type, fan, id, chance, tries);
    }

    /** The fan agrees on the page of ours, and then consents at the service. */
    private void start(
            StartRequest request,
            TriggerType type,
            SimulatedFan fan,
            String id,
            Chance chance,
            int tries) {
        List<StartResult> started = new ArrayList<>();
        context.repeat(
                "streaming-connect",
                "start " + id,
                () -> started.add(connectStart().start(request)),
                () -> {
                    if (started.getLast() instanceof StartResult.ConfirmationNeeded page) {
                        context.kernel.after(
                                chance.of("agrees after").between(500, 10_000),
                                () ->
                                        start(
                                                ConnectWorld.answer(page, request),
                                                type,
                                                fan,
                                                id,
                                                chance,
                                                tries));
                    } else if (started.getLast() instanceof StartResult.Redirect redirect) {
                        context.kernel.after(
                                chance.of("says yes after").between(1_000, 20_000),
                                () -> returnFromService(redirect, type, fan, id, chance, tries));
                    }
                });
    }

    private void returnFromService(
            StartResult.Redirect left,
            TriggerType type,
            SimulatedFan fan,
            String id,
            Chance chance,
            int tries) {
        String code = signIn.agree(left.url(), fan.spotifyAccount());
        String state = InMemorySpotifySignIn.query(left.url()).getOrDefault("state", "");
        List<ConnectOutcome> outcome = new ArrayList<>();
        context.deployment.lambda.invoke(
                "streaming-connect",
                "return " + id,
                () ->
                        outcome.add(
                                callback.complete(
                                        state,
                                        Optional.of(left.browser()),
                                        new ServiceAnswer.Code(code),
                                        context.deadline())),
                () -> {
                    if (outcome.getLast() instanceof ConnectOutcome.Ended ended) {
                        ended.disconnectLink()
                                .ifPresent(
                                        link ->
                                                context.deployment.disconnects.linked(
                                                        ended.fan().orElseThrow(), link));
                    }
                    if (outcome.getLast() instanceof ConnectOutcome.Ended ended
                            && ended.ending() instanceof ConnectOutcome.Ending.Done) {
                        connected++;
                        context.deployment.played.add("receiver FanConnector");
                    }
                },
                () -> {
                    if (tries > 1) {
                        context.kernel.after(
                                Duration.ofSeconds(5),
                                () -> connect(type, fan, id, chance, tries - 1));
                    }
                });
    }

    private FanAction action(TriggerType type) {
        return switch (type) {
            case RELEASE_PRESAVED -> new FanAction.PreSave(context.deployment.sample.release.id());
            case RELEASE_ADDED_TO_LIBRARY ->
                    new FanAction.AddToLibrary(context.deployment.sample.release.id());
            case ARTIST_FOLLOWED -> new FanAction.Follow(context.deployment.sample.artist.id());
            case NEXTSAVE_OPTED_IN -> new FanAction.NextSave(context.deployment.sample.artist.id());
            case RELEASE_SAVED,
                    SEGMENT_ENTERED,
                    MESSAGE_DELIVERED,
                    LINK_CLICKED,
                    TRACK_LISTENED,
                    SMS_OPTED_IN,
                    EMAIL_OPTED_IN,
                    SMS_KEYWORD,
                    INSTAGRAM_DM,
                    INSTAGRAM_COMMENT,
                    RELEASE_DETECTED,
                    CONNECTION_EXPIRING ->
                    throw new IllegalArgumentException("nothing to do at a service: " + type);
        };
    }
}
