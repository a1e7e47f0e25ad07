package dev.actionflows.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.actionflows.web.EmbedPage.SignUp;
import dev.actionflows.web.EmbedPage.StreamingButton;
import dev.actionflows.web.StandInApi.Mishap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/** The page and its script in a real browser, on another origin than the API. */
class EmbedIT {
    private static final Path EMBED =
            Path.of(Objects.requireNonNull(System.getProperty("project.root")), "web", "embed");
    private static final String PHONE_ERROR =
            "Please enter your mobile number with its country code, such as +1 415 555 0100.";
    private static final String SAVED = "Your pre-save is registered.";

    // One browser for all tests, a tab and servers for each.
    @SuppressWarnings("NullAway.Init") // before all tests
    private static Chromium chromium;

    private final StandInApi api = StandInApi.start();
    private final Site site =
            Site.start(
                    EMBED,
                    api.url(),
                    Map.of(
                            "publishable_key",
                            StandInApi.KEY,
                            "api",
                            api.url().toString(),
                            "release_id",
                            "rel_00000000000000a1",
                            "artist_id",
                            "art_00000000000000b2"));
    private final EmbedPage page = new EmbedPage(chromium.driver());
    private final SignUp texts = page.texts();

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @BeforeEach
    void newTab() {
        chromium.newTab();
        api.allow(site.origin());
    }

    /** Whatever a test does: nothing is loaded or run that the page's policy forbids. */
    @AfterEach
    void stop() {
        List<String> messages = chromium.messages();
        api.close();
        site.close();
        assertThat(messages)
                .noneMatch(it -> it.contains("Content Security Policy") || it.contains("Uncaught"));
    }

    @Test
    void a_fan_signs_up_by_text_with_the_consent_that_is_shown_and_a_code() {
        page.open(site.page());

        texts.signUp("(415) 555-0100");
        texts.awaitStep("code");
        assertThat(page.hasFocus(texts.code())).isTrue();
        assertThat(texts.form().getText()).contains("+14155550100");
        texts.enterCode("482 913");
        texts.awaitStep("done");

        assertThat(texts.form().getText()).isEqualTo("You are in. The first text is on its way.");
        assertThat(api.received()).hasSize(2);
        Map<String, @Nullable Object> event = api.received().getFirst();
        assertThat(event.keySet())
                .containsExactlyInAnyOrder("id", "type", "phone", "consent", "page");
        assertThat(event.get("type")).isEqualTo("sms.opted_in");
        assertThat(event.get("phone")).isEqualTo("+14155550100");
        assertThat(event.get("page")).isEqualTo(site.page());
        assertThat(api.received().getLast()).isEqualTo(Map.of("code", "482913"));
        assertThat(api.preflights()).contains(site.origin());
    }

    @Test
    void the_evidence_of_consent_is_what_is_shown_letter_by_letter() {
        page.open(site.page());
        String shown = texts.wording();

        texts.signUp("+44 7700 900123");
        texts.awaitStep("code");

        assertThat(api.received().getFirst().get("consent"))
                .isEqualTo(Map.of("wording", shown, "version", "text-2026-11"));
        assertThat(shown)
                .contains(
                        "Midnight Arcade",
                        "marketing texts",
                        "up to 6 a month",
                        "not a condition of purchase",
                        "STOP",
                        "Terms",
                        "Privacy");
    }

    @Test
    void a_fan_signs_up_by_email() {
        page.open(site.page());
        SignUp emails = page.emails();

        emails.signUp("  fan@example.com ");
        emails.enterCode(StandInApi.CODE);
        emails.awaitStep("done");

        Map<String, @Nullable Object> event = api.received().getFirst();
        assertThat(event.get("email")).isEqualTo("fan@example.com");
        assertThat(event.get("type")).isEqualTo("email.opted_in");
        assertThat(event.get("consent"))
                .isEqualTo(Map.of("wording", emails.wordingInSource(), "version", "email-2026-11"));
    }

    @Test
    void without_a_tick_of_the_fan_nothing_is_sent() {
        page.open(site.page());
        assertThat(texts.consent().isSelected()).isFalse();

        texts.fillIn("+14155550100");
        texts.send();

        texts.awaitError(
                "consent", "Please tick the box if you agree. We cannot write to you without it.");
        assertThat(page.hasFocus(texts.consent())).isTrue();
        assertThat(api.received()).isEmpty();
    }

