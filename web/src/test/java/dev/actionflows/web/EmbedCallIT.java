package dev.actionflows.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.web.StandInApi.Mishap;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Rejected, lost or slow calls: the fan is informed, and nothing is done twice. */
class EmbedCallIT extends EmbedFixture {
    @Test
    void a_rate_limit_is_shown_with_the_time_to_wait() {
        api.next(refused(429, List.of(), Map.of("Retry-After", "30")));
        page.open(site.page());

        texts.signUp("+14155550100");

        texts.awaitStatus("That was a little too often. Please try again in 30 s.");
        assertThat(api.received()).hasSize(1);
        texts.send();
        texts.awaitStep("code");
    }

    @Test
    void a_call_with_a_lost_response_is_retried_and_nothing_is_done_twice() {
        api.next(new Mishap.AnswerLost());
        page.open(site.page());

        texts.signUp("+14155550100");
        texts.awaitStep("code");

        assertThat(api.received()).hasSizeGreaterThan(1);
        assertThat(ids()).containsOnly(ids().getFirst());
        assertThat(api.taken()).isEqualTo(1);
    }

    @Test
    void pressing_again_after_a_failure_sends_the_same_event() {
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
    void an_unreachable_api_is_reported_in_plain_words() {
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
    void during_a_call_nothing_can_be_sent_again() {
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
}
