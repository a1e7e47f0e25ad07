package dev.actionflows.releasepages;

import static dev.actionflows.releasepages.PageApi.hidden;
import static dev.actionflows.releasepages.PageApi.location;
import static dev.actionflows.releasepages.PageApi.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.page.PageContent;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.testing.EmbedWorld;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages about releases, from the visitor's browser to the runs that start. */
class ReleasePagesHandlerTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String OTHER_ID = "1123456789abcdef0123456789abcdef";
    private static final PhoneNumber NUMBER = new PhoneNumber("+14155550199");

    private final PageApi api = new PageApi();
    private final World world = api.world;

    @Test
    void before_release_day_a_page_offers_to_pre_save() {
        String page = api.get().getBody();

        assertThat(page)
                .contains(
                        "<h1>Low Tide</h1>",
                        "By Night Harbour",
                        "Out on ",
                        "Pre-save on Spotify</button>",
                        "Follow on Spotify</button>",
                        "Save future releases on Spotify</button>",
                        "<label for=\"phone\">Mobile number</label>",
                        "<label for=\"email\">Email address</label>",
                        "I agree to texts from &lt;Night Harbour&gt;",
                        "<a href=\"https://label.example/terms\">Terms</a>",
                        "aria-label=\"Low &quot;Tide&quot;\"")
                .doesNotContain("Listen on Spotify", "Out now", "noindex", "Apple Music</button>");
        assertThat(page.length()).isLessThan(30_000);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-03-05, 'Out on March 5, 2027'",
        "2027-03, Out in March 2027",
        "2027, Out in 2027"
    })
    void a_page_says_when_as_exactly_as_it_is_known(String date, String text) {
        api.change(
                release ->
                        release.movedTo(
                                ReleaseDate.parse(date, ReleaseDate.DEFAULT_ZONE).orElseThrow()));

        assertThat(api.get().getBody()).contains("<p>" + text + "</p>", "content=\"" + text);
    }

    @Test
    void a_page_about_a_cancelled_release_offers_nothing_of_it() {
        api.change(release -> release.cancelled(world.clock.instant()));

        assertThat(api.get().getBody())
                .contains("This release has been cancelled", "Follow on Spotify</button>")
                .doesNotContain("Pre-save", "Listen on");
        assertThat(api.post("do", "presave.spotify", "id", ID).getBody())
                .contains("This is no longer offered here");
    }

    @Test
    void from_release_day_the_same_address_leads_to_the_services() {
        api.reachReleaseDay();

        assertThat(api.get().getBody())
                .contains(
                        "Out now",
                        "href=\"https://open.spotify.com/album/",
                        "Listen on Spotify</a>",
                        "Save to your Spotify library</button>")
                .doesNotContain("Pre-save");
    }

    @Test
    void a_page_says_to_networks_what_it_is_about() {
        assertThat(api.get().getBody())
                .contains(
                        "<meta property=\"og:type\" content=\"music.album\">",
                        "<meta property=\"og:url\""
                                + " content=\"https://flows.example.com/r/low-tide\">",
                        "<meta property=\"og:title\" content=\"Low Tide by Night Harbour\">",
                        "<meta property=\"og:image\""
                            + " content=\"https://images.label.example/low-tide.webp?v=1&amp;w=2\">",
                        "<meta name=\"twitter:card\" content=\"summary_large_image\">",
                        "<link rel=\"canonical\" href=\"https://flows.example.com/r/low-tide\">");
    }

    @Test
    void a_page_loads_nothing_but_its_cover_and_its_track() {
        Map<String, String> policy = policy(api.get());

        assertThat(policy)
                .containsEntry("default-src", "'none'")
                .containsEntry("img-src", "https://images.label.example")
                .containsEntry("media-src", "https://audio.label.example")
                .containsEntry("connect-src", "'self'")
                .containsEntry("form-action", "'self'");
    }

    @Test
    void a_page_without_content_shows_the_release() {
        api.publish(PageContent.none());

        APIGatewayProxyResponseEvent page = api.get();

        assertThat(page.getBody())
                .contains("<h1>Low Tide</h1>", "Pre-save on Spotify</button>")
                .doesNotContain("<script", "<audio", "type=\"tel\"", "og:image", "Follow");
        assertThat(policy(page)).doesNotContainKeys("img-src", "media-src", "script-src");
    }

    @ParameterizedTest
    @CsvSource({
        "presave.spotify, presave, releaseId",
        "follow.spotify, follow, artistId",
        "next_save.spotify, next_save, artistId"
    })
    void a_visitor_whom_nobody_knows_is_led_to_connect(
            String button, String action, String subject) {
        String id =
                subject.equals("releaseId")
                        ? world.release.id().value()
                        : world.artist.id().value();

        assertThat(location(api.post("do", button, "id", ID)))
                .isEqualTo(
                        "https://flows.example.com/connect/spotify/start?project=%s&action=%s&%s=%s&return=https%%3A%%2F%%2Fflows.example.com%%2Fr%%2Flow-tide"
                                .formatted(world.project, action, subject, id));
        assertThat(world.executions.started()).isEmpty();
    }

    @Test
    void a_known_fan_without_a_connection_is_led_to_connect() {
        api.identify(world.fan(World.FAN_NUMBER));

        assertThat(location(api.post("do", "presave.spotify", "id", ID)))
                .startsWith("https://flows.example.com/connect/spotify/start?");
    }

    @Test
    void for_a_known_and_connected_fan_the_page_acts_once_and_the_trigger_fires() {
        Flow flow = flow(TriggerType.RELEASE_PRESAVED);
        FanId fan = connectedFan();

        for (int times = 0; times < 2; times++) {
            assertThat(location(api.post("do", "presave.spotify", "id", ID)))
                    .isEqualTo("low-tide?done=presave");
        }

        assertThat(api.embed.runs(flow)).extracting(Run::fan).containsExactly(fan);
        assertThat(world.catalog.preSavedAt(world.project, world.release.id(), fan)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "add_to_library.spotify, RELEASE_ADDED_TO_LIBRARY, add-to-library",
        "follow.spotify, ARTIST_FOLLOWED, follow",
        "next_save.spotify, NEXTSAVE_OPTED_IN, next-save"
    })
    void every_streaming_trigger_fires_from_the_page(
            String button, TriggerType type, String notice) {
        api.reachReleaseDay();
        Flow flow = flow(type);
        connectedFan();

        assertThat(location(api.post("do", button, "id", ID))).isEqualTo("low-tide?done=" + notice);

        assertThat(api.embed.runs(flow)).hasSize(1);
    }

    @Test
    void a_service_that_refuses_is_reported() {
        api.reachReleaseDay();
        connectedFan();
        api.embed.spotify.answers(new StreamingResult.RequestRefused(Reason.FORBIDDEN));

        assertThat(api.post("do", "follow.spotify", "id", ID).getBody())
                .contains("Your streaming service could not do this");
    }

    @Test
    void what_the_page_no_longer_offers_is_not_done() {
        api.reachReleaseDay();
        connectedFan();

        for (String button : List.of("presave.spotify", "presave.tidal", "", "follow")) {
            assertThat(api.post("do", button, "id", ID).getBody())
                    .contains("This is no longer offered here");
        }
        assertThat(world.executions.started()).isEmpty();
    }

    @Test
    void a_sign_up_by_text_counts_once_the_code_is_entered_and_the_page_knows_the_fan() {
        Flow flow = api.embed.flowOn(TriggerType.SMS_OPTED_IN, ReEntry.ONCE);
        APIGatewayProxyResponseEvent sent = signUp("sign-up.phone", "(415) 555-0199");

        assertThat(sent.getStatusCode()).isEqualTo(200);
        assertThat(sent.getBody()).contains("We have sent six digits to +14155550199.");
        assertThat(world.executions.started()).isEmpty();
        assertThat(location(enter(sent, api.embed.textedCode()))).isEqualTo("low-tide?done=phone");

        Run run = api.embed.runs(flow).getFirst();
        assertThat(consent(run.fan()))
                .hasEntrySatisfying(
                        "wording", it -> assertThat(it).isEqualTo(PageApi.TEXTS.wording()))
                .containsEntry("version", "1")
                .containsEntry("page", "https://flows.example.com/r/low-tide");
        assertThat(api.cookies).containsKey("__Host-action_flows_fan_" + world.project);
    }

    @Test
    void a_sign_up_by_email_counts_once_the_code_is_entered() {
        Flow flow = api.embed.flowOn(TriggerType.EMAIL_OPTED_IN, ReEntry.ONCE);
        APIGatewayProxyResponseEvent sent = signUp("sign-up.email", "ada@fans.example");

        assertThat(location(enter(sent, api.embed.mailedCode()))).isEqualTo("low-tide?done=email");

        assertThat(api.embed.runs(flow)).hasSize(1);
    }

    @Test
    void a_form_that_is_sent_twice_sends_one_code_and_starts_one_run() {
        Flow flow = api.embed.flowOn(TriggerType.SMS_OPTED_IN, ReEntry.EVERY_EVENT);
        signUp("sign-up.phone", "(415) 555-0199");
        APIGatewayProxyResponseEvent sent = signUp("sign-up.phone", "(415) 555-0199");
        enter(sent, api.embed.textedCode());
        enter(sent, api.embed.textedCode());

        assertThat(api.embed.textsTo(NUMBER)).hasSize(1);
        assertThat(api.embed.runs(flow)).hasSize(1);
    }

    @Test
    void a_known_fan_signs_up_without_another_code() {
        Flow flow = api.embed.flowOn(TriggerType.SMS_OPTED_IN, ReEntry.ONCE);
        FanId fan = world.fan(World.FAN_NUMBER);
        api.identify(fan);

        assertThat(location(signUp("sign-up.phone", World.FAN_NUMBER.e164())))
                .isEqualTo("low-tide?done=phone");

        assertThat(api.embed.runs(flow)).extracting(Run::fan).containsExactly(fan);
        assertThat(api.embed.texts.handedOver()).isEmpty();
    }

    @Test
    void invalid_fields_are_named_and_nothing_is_sent() {
        APIGatewayProxyResponseEvent page =
                api.post(
                        "do", "sign-up.phone",
                        "id", ID,
                        "address", "555 \"<b>",
                        "firstName", "www.spam.example");

        assertThat(page.getStatusCode()).isEqualTo(422);
        assertThat(page.getBody())
                .contains(
                        "value=\"555 &quot;&lt;b&gt;\" aria-invalid=\"true\""
                                + " aria-describedby=\"phone-error\" autofocus",
                        "<p id=\"phone-error\" class=\"error\" role=\"alert\">Please enter your"
                                + " mobile number",
                        "<p id=\"phone-name-error\" class=\"error\" role=\"alert\">",
                        "<p id=\"phone-consent-error\" class=\"error\" role=\"alert\">Please check"
                                + " the box");
        assertThat(api.embed.texts.handedOver()).isEmpty();
    }

    @Test
    void a_wrong_code_can_be_corrected_and_too_many_end_the_sign_up() {
        APIGatewayProxyResponseEvent sent = signUp("sign-up.phone", "+1 415 555 0199");
        String wrong = EmbedWorld.otherThan(api.embed.textedCode());

        for (int times = 0; times < 5; times++) {
            APIGatewayProxyResponseEvent again = enter(sent, wrong, "%032d".formatted(times));
            assertThat(again.getStatusCode()).isEqualTo(422);
            assertThat(again.getBody())
                    .contains("That is not the code we sent.", "six digits to +14155550199");
        }
        assertThat(enter(sent, api.embed.textedCode(), OTHER_ID).getBody())
                .contains("That code is no longer valid.");
        assertThat(world.executions.started()).isEmpty();
        assertThat(api.cookies).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345", "abcdef"})
    void what_is_no_code_costs_no_try(String code) {
        APIGatewayProxyResponseEvent sent = signUp("sign-up.phone", "+1 415 555 0199");

        for (int times = 0; times < 10; times++) {
            assertThat(enter(sent, code, "%032d".formatted(times)).getStatusCode()).isEqualTo(422);
        }
        assertThat(location(enter(sent, api.embed.textedCode(), OTHER_ID)))
                .isEqualTo("low-tide?done=phone");
    }

    @Test
    void a_code_as_people_write_it_is_understood() {
        APIGatewayProxyResponseEvent sent = signUp("sign-up.phone", "+1 415 555 0199");
        String code = api.embed.textedCode();

        assertThat(location(enter(sent, " " + code.substring(0, 3) + "-" + code.substring(3))))
                .isEqualTo("low-tide?done=phone");
    }

    @Test
    void a_known_fan_who_has_listened_fires_the_trigger_once_per_visit() {
        Flow flow = flow(TriggerType.TRACK_LISTENED);
        FanId fan = world.fan(World.FAN_NUMBER);
        api.identify(fan);

        for (int times = 0; times < 2; times++) {
            assertThat(api.post("do", "listened", "id", ID).getStatusCode()).isEqualTo(204);
        }

        assertThat(api.embed.runs(flow)).extracting(Run::fan).containsExactly(fan);
    }

    @Test
    void nobody_knows_who_has_listened_without_a_cookie_or_with_an_old_one() {
        flow(TriggerType.TRACK_LISTENED);
        assertThat(api.post("do", "listened", "id", ID).getStatusCode()).isEqualTo(204);
        api.identify(world.fan(World.FAN_NUMBER));
        world.clock.advance(java.time.Duration.ofHours(2));

        assertThat(api.post("do", "listened", "id", OTHER_ID).getStatusCode()).isEqualTo(204);

        assertThat(world.executions.started()).isEmpty();
    }

    @Test
    void a_page_without_a_track_hears_nothing() {
        flow(TriggerType.TRACK_LISTENED);
        api.publish(PageContent.none());
        api.identify(world.fan(World.FAN_NUMBER));

        assertThat(api.post("do", "listened", "id", ID).getStatusCode()).isEqualTo(204);

        assertThat(world.executions.started()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, https://evil.example",
        "Origin, https://flows.example.com.evil.example",
        "Origin, null"
    })
    void a_form_of_another_site_is_rejected(String header, String value) {
        APIGatewayProxyResponseEvent rejected = api.send(signUpFrom(header, value));

        assertThat(rejected.getStatusCode()).isEqualTo(403);
        assertThat(rejected.getBody()).contains("role=\"status\"", "Mobile number");
        assertThat(api.embed.texts.handedOver()).isEmpty();
    }

    @Test
    void an_older_browser_says_by_its_origin_where_the_form_comes_from() {
        assertThat(api.send(signUpFrom("Origin", "https://flows.example.com")).getStatusCode())
                .isEqualTo(200);
        assertThat(api.get().getHeaders()).containsEntry("Referrer-Policy", "same-origin");
    }

    private APIGatewayProxyRequestEvent signUpFrom(String header, String value) {
        APIGatewayProxyRequestEvent form =
                api.form("do", "sign-up.phone", "address", "+14155550199", "agreed", "yes");
        Map<String, String> headers = new HashMap<>(form.getHeaders());
        headers.remove("Sec-Fetch-Site");
        headers.put(header, value);
        return form.withHeaders(headers);
    }

    @Test
    void one_visitor_cannot_flood_a_page() {
        for (int times = 0; times < 200; times++) {
            api.post("do", "presave.spotify", "id", "%032d".formatted(times));
        }

        APIGatewayProxyResponseEvent busy = api.post("do", "presave.spotify", "id", ID);

        assertThat(busy.getStatusCode()).isEqualTo(429);
        assertThat(busy.getHeaders()).containsKey("Retry-After");
        assertThat(api.get().getStatusCode()).isEqualTo(200);
    }

    @Test
    void the_tries_of_a_code_are_counted_whatever_the_form_says() {
        APIGatewayProxyResponseEvent sent = signUp("sign-up.phone", "+1 415 555 0199");
        String right = api.embed.textedCode();
        for (int times = 1; times <= 5; times++) {
            String wrong = "%06d".formatted((Integer.parseInt(right) + times) % 1_000_000);
            assertThat(enter(sent, wrong, ID).getStatusCode()).isEqualTo(422);
        }

        assertThat(enter(sent, right, ID).getBody()).contains("That code is no longer valid.");

        assertThat(world.executions.started()).isEmpty();
        assertThat(api.cookies).isEmpty();
    }

    @Test
    void a_cookie_that_another_host_could_have_set_identifies_nobody() {
        connectedFan();
        String name = "__Host-action_flows_fan_" + world.project;
        api.cookies.put("action_flows_fan_" + world.project, api.cookies.remove(name));

        assertThat(location(api.post("do", "follow.spotify", "id", ID)))
                .contains("/connect/spotify");
    }

    @Test
    void who_is_known_can_sign_out() {
        assertThat(api.get().getBody()).doesNotContain("Sign out");
        connectedFan();
        assertThat(api.get().getBody()).contains("Sign out</button>");

        assertThat(location(api.post("do", "sign-out"))).isEqualTo("low-tide?done=signed-out");

        assertThat(api.cookies).isEmpty();
        assertThat(location(api.post("do", "follow.spotify", "id", ID)))
                .contains("/connect/spotify");
    }

    @Test
    void two_buttons_of_one_form_are_two_events() {
        Flow following = flow(TriggerType.ARTIST_FOLLOWED);
        Flow optingIn = flow(TriggerType.NEXTSAVE_OPTED_IN);
        FanId fan = connectedFan();

        api.post("do", "follow.spotify", "id", ID);
        api.post("do", "next_save.spotify", "id", ID);

        assertThat(api.embed.runs(following))
                .extracting(run -> run.event().id().value())
                .containsExactly("web:%s:follow.spotify.%s".formatted(fan, ID));
        assertThat(api.embed.runs(optingIn))
                .extracting(run -> run.event().id().value())
                .containsExactly("web:%s:next_save.spotify.%s".formatted(fan, ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "presave",
                "add-to-library",
                "follow",
                "next-save",
                "phone",
                "email",
                "signed-out"
            })
    void the_page_says_what_was_done(String done) {
        assertThat(
                        api.send(api.event("GET").withQueryStringParameters(Map.of("done", done)))
                                .getBody())
                .contains("<p class=\"notice\" role=\"status\">");
    }

    @Test
    void who_has_just_done_something_is_asked_first_to_sign_up() {
        assertThat(api.get().getBody()).containsSubsequence("Pre-save on Spotify", "Mobile number");
        assertThat(
                        api.send(
                                        api.event("GET")
                                                .withQueryStringParameters(
                                                        Map.of("done", "presave")))
                                .getBody())
                .containsSubsequence("role=\"status\"", "Mobile number", "Pre-save on Spotify");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "<script>", "refused", "code-ended"})
    void the_page_says_nothing_else(String done) {
        assertThat(
                        api.send(api.event("GET").withQueryStringParameters(Map.of("done", done)))
                                .getBody())
                .doesNotContain("role=\"status\"");
    }

    private Flow flow(TriggerType type) {
        Trigger trigger =
                switch (type) {
                    case ARTIST_FOLLOWED, NEXTSAVE_OPTED_IN ->
                            new Trigger.OfArtist(
                                    type, Optional.of(world.artist.id()), Optional.empty());
                    default ->
                            new Trigger.OfRelease(
                                    type, Optional.of(world.release.id()), Optional.empty());
                };
        return api.embed.flowOn(trigger, ReEntry.EVERY_EVENT);
    }

    /** A fan whom the page knows, and who has connected Spotify. */
    private FanId connectedFan() {
        FanId fan = world.fan(World.FAN_NUMBER);
        world.connect(fan);
        api.identify(fan);
        return fan;
    }

    private APIGatewayProxyResponseEvent signUp(String form, String address) {
        return api.post(
                "do", form, "id", ID, "address", address, "firstName", " Ada ", "agreed", "yes");
    }

    private APIGatewayProxyResponseEvent enter(APIGatewayProxyResponseEvent page, String code) {
        return enter(page, code, ID);
    }

    private APIGatewayProxyResponseEvent enter(
            APIGatewayProxyResponseEvent page, String code, String id) {
        Map<String, String> hidden = hidden(page);
        return api.post(
                "do",
                "code",
                "id",
                id,
                "kind",
                hidden.getOrDefault("kind", ""),
                "verification",
                hidden.getOrDefault("verification", ""),
                "address",
                hidden.getOrDefault("address", ""),
                "code",
                code);
    }

    /** The evidence of the fan's last consent. */
    private Map<String, String> consent(FanId fan) {
        Identity phone =
                world.fans
                        .find(world.project, fan)
                        .flatMap(it -> it.latest(Identity.Kind.PHONE))
                        .orElseThrow()
                        .identity();
        return List.copyOf(world.consents(phone).values()).getLast().evidence();
    }
}