    @Test
    void a_box_that_the_page_has_ticked_is_no_consent() {
        site.changePage(it -> it.replace("name=\"consent\" required", "name=\"consent\" checked"));
        page.open(site.page());

        texts.fillIn("+14155550100");
        texts.send();

        texts.awaitError(
                "consent", "Please tick the box if you agree. We cannot write to you without it.");
        assertThat(texts.consent().isSelected()).isFalse();
        texts.agree();
        texts.send();
        texts.awaitStep("code");
        assertThat(api.received()).hasSize(1);
    }

    @Test
    void a_wording_that_cannot_be_seen_is_no_evidence() {
        site.changePage(
                it ->
                        it.replace(
                                "<span data-consent-version", "<span hidden data-consent-version"));
        page.open(site.page());

        texts.signUp("+14155550100");

        texts.awaitStatus("Sorry, this did not work. Please try again later.");
        assertThat(api.received()).isEmpty();
    }

    @Test
    void what_cannot_be_a_number_is_told_at_the_field_and_not_sent() {
        page.open(site.page());

        texts.signUp("call me");
        texts.awaitError("phone", PHONE_ERROR);

        WebElement field = texts.field();
        assertThat(page.hasFocus(field)).isTrue();
        assertThat(field.getDomAttribute("aria-invalid")).isEqualTo("true");
        assertThat(field.getDomAttribute("aria-describedby")).isEqualTo("phone-error");
        assertThat(api.received()).isEmpty();

        texts.signUp("+1 415 555 0100");
        texts.awaitStep("code");
        assertThat(field.getDomAttribute("aria-invalid")).isNull();
    }

    @Test
    void what_the_api_finds_wrong_with_a_field_is_told_at_the_field() {
        api.next(
                refused(
                        400,
                        List.of(StandInApi.violation("/phone", "is no possible number")),
                        Map.of()));
        page.open(site.page());

        texts.signUp("+1 415 555 0100");

        texts.awaitError("phone", PHONE_ERROR);
        assertThat(page.hasFocus(texts.field())).isTrue();
    }

    @Test
    void what_the_api_finds_wrong_elsewhere_is_told_below_the_form() {
        api.next(
                refused(
                        400,
                        List.of(
                                StandInApi.violation(
                                        "/consent/version", "The version is too long.")),
                        Map.of()));
        page.open(site.page());

        texts.signUp("+1 415 555 0100");

        texts.awaitStatus("The version is too long.");
    }

    @Test
    void a_wrong_code_can_be_corrected() {
        page.open(site.page());
        texts.signUp("+14155550100");

        texts.enterCode("000000");
        texts.awaitError("code", "That is not the code we sent. Please check the six digits.");
        texts.enterCode("48291");
        texts.awaitError("code", "That is not the code we sent. Please check the six digits.");
        texts.enterCode(StandInApi.CODE);

        texts.awaitStep("done");
        assertThat(api.received()).hasSize(3);
    }

    @Test
    void enter_sends_the_code_as_it_sends_the_number() {
        page.open(site.page());
        texts.fillIn("(415) 555-0100");
        texts.agree();
        texts.field().sendKeys(Keys.ENTER);
        texts.awaitStep("code");

        texts.code().sendKeys("482913", Keys.ENTER);
        texts.awaitStep("done");

        assertThat(api.received().getLast()).isEqualTo(Map.of("code", "482913"));
    }

    @Test
    void enter_sends_number_and_code_where_the_buttons_are_inputs() {
        site.changePage(
                it ->
                        it.replaceAll(
                                "<button>([^<]+)</button>",
                                "<input type=\"submit\" value=\"$1\">"));
        page.open(site.page());
        texts.fillIn("(415) 555-0100");
        texts.agree();
        texts.field().sendKeys(Keys.ENTER);
        texts.awaitStep("code");
        texts.back();
        texts.fillIn("(415) 555-0101");
        texts.agree();
        texts.field().sendKeys(Keys.ENTER);
        texts.awaitStep("code");

        texts.code().sendKeys("482913", Keys.ENTER);
        texts.awaitStep("done");

        assertThat(api.received()).hasSize(3);
        assertThat(api.received().getLast()).isEqualTo(Map.of("code", "482913"));
    }

