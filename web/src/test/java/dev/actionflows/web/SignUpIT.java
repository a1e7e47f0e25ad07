package dev.actionflows.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.web.EmbedPage.SignUp;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import java.util.List;
import java.util.Map;

/** The forms: consent, the address, and the code that verifies it. */
class SignUpIT extends EmbedFixture {
    private static final String PHONE_ERROR =
            "Please enter your mobile number with its country code, such as +1 415 555 0100.";

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
    void the_evidence_of_consent_is_exactly_the_shown_wording() {
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
        assertThat(event).doesNotContainKey("firstName");
        assertThat(event.get("consent"))
                .isEqualTo(Map.of("wording", emails.wordingInSource(), "version", "email-2026-11"));
    }

    @Test
    void a_first_name_is_sent_if_the_form_asks_for_it_and_the_fan_enters_one() {
        site.changePage(
                it ->
                        it.replace(
                                "data-country-code=\"1\" required>",
                                "data-country-code=\"1\" required>"
                                        + "<input name=\"firstName\" value=\" Ada \">"));
        page.open(site.page());

        texts.signUp("+14155550100");
        texts.awaitStep("code");

        assertThat(api.received().getFirst()).containsEntry("firstName", "Ada");
    }

    @Test
    void without_the_fans_consent_nothing_is_sent() {
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
    void a_box_checked_by_the_page_is_not_consent() {
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
    void an_invisible_wording_is_not_evidence() {
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
    void an_invalid_number_is_reported_at_the_field_and_not_sent() {
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
    void a_violation_of_a_field_is_reported_at_the_field() {
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
    void any_other_violation_is_reported_below_the_form() {
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
    void enter_submits_both_number_and_code() {
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
    void enter_submits_both_if_the_buttons_are_inputs() {
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
    void enter_submits_another_number_after_going_back() {
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
    void an_expired_code_leads_back_to_the_number_and_a_new_event() {
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
    void the_fan_can_enter_another_number_instead_of_the_code() {
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
    void the_pages_own_wording_overrides_the_default() {
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
}
