package dev.actionflows.messagelinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.link.LinkAddress;
import dev.actionflows.domain.link.LinkVisits;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.Interruption;
import dev.actionflows.domain.testing.MailWorld;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** From the links in a message to the pages behind them. */
class MessageLinksHandlerTest {
    static final String IPHONE =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Mobile";
    static final String WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0";
    static final String MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15";

    private static final Pattern LINK =
            Pattern.compile("https://flows\\.example\\.com/l/(\\w{13})");
    private static final String FORWARDED = "data-forward=";
    private static final String SPOTIFY = "https://open.spotify.com/album/4aawyAB9vmqN3uQ7FjRGTy";
    private static final String APPLE = "https://geo.music.apple.com/us/album/_/1440933840";
    private static final ProviderIds BOTH =
            new ProviderIds(
                    Map.of(
                            StreamingProvider.SPOTIFY, "spotify:album:4aawyAB9vmqN3uQ7FjRGTy",
                            StreamingProvider.APPLE_MUSIC, "1440933840"));

    final MailWorld mail = new MailWorld();
    final World world = mail.world;

    static APIGatewayProxyRequestEvent event(String name) {
        return SampleEvents.read("message-links/" + name, APIGatewayProxyRequestEvent.class);
    }

    static MessageLinksHandler handler(Application application, World world) {
        return new MessageLinksHandler(
                new MessagePages(application.linkOpener(), world.ids),
                new Log(new ByteArrayOutputStream(), world.clock),
                world.clock);
    }

    private APIGatewayProxyResponseEvent handle(String method, String link) {
        return handle(method, link, IPHONE, world.application);
    }

    private APIGatewayProxyResponseEvent handle(
            String method, String link, String agent, Application application) {
        APIGatewayProxyRequestEvent event = event("invalid-unknown.json");
        Map<String, String> headers = new HashMap<>(event.getHeaders());
        headers.put("User-Agent", agent);
        return Invocations.invoke(
                handler(application, world),
                event.withPathParameters(Map.of("token", link))
                        .withHttpMethod(method)
                        .withHeaders(headers),
                APIGatewayProxyResponseEvent.class,
                new TestContext());
    }

    private String page(String link, String agent) {
        APIGatewayProxyResponseEvent answer = handle("GET", link, agent, world.application);
        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(answer.getHeaders())
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Referrer-Policy", "no-referrer");
        assertThat(answer.getBody()).contains("navigator.webdriver");
        return answer.getBody();
    }

    private record Links(String connect, String release, Run run) {}

    /** The links in a mail of a flow that pre-saves a release. */
    private Links sent(Release release) {
        Run run =
                mail.start(
                        MailWorld.step(
                                "News",
                                "Hello: {{#connect_link}}{{connect_link}}{{/connect_link}}\n"
                                        + "{{#release_link}}{{release_link}}{{/release_link}}"),
                        new Step.PreSave(release.id(), OnUnmet.HOLD));
        mail.machine.with(StepType.PRE_SAVE, world.application.steps().runner(StepType.PRE_SAVE));
        mail.machine.execute(run);
        List<String> links =
                LINK.matcher(mail.mails().getLast().text())
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .toList();
        assertThat(links).hasSize(2);
        return new Links(links.getFirst(), links.getLast(), run);
    }

    private Links sent() {
        return sent(world.release);
    }