    @Test
    void enter_sends_another_number_after_the_first_was_given_up() {
        page.open(site.page());
        texts.signUp("(415) 555-0100");
        texts.awaitStep("code");
        texts.back();
        texts.fillIn("(415) 555-0101");
        texts.agree();

        texts.field().sendKeys(Keys.ENTER);
        texts.awaitStep("code");

        assertThat(api.received().getLast().get("phone")).isEqualTo("+14155550101");
    }

    @Test
    void a_code_that_has_ended_leads_back_to_the_number_and_to_a_new_event() {
        page.open(site.page());
        texts.signUp("+14155550100");
        texts.awaitStep("code");
        api.endVerifications();

        texts.enterCode(StandInApi.CODE);
        texts.awaitStep("details");
        texts.awaitStatus("This code has expired. Please ask for a new one.");
        texts.send();
        texts.enterCode(StandInApi.CODE);

        texts.awaitStep("done");
        assertThat(ids()).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void the_fan_can_give_another_number_instead_of_the_code() {
        page.open(site.page());
        texts.signUp("+14155550100");
        texts.awaitStep("code");

        texts.back();
        texts.awaitStep("details");
        assertThat(page.hasFocus(texts.field())).isTrue();
        texts.signUp("+14155550199");
        texts.awaitStep("code");

        assertThat(texts.form().getText()).contains("+14155550199");
    }

    @Test
    void too_many_calls_are_told_with_the_time_to_wait() {
        api.next(refused(429, List.of(), Map.of("Retry-After", "30")));
        page.open(site.page());

        texts.signUp("+14155550100");

        texts.awaitStatus("That was a little too often. Please try again in 30 s.");
        assertThat(api.received()).hasSize(1);
        texts.send();
        texts.awaitStep("code");
    }

    @Test
    void an_answer_that_is_lost_is_asked_for_again_and_nothing_is_done_twice() {
        api.next(new Mishap.AnswerLost());
        page.open(site.page());

        texts.signUp("+14155550100");
        texts.awaitStep("code");

        assertThat(api.received()).hasSizeGreaterThan(1);
        assertThat(ids()).containsOnly(ids().getFirst());
        assertThat(api.taken()).isEqualTo(1);
    }

    @Test
    void pressing_again_after_a_failure_means_the_same_event() {
        Mishap failure = refused(503, List.of(), Map.of());
        api.next(failure, failure, failure);
        page.open(site.page());

        texts.signUp("+14155550100");
        texts.awaitStatus("Sorry, this did not work. Please try again later.");
        texts.send();
        texts.awaitStep("code");

        assertThat(ids()).hasSize(4).containsOnly(ids().getFirst());
        assertThat(api.taken()).isEqualTo(1);
    }

    @Test
    void an_api_that_cannot_be_reached_is_told_in_plain_words() {
        page.open(site.page());
        api.close();

        texts.signUp("+14155550100");

        texts.awaitStatus(
                "We cannot be reached. Please check your connection and try again. Nothing will be"
                        + " done twice.");
        assertThat(texts.button().isEnabled()).isTrue();
    }

    @Test
    void a_page_of_another_origin_cannot_use_the_key() {
        try (Site other =
                Site.start(
                        EMBED,
                        api.url(),
                        Map.of("publishable_key", StandInApi.KEY, "api", api.url().toString()))) {
            page.open(other.page());

            texts.signUp("+14155550100");

            texts.awaitStatus(
                    "We cannot be reached. Please check your connection and try again. Nothing will"
                            + " be done twice.");
            assertThat(api.preflights()).contains(other.origin());
            assertThat(api.received()).isEmpty();
        }
    }

    @Test
    void while_a_call_is_under_way_nothing_can_be_sent_again() {
        CountDownLatch latch = new CountDownLatch(1);
        api.next(new Mishap.Held(latch));
        page.open(site.page());

        texts.signUp("+14155550100");
        assertThat(texts.isBusy()).isTrue();
        assertThat(texts.button().isEnabled()).isFalse();
        texts.awaitBusyStatus("One moment …");
        texts.field().sendKeys(Keys.ENTER);
        latch.countDown();
        texts.awaitStep("code");

        assertThat(texts.button().isEnabled()).isTrue();
        assertThat(api.received()).hasSize(1);
    }

    @Test
    void pre_save_goes_to_the_streaming_service_and_back_and_leaves_no_token_in_the_address() {
        page.open(site.page() + "?tour=1#dates");
        StreamingButton spotify = page.button("release.presaved", "spotify");
        spotify.click();

        awaitReturn("/index.html?tour=1#dates");
        StreamingButton pressed = page.button("release.presaved", "spotify");
        pressed.awaitStatus(SAVED);
        assertThat(pressed.hasFocus()).isTrue();
        Map<String, String> trip = api.trips().getFirst();
        assertThat(trip.keySet())
                .containsExactlyInAnyOrder("provider", "project", "action", "releaseId", "return");
        assertThat(trip)
                .containsEntry("provider", "spotify")
                .containsEntry("project", StandInApi.PROJECT)
                .containsEntry("action", "presave")
                .containsEntry("releaseId", "rel_00000000000000a1");
        assertThat(URI.create(Objects.requireNonNull(trip.get("return"))).getFragment()).isNull();
        assertThat(
                        String.valueOf(
                                chromium.driver()
                                        .executeScript("return JSON.stringify(history.state)")))
                .doesNotContain("ft_");
    }

    @Test
    void a_fan_who_has_connected_needs_no_further_trip() {
        page.open(site.page());
        page.button("release.presaved", "apple_music").click();
        page.button("release.presaved", "apple_music").awaitStatus(SAVED);

        StreamingButton follow = page.button("artist.followed", "spotify");
        follow.click();
        follow.awaitStatus("You follow Midnight Arcade.");
        StreamingButton nextSave = page.button("nextsave.opted_in", "spotify");
        nextSave.click();
        nextSave.awaitStatus("You have asked for all future releases.");

        assertThat(api.trips()).hasSize(1);
        assertThat(api.received())
                .extracting(
                        it -> it.get("type"), it -> it.get("artistId"), it -> it.get("fanToken"))
                .containsExactly(
                        tuple("artist.followed", "art_00000000000000b2", "ft_connected"),
                        tuple("nextsave.opted_in", "art_00000000000000b2", "ft_connected"));
    }

    @Test
    void a_link_can_do_what_a_button_does_and_also_once_at_a_time() {
        site.changePage(
                it ->
                        it.replace(
                                "</main>",
                                "<a href=\"#none\" data-action-flows=\"artist.followed\""
                                        + " data-provider=\"apple_music\" data-artist-id=\"art_1\""
                                        + " data-done=\"You follow.\">Follow</a></main>"));
        page.open(site.page());
        page.button("release.presaved", "spotify").click();
        page.button("release.presaved", "spotify").awaitStatus(SAVED);
        CountDownLatch latch = new CountDownLatch(1);
        api.next(new Mishap.Held(latch));

        StreamingButton link = page.button("artist.followed", "apple_music");
        link.click();
        link.click();
        latch.countDown();

        link.awaitStatus("You follow.");
        assertThat(api.received()).hasSize(1);
        assertThat(chromium.driver().getCurrentUrl()).isEqualTo(site.page());
    }

    @Test
    void a_fan_who_has_connected_needs_a_reload_neither() {
        page.open(site.page());
        page.button("release.presaved", "spotify").click();
        page.button("release.presaved", "spotify").awaitStatus(SAVED);
        page.open(site.page());

        StreamingButton follow = page.button("artist.followed", "spotify");
        follow.click();
        follow.awaitStatus("You follow Midnight Arcade.");
    }

    @Test
    void a_verified_fan_without_connection_leaves_for_one_in_the_fans_own_name() {
        api.disconnect("ft_verified");
        page.open(site.page());
        texts.signUp("+14155550100");
        texts.enterCode(StandInApi.CODE);
        texts.awaitStep("done");

        page.button("release.presaved", "spotify").click();
        page.button("release.presaved", "spotify").awaitStatus(SAVED);

        assertThat(api.trips().getFirst()).containsEntry("fan_token", "ft_verified");
    }

    @Test
    void a_fan_whose_connection_does_not_do_leaves_for_a_new_one() {
        for (String why : List.of("reconnect_needed", "not_connected")) {
            page.open(site.page());
            page.button("release.presaved", "spotify").click();
            page.button("release.presaved", "spotify").awaitStatus(SAVED);
            api.next(
                    new Mishap.Refused(
                            200,
                            Map.of("id", "web:1", "status", "accepted", "reason", why),
                            Map.of()));

            page.button("artist.followed", "spotify").click();
            page.button("artist.followed", "spotify").awaitStatus("You follow Midnight Arcade.");

            assertThat(api.trips().getLast())
                    .containsEntry("action", "follow")
                    .containsEntry("fan_token", "ft_connected");
            chromium.newTab();
        }
    }

    @Test
    void a_fan_token_that_is_not_valid_any_more_is_forgotten() {
        page.open(site.page());
        texts.signUp("+14155550100");
        texts.enterCode(StandInApi.CODE);
        texts.awaitStep("done");
        api.forgetFans();

        page.button("release.presaved", "spotify").click();
        page.button("release.presaved", "spotify").awaitStatus(SAVED);

        assertThat(api.trips().getFirst()).doesNotContainKey("fan_token");
    }

    @Test
    void a_sign_up_with_an_old_fan_token_is_sent_again_without_it() {
        page.open(site.page());
        page.button("release.presaved", "spotify").click();
        page.button("release.presaved", "spotify").awaitStatus(SAVED);
        api.forgetFans();

        texts.signUp("+14155550100");
        texts.awaitStep("code");

        assertThat(api.received())
                .extracting(it -> it.get("fanToken"))
                .containsExactly("ft_connected", null);
    }

    @Test
    void a_known_fan_may_need_no_code() {
        page.open(site.page());
        page.button("release.presaved", "spotify").click();
        page.button("release.presaved", "spotify").awaitStatus(SAVED);

        texts.signUp("+14155550100");

        texts.awaitStep("done");
    }

    @Test
    void a_fan_who_does_not_agree_is_told_that_nothing_was_done() {
        api.nextReturn("refused", null);
        page.open(site.page());
        page.button("artist.followed", "spotify").click();

        page.button("artist.followed", "spotify")
                .awaitStatus("Nothing was saved: you did not agree at the streaming service.");
        awaitReturn("/index.html");
    }

    @Test
    void a_fan_token_from_somebody_elses_link_is_not_used() {
        page.open(
                site.page()
                        + "#action_flows=done&fan_token=ft_of_somebody_else&ends_at=2099-01-01T00:00:00Z");
        awaitReturn("/index.html");

        page.button("artist.followed", "spotify").click();
        page.button("artist.followed", "spotify").awaitStatus("You follow Midnight Arcade.");

        assertThat(api.received()).isEmpty();
        assertThat(api.trips())
                .singleElement()
                .satisfies(it -> assertThat(it).doesNotContainKey("fan_token"));
    }

    @Test
    void every_field_has_a_label_and_every_message_is_announced() {
        page.open(site.page());

        Object unlabelled =
                chromium.driver()
                        .executeScript(
                                "return [...document.querySelectorAll('input')].filter(it =>"
                                        + " !it.labels.length).length");
        texts.send();
        texts.awaitError("phone", PHONE_ERROR);

        assertThat(unlabelled).isEqualTo(0L);
        assertThat(page.statuses()).isNotEmpty().allMatch("status"::equals);
        assertThat(page.hasFocus(texts.field())).isTrue();
    }

    @Test
    void the_words_are_the_pages_own_where_it_has_some() {
        site.changePage(
                it ->
                        it.replace(
                                "</head>",
                                "<script type=\"application/json\""
                                        + " id=\"action-flows-texts\">{\"phone\": \"Bitte mit"
                                        + " Landesvorwahl.\"}</script></head>"));
        page.open(site.page());

        texts.signUp("1");

        texts.awaitError("phone", "Bitte mit Landesvorwahl.");
    }

    private static Mishap refused(
            int status, List<Map<String, String>> violations, Map<String, String> headers) {
        Map<String, Object> problem =
                StandInApi.problem(status, "some_code", "Something is wrong.", violations);
        if (violations.isEmpty()) {
            problem.remove("violations");
        }
        return new Mishap.Refused(status, problem, headers);
    }

    private void awaitReturn(String path) {
        page.awaitUrl("back at " + path, url -> url.equals(site.origin() + path));
    }

    /** The ids of all events that came in, repeated ones included. */
    private List<@Nullable Object> ids() {
        return api.received().stream()
                .filter(it -> it.containsKey("type"))
                .<@Nullable Object>map(it -> it.get("id"))
                .toList();
    }
}
