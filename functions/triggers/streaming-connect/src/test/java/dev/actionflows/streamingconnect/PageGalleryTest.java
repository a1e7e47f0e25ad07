package dev.actionflows.streamingconnect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.connect.Browser;
import dev.actionflows.domain.connect.ConnectAttemptStore.Refusal;
import dev.actionflows.domain.connect.ConnectOutcome;
import dev.actionflows.domain.connect.ConnectOutcome.Ending;
import dev.actionflows.domain.connect.Disconnector;
import dev.actionflows.domain.connect.MaskedAddress;
import dev.actionflows.domain.connect.Permission;
import dev.actionflows.domain.connect.StartResult;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.SignUpOffer;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.ConnectWorld;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.PageLanguages;
import dev.actionflows.lambda.http.PageTexts;
import dev.actionflows.testkit.PageGallery;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every page in every language, also for the browser tests. */
class PageGalleryTest {
    static final List<String> LANGUAGES = PageLanguages.ALL;

    private static final String LINK = "https://flows.example.com/connect/spotify/start?project=x";

    private static final SignUpOffer OFFER =
            new SignUpOffer(
                    Optional.of(new SignUpOffer.ByText("Join us", "Text <Join us> {number}")),
                    Optional.of(
                            new SignUpOffer.ByPage(
                                    "https://band.example/news?a=1&b=2", "News by email.")));

    private final ConnectWorld connect = new ConnectWorld();
    private final Project project =
            connect.world.projects.find(connect.world.project).orElseThrow();
    private final Browser browser =
            Browser.parse("00112233445566778899aabbccddeeff", true).orElseThrow();
    private final PageGallery gallery = new PageGallery("functions/triggers/streaming-connect");
    private final Pages pages =
            new Pages(
                    connect.world.ids,
                    "https://js-cdn.music.apple.com/musickit/v3/musickit.js",
                    "https://accounts.spotify.com");

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void every_page_can_be_rendered(String language) {
        PageTexts texts = new PageLanguages(Pages.class).in(language);
        StartPages start = new StartPages(pages, texts);
        for (StreamingProvider provider : StreamingProvider.values()) {
            String service = provider.wireName();
            add("agree-" + service, start.started(question(provider, Optional.empty())));
            for (MaskedAddress.Kind kind : MaskedAddress.Kind.values()) {
                add(
                        "who-" + kind + "-" + service,
                        start.started(
                                question(
                                        provider,
                                        Optional.of(
                                                new StartResult.Owner(
                                                        Optional.of(
                                                                new MaskedAddress(
                                                                        kind, "a•••@b•••")),
                                                        LINK)))));
            }
        }
        add(
                "who-unknown",
                start.started(
                        question(
                                StreamingProvider.SPOTIFY,
                                Optional.of(new StartResult.Owner(Optional.empty(), LINK)))));
        add(
                "music-kit",
                start.started(
                        new StartResult.WithMusicKit(
                                project, "developer-token", "state", browser)));
        add("app-browser", start.started(new StartResult.OtherBrowserNeeded(project, LINK)));
        for (StartResult.Obstacle obstacle : StartResult.Obstacle.values()) {
            add("obstacle-" + obstacle, start.started(new StartResult.NotPossible(obstacle)));
        }
        addResults(texts);
        addFailures(language);
        addDisconnects(texts);
    }

    private void addResults(PageTexts texts) {
        ResultPages results = new ResultPages(pages, texts);
        for (Refusal why : Refusal.values()) {
            add(
                    "refused-" + why,
                    results.toBrowser(new ConnectOutcome.NotAccepted(why, Optional.of(LINK))));
        }
        add("done", results.toBrowser(ended(new Ending.Done(Optional.empty()), true, false)));
        add("done-offers", results.toBrowser(done(OFFER)));
        add("other-fan", results.toBrowser(ended(new Ending.Done(Optional.empty()), true, true)));
        add("declined", results.toBrowser(ended(new Ending.Declined(), false, false)));
        add("failed", results.toBrowser(ended(new Ending.Failed(Reason.REJECTED), false, false)));
        add(
                "failed-connected",
                results.toBrowser(ended(new Ending.Failed(Reason.RATE_LIMITED), true, false)));
    }

