package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Deployment.Answer;
import dev.actionflows.endtoend.FanBrowser.Visit;
import dev.actionflows.endtoend.Label.RunView;
import dev.actionflows.json.Json;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Fans connect a streaming account in a browser. */
class ConnectIT {
    private final Label label = Label.ready(Deployment.express());
    private final FanBrowser browser = new FanBrowser();
    private final String account = "fan-" + UUID.randomUUID();

    private String start(String query) {
        return label.deployment.baseUrl()
                + "/connect/spotify/start?project="
                + label.projectId
                + query;
    }

    private String linkFor(String phone) {
        return browser.behind(Providers.texts(label.accountSid, phone).getLast());
    }

    private String flowOnPreSaves(String release) {
        String id =
                Label.text(
                        label.deployment
                                .post(
                                        "/v1/flows",
                                        label.secretKey,
                                        Map.of(
                                                "name",
                                                "Thanks for pre-saving",
                                                "trigger",
                                                Map.of(
                                                        "type",
                                                        "release.presaved",
                                                        "releaseId",
                                                        release),
                                                "steps",
                                                List.of(label.addToSegment())))
                                .json(201),
                        "id");
        label.activate(id).json(200);
        return id;
    }

    @Test
    void the_link_in_a_text_leads_through_spotify_to_a_completed_run() {
        String flow =
                label.activeFlow(
                        "PRESAVE", label.missionSteps(label.pastRelease(), label.segment()));
        String phone = Label.phoneNumber();
        label.text(phone, "Presave");
        RunView waiting = label.runWhen(flow, "the run waits", RunView::isWaiting);

        Visit redirected = browser.visit(browser.agreeAfter(linkFor(phone), account));

        assertThat(redirected.status()).as(redirected.body()).isEqualTo(200);
        assertThat(redirected.body()).contains("<h1>You are connected</h1>");
        RunView done = label.runWhen(flow, "the run is completed", RunView::isCompleted);
        assertThat(done.id()).isEqualTo(waiting.id());
        assertThat(done.steps())
                .containsExactly(
                        "pre_save COMPLETED saved",
                        "follow_artist COMPLETED followed",
                        "add_to_segment COMPLETED added",
                        "send_text COMPLETED accepted");
    }

    @Test
    void opening_another_fans_link_asks_for_confirmation_and_merges_no_fans() {
        String flow =
                label.activeFlow(
                        "PRESAVE", label.missionSteps(label.pastRelease(), label.segment()));
        String phone = Label.phoneNumber();
        label.text(phone, "Presave");
        label.runWhen(flow, "the run waits", RunView::isWaiting);
        String link = linkFor(phone);

        Visit question = browser.visit(link);

        assertThat(question.status()).isEqualTo(200);
        assertThat(question.body())
                .contains("that ends in " + phone.substring(phone.length() - 2))
                .doesNotContain(phone);
        Visit elsewhere = new FanBrowser().confirm(link, question);
        assertThat(elsewhere.status()).isEqualTo(200);
        assertThat(elsewhere.body()).contains("<h1>Is this you?</h1>");
    }

    @Test
    void a_fan_who_pre_saves_while_connecting_starts_the_flow() {
        String release = label.upcomingRelease();
        String flow = flowOnPreSaves(release);

        Visit redirected =
                browser.visit(
                        browser.agreeAfter(start("&action=presave&releaseId=" + release), account));

        assertThat(redirected.body()).contains("<h1>You are connected</h1>");
        label.runWhen(flow, "the run is completed", RunView::isCompleted);
    }

    @Test
    void one_of_several_concurrent_callbacks_succeeds_and_none_after_it() {
        String release = label.upcomingRelease();
        String flow = flowOnPreSaves(release);
        String callback =
                browser.agreeAfter(start("&action=presave&releaseId=" + release), account);

        List<Integer> statuses =
                Stream.generate(
                                () ->
                                        CompletableFuture.supplyAsync(
                                                () -> browser.visit(callback).status()))
                        .limit(4)
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .sorted()
                        .toList();

        assertThat(statuses).containsExactly(200, 400, 400, 400);
        assertThat(browser.visit(callback).body()).contains("This page was opened before");
        label.runWhen(flow, "the run is completed", RunView::isCompleted);
    }

    @Test
    void a_fan_disconnects_with_the_link_that_the_page_shows() {
        Visit connected = browser.visit(browser.agreeAfter(start(""), account));
        Matcher link =
                Pattern.compile("href=\"([^\"]+/disconnect[^\"]+)\"").matcher(connected.body());
        assertThat(link.find()).as(connected.body()).isTrue();
        String url = link.group(1).replace("&amp;", "&");

        Visit page = browser.visit(url);
        assertThat(page.body()).contains("<h1>Disconnect Spotify?</h1>");
        Visit disconnected = browser.confirm(url, page);

        assertThat(disconnected.body()).contains("<h1>Spotify is disconnected</h1>");
        assertThat(browser.visit(url).body()).contains("<h1>Spotify is disconnected</h1>");
    }

    @Test
    void another_browser_and_a_forged_state_are_rejected() {
        String callback = browser.agreeAfter(start(""), account);

        assertThat(new FanBrowser().visit(callback).body())
                .contains("You began in another browser");
        assertThat(browser.visit(callback.replaceAll("state=[^&]+", "state=forged")).status())
                .isEqualTo(400);
        assertThat(browser.visit(start("&t=forged")).status()).isEqualTo(400);
        assertThat(browser.visit(start("&return=https://evil.example/")).status()).isEqualTo(400);
        assertThat(browser.visit(callback).status()).isEqualTo(200);
    }

    @Test
    void a_code_that_spotify_rejects_connects_no_fan() {
        Visit redirected = browser.visit(browser.agreeAfter(start(""), "stub-code-used"));

        assertThat(redirected.status()).isEqualTo(200);
        assertThat(redirected.body()).contains("<h1>That did not work</h1>", "Start again");
    }

    @Test
    void a_music_user_token_without_its_page_is_rejected_with_a_problem() {
        Answer answer =
                Deployment.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                label.deployment.baseUrl()
                                                        + "/connect/apple_music/callback"))
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofString(
                                                Json.write(
                                                        Map.of(
                                                                "state",
                                                                "forged",
                                                                "userToken",
                                                                "local-user-token")))));

        assertThat(answer.json(403)).containsEntry("code", "not_allowed");
    }
}