    /** A link to connect, in the mail of a flow that does nothing else. */
    String connectLink() {
        mail.machine.execute(
                mail.start(
                        MailWorld.step(
                                "News",
                                "Hello: {{#connect_link}}{{connect_link}}{{/connect_link}}")));
        return LINK.matcher(mail.mails().getLast().text())
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private Release releaseAtBoth() {
        Release release =
                new Release(
                        ReleaseId.from(world.ids),
                        "High & Dry",
                        "Night Harbour",
                        LocalDate.parse("2026-12-11"),
                        BOTH,
                        world.clock.instant());
        world.catalog.create(world.project, release);
        return release;
    }

    private LinkVisits visits(String link) {
        return world.ports
                .links
                .find(LinkAddress.parse(link).orElseThrow().code())
                .orElseThrow()
                .visits();
    }

    private void listenForClicks(Run run) {
        Trigger trigger =
                new Trigger.OfFlow(
                        TriggerType.LINK_CLICKED, Optional.of(run.flow()), Optional.empty());
        world.activeFlow(
                new FlowDefinition(
                        "After a click",
                        trigger,
                        List.of(new AddToSegmentStep(world.segment.id())),
                        ReEntry.EVERY_EVENT,
                        OnFailure.CONTINUE));
    }

    @Test
    void the_link_to_connect_leads_to_the_page_that_knows_the_fan() {
        Links links = sent();

        assertThat(page(links.connect(), IPHONE))
                .contains("<h1>Low Tide</h1>")
                .contains("<p>By Night Harbour</p>")
                .contains("Night Harbour invites you to connect")
                .contains("data-forward=\"all\"")
                .contains(
                        "href=\"https://flows.example.com/connect/spotify/start?project=prj_7zqk3v9m2c4x8b1d&amp;t=")
                .doesNotContain(SPOTIFY);
    }

    @Test
    void the_page_is_named_after_the_project_if_the_message_is_about_no_release() {
        assertThat(page(connectLink(), IPHONE)).contains("<h1>Night Harbour</h1>");
    }

    @Test
    void opening_a_link_counts_an_opening_and_nothing_else() {
        Links links = sent();
        listenForClicks(links.run());

        page(links.connect(), IPHONE);
        page(links.release(), IPHONE);

        assertThat(visits(links.connect()).openings()).isEqualTo(2);
        assertThat(visits(links.connect()).clicks()).isZero();
        assertThat(world.ports.outcomeEvents).isEmpty();
    }

    @Test
    void asking_for_the_headers_counts_nothing() {
        Links links = sent();

        APIGatewayProxyResponseEvent head = handle("HEAD", links.release());

        assertThat(head.getStatusCode()).isEqualTo(200);
        assertThat(head.getBody()).isEmpty();
        assertThat(head.getHeaders().keySet())
                .isEqualTo(handle("GET", links.release()).getHeaders().keySet());
        assertThat(visits(links.release()).openings()).isEqualTo(1);
    }

    @Test
    void the_reports_of_the_page_are_clicks_and_one_event() {
        Links links = sent();
        listenForClicks(links.run());

        for (String link : List.of(links.connect(), links.connect(), links.release())) {
            APIGatewayProxyResponseEvent answer = handle("POST", link);
            assertThat(answer.getStatusCode()).isEqualTo(204);
            assertThat(answer.getBody()).isEmpty();
        }

        assertThat(visits(links.connect()).clicks()).isEqualTo(3);
        assertThat(visits(links.connect()).openings()).isZero();
        assertThat(world.ports.outcomeEvents)
                .extracting(OutcomeEvent::type, OutcomeEvent::fan)
                .containsExactly(tuple(TriggerType.LINK_CLICKED, mail.fan));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST"})
    void unknown_malformed_and_erased_links_do_not_work(String method) {
        String link = sent().connect();
        String code = link.substring(0, link.length() - 1);
        for (String invalid :
                List.of("", code, code + "x", link + "c", "0123456789abr", "../../v1/fa")) {
            assertThat(handle(method, invalid).getStatusCode()).isEqualTo(404);
        }
        assertThat(visits(link)).isEqualTo(LinkVisits.NONE);

        world.ports.links.remove(LinkAddress.parse(link).orElseThrow().code());
        assertThat(handle(method, link).getStatusCode()).isEqualTo(404);
        assertThat(handle("GET", link).getBody())
                .contains("This link does not work")
                .doesNotContain("<script");
    }

    @Test
    void other_methods_are_not_allowed() {
        assertThat(handle("PUT", sent().connect()).getStatusCode()).isEqualTo(405);
    }

    @Test
    void the_only_service_is_opened_at_once_where_no_app_needs_a_tap() {
        String link = sent().release();

        for (String desktop : List.of(WINDOWS, MAC)) {
            assertThat(page(link, desktop))
                    .contains("data-forward=\"(hover: hover)\"")
                    .contains("href=\"" + SPOTIFY + "\">Open in Spotify</a>")
                    .doesNotContain("Where do you listen");
        }
        assertThat(page(link, IPHONE))
                .doesNotContain(FORWARDED)
                .contains(
                        "<a class=\"button\" rel=\"nofollow\" href=\""
                                + SPOTIFY
                                + "\">Open in Spotify</a>");
    }

    @Test
    void among_several_services_the_fan_chooses() {
        String link = sent(releaseAtBoth()).release();

        assertThat(page(link, IPHONE))
                .contains("<h1>High &amp; Dry</h1>")
                .contains("Where do you listen to music?")
                .containsSubsequence(
                        "<a class=\"button\" rel=\"nofollow\" href=\"" + APPLE,
                        "<a rel=\"nofollow\" href=\"" + SPOTIFY);
        assertThat(page(link, WINDOWS))
                .doesNotContain(FORWARDED)
                .containsSubsequence(
                        "<a class=\"button\" rel=\"nofollow\" href=\"" + SPOTIFY,
                        "<a rel=\"nofollow\" href=\"" + APPLE);
    }

    @Test
    void the_service_that_the_fan_has_connected_comes_first_on_every_device() {
        String link = sent(releaseAtBoth()).connect();
        world.connect(mail.fan);

        assertThat(page(link, IPHONE))
                .doesNotContain("/connect/")
                .containsSubsequence(
                        "<a class=\"button\" rel=\"nofollow\" href=\"" + SPOTIFY,
                        "<a rel=\"nofollow\" href=\"" + APPLE);
    }

    @Test
    void a_link_to_connect_says_so_once_nothing_is_left_to_do() {
        String link = connectLink();
        world.connect(mail.fan);

        assertThat(page(link, WINDOWS))
                .contains("<h1>Your account is connected</h1>")
                .doesNotContain("<a ");
    }

    @Test
    void a_release_without_ids_is_not_available_yet() {
        Links links = sent();
        Release again =
                new Release(
                        world.release.id(),
                        "Low Tide",
                        "Night Harbour",
                        world.release.releaseDate(),
                        new ProviderIds(Map.of()),
                        world.clock.instant());
        assertThat(
                        world.catalog.replace(
                                world.project, again, world.release.serviceIds().revision()))
                .isTrue();

        assertThat(page(links.release(), WINDOWS))
                .contains("<h1>Not available yet</h1>")
                .doesNotContain("<a ");
    }

    /** Killed at any call, the report can be repeated, and the event is not lost. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_crash_at_any_call_loses_no_click(boolean afterwards) {
        for (int call = 1; ; call++) {
            MessageLinksHandlerTest other = new MessageLinksHandlerTest();
            Links links = other.sent();
            other.listenForClicks(links.run());
            Interruption crash = new Interruption(call, afterwards);
            int status =
                    other.handle("POST", links.connect(), IPHONE, other.world.decorated(crash))
                            .getStatusCode();
            if (status != 204) {
                assertThat(other.handle("POST", links.connect()).getStatusCode()).isEqualTo(204);
            }

            assertThat(other.world.ports.outcomeEvents)
                    .isNotEmpty()
                    .extracting(OutcomeEvent::id)
                    .containsOnly(other.world.ports.outcomeEvents.getFirst().id());
            assertThat(other.visits(links.connect()).clicks()).isBetween(1L, 2L);
            if (!crash.hasHappened()) {
                return;
            }
        }
    }

    /** Later than the links of a run identify the fan, the page still leads on. */
    @Test
    void a_link_works_years_later() {
        String link = sent().connect();
        world.clock.advance(Duration.ofDays(1000));

        assertThat(page(link, IPHONE))
                .contains("/connect/spotify/start?project=prj_7zqk3v9m2c4x8b1d\"");
    }
}
