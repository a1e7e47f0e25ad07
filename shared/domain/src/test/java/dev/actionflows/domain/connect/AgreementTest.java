package dev.actionflows.domain.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.fan.Agreement;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.ConnectWorld;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Before connecting, a page says what the project may do, and the fan's agreement is kept. */
class AgreementTest extends ConnectFixture {
    private StartResult.ConfirmationNeeded page(String provider, Map<String, String> query) {
        return (StartResult.ConfirmationNeeded) connect.start.start(request(provider, query));
    }

    private StartResult pressed(StartResult.ConfirmationNeeded page, Map<String, String> form) {
        Map<String, String> posted = new HashMap<>(form);
        posted.put("cookie", page.browser().secret());
        return connect.start.start(request("spotify", posted));
    }

    private List<Agreement> agreements(FanId id) {
        Fan fan = world.fans.find(world.project, id).orElseThrow();
        return world.fans.agreements(world.project, fan);
    }

    @Test
    void nobody_is_sent_to_a_service_before_agreeing() {
        StartResult.ConfirmationNeeded page = page("spotify", preSave());

        assertThat(page.permissions()).containsExactly(Permission.SAVE_MUSIC);
        assertThat(page.owner()).isEmpty();
        assertThat(page.back()).contains(PAGE);
        assertThat(connect.attempts.all()).isEmpty();
        assertThat(pressed(page, page.form())).isInstanceOf(StartResult.Redirect.class);
    }

    @Test
    void without_an_action_everything_that_steps_do_is_listed() {
        assertThat(page("spotify", query()).permissions())
                .containsExactly(Permission.SAVE_MUSIC, Permission.FOLLOW_ARTISTS);
        assertThat(page("apple_music", query()).permissions())
                .containsExactly(Permission.SAVE_MUSIC);
        assertThat(page("spotify", query()).back()).isEmpty();
    }

    @Test
    void every_scope_is_listed() {
        for (StreamingOperation operation : StreamingOperation.values()) {
            assertThat(
                            Permission.of(
                                    StreamingProvider.SPOTIFY,
                                    operation.scopesAt(StreamingProvider.SPOTIFY)))
                    .as(operation.name())
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"agreed, 2-en", "agreed, 1-de", "agreed, ''", "page, https://evil.example"})
    void an_agreement_to_anything_else_than_was_shown_is_not_valid(String name, String value) {
        StartResult.ConfirmationNeeded page = page("spotify", preSave());
        Map<String, String> form = new HashMap<>(page.form());
        form.put(name, value);

        assertThat(pressed(page, form)).isInstanceOf(StartResult.ConfirmationNeeded.class);
        form.remove(name);
        assertThat(pressed(page, form)).isInstanceOf(StartResult.ConfirmationNeeded.class);
        assertThat(connect.attempts.all()).isEmpty();
    }

    @Test
    void a_page_cannot_claim_to_be_one_of_the_projects() {
        Map<String, String> query = preSave("page", ConnectWorld.ORIGIN);
        query.remove("origin");
        StartResult.ConfirmationNeeded page = page("spotify", query);

        assertThat(page.form()).doesNotContainKey("page");
    }

    @Test
    void the_agreement_is_kept_with_the_connection() {
        StartResult.Redirect redirect = startAttempt(preSave());
        var agreedAt = world.clock.instant();
        world.clock.advance(Duration.ofMinutes(2));

        FanId fan = fanOf(agree(redirect, "ann"));

        assertThat(agreements(fan))
                .containsExactly(
                        new Agreement(
                                connect.attempts.all().getFirst().id(),
                                StreamingProvider.SPOTIFY,
                                Set.of("user-library-modify"),
                                "1",
                                "en",
                                agreedAt));
    }

    @Test
    void a_repeated_authorization_keeps_what_was_listed() {
        agree(startAttempt(query()), "ann");
        world.clock.advance(Duration.ofMinutes(1));
        ConnectOutcome.AuthorizationRepeated again =
                (ConnectOutcome.AuthorizationRepeated) agree(startAttempt(preSave()), "ann");
        FanId fan =
                fanOf(
                        agree(
                                new StartResult.Redirect(
                                        again.project(), again.url(), again.browser()),
                                "ann"));

        assertThat(agreements(fan))
                .extracting(Agreement::scopes)
                .containsExactly(
                        Set.of("user-library-modify", "user-follow-modify"),
                        Set.of("user-library-modify"));
    }

    @Test
    void a_fan_who_declines_leaves_no_agreement() {
        StartResult.Redirect redirect = startAttempt(preSave());
        connect.callback.complete(
                state(redirect),
                Optional.of(redirect.browser()),
                new ServiceAnswer.Denial("access_denied"),
                deadline());

        assertNothingStored();
    }
}