    private void addFailures(String language) {
        HttpRequest request = request("start", language);
        add("error", pages.failure(request, new IllegalStateException("x")));
        add("busy", pages.failure(request, new ProblemException(ErrorCode.RATE_LIMITED, "x")));
        add(
                "malformed",
                pages.failure(request, new ProblemException(ErrorCode.MALFORMED_REQUEST, "x")));
    }

    private void addDisconnects(PageTexts texts) {
        DisconnectPages disconnects = new DisconnectPages(connect.disconnector, pages);
        for (StreamingProvider provider : StreamingProvider.values()) {
            for (boolean connected : new boolean[] {true, false}) {
                add(
                        "disconnect-" + provider.wireName() + "-" + connected,
                        disconnects.page(
                                Optional.of(
                                        new Disconnector.Link(
                                                project, provider, connected, Map.of("t", "x"))),
                                texts));
            }
        }
        add("disconnect-no-link", disconnects.page(Optional.empty(), texts));
    }

    private StartResult question(StreamingProvider provider, Optional<StartResult.Owner> owner) {
        return new StartResult.ConfirmationNeeded(
                project,
                provider,
                Set.of(Permission.values()),
                owner,
                Map.of("project", "x"),
                Optional.of("https://band.example/tour"),
                browser);
    }

    private ConnectOutcome done(SignUpOffer offer) {
        return ended(
                project.withSignUpOffer(offer), new Ending.Done(Optional.empty()), true, false);
    }

    private ConnectOutcome ended(Ending ending, boolean connected, boolean differentFan) {
        return ended(project, ending, connected, differentFan);
    }

    private static ConnectOutcome ended(
            Project of, Ending ending, boolean connected, boolean differentFan) {
        return new ConnectOutcome.Ended(
                of,
                StreamingProvider.SPOTIFY,
                ending,
                Optional.empty(),
                Optional.empty(),
                Optional.of(LINK),
                connected ? Optional.of(new FanId("fan_0123456789abcdef")) : Optional.empty(),
                differentFan,
                Optional.empty(),
                connected ? Optional.of(LINK) : Optional.empty());
    }

    private static HttpRequest request(String operation, String language) {
        return new HttpRequest(
                Map.of(
                        "httpMethod",
                        "GET",
                        "resource",
                        "/connect/{provider}/" + operation,
                        "headers",
                        Map.of("Accept-Language", language)));
    }

    private void add(String name, HttpResponse response) {
        String language = String.valueOf(response.headers().get("Content-Language"));
        assertThat(response.headers()).containsEntry("Vary", "Accept-Language");
        assertThat(response.body()).contains("<html lang=\"" + language + "\">");
        gallery.add(name, language, response.headers(), response.body());
    }

    @Test
    void a_connected_fan_is_offered_what_the_project_offers() {
        ResultPages results = new ResultPages(pages, new PageLanguages(Pages.class).in("en"));
        String number = project.sms().orElseThrow().number().e164();

        assertThat(results.toBrowser(done(OFFER)).body())
                .contains("<p>Text &lt;Join us&gt; {number}</p>")
                .contains("href=\"sms:%s?body=Join%%20us\"".formatted(number))
                .contains("Text Join us to " + number)
                .contains("href=\"https://band.example/news?a=1&amp;b=2\"");
        assertThat(results.toScript(done(OFFER)).body())
                .contains("\"url\":\"https://band.example/news?a=1&b=2\"");
        assertThat(
                        List.of(
                                results.toBrowser(done(SignUpOffer.none())).body(),
                                results.toBrowser(
                                                ended(
                                                        project.withSignUpOffer(OFFER),
                                                        new Ending.Failed(Reason.REJECTED),
                                                        false,
                                                        false))
                                        .body()))
                .noneMatch(page -> page.contains("sms:") || page.contains("band.example"));
    }

    @Test
    void a_name_of_a_project_cannot_become_markup_or_a_placeholder() {
        PageTexts texts =
                new PageLanguages(Pages.class)
                        .in("en")
                        .with("project", "<b>{service}$1\\</b>")
                        .with("service", "Spotify");

        assertThat(pages.page(texts, "agree.title").paragraph("agree.lead").response(200).body())
                .contains("&lt;b&gt;{service}$1\\&lt;/b&gt; would like");
    }
}
