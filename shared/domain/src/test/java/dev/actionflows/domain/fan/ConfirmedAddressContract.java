package dev.actionflows.domain.fan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.fan.ConsentChange.Kind;
import dev.actionflows.domain.fan.ConsentStore.Permission;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The contract of {@link ConsentStore} implementations with double opt-in, for fans with several
 * addresses of one kind: each of them confirms for itself.
 */
public abstract class ConfirmedAddressContract extends FanFixture {
    private final FanIdentity email = Samples.email();
    private final FanIdentity otherEmail = Samples.email();
    private final FanIdentity otherPhone = Samples.phone();

    protected ConfirmedAddressContract(Stores stores) {
        super(stores);
    }

    private boolean change(FanIdentity address, Kind kind, int second) {
        return consents.recordConsent(
                project,
                address.identity(),
                new ConsentChange(kind, kind + "-" + second, at(second), at(second), Map.of()));
    }

    private static Instant at(int second) {
        return NOW.plusSeconds(second);
    }

    private Fan with(Fan fan, FanIdentity address) {
        fans.attach(project, fan, address);
        return fan.with(address);
    }

    private Permission confirmed(Fan fan, Identity.Kind kind) {
        return consents.check(project, fan, kind).confirmed();
    }

    @Test
    void of_two_confirmed_addresses_the_latest_counts() {
        Fan fan = with(created(email), otherEmail);
        change(email, Kind.CONFIRMED, 2);
        change(otherEmail, Kind.CONFIRMED, 1);

        assertThat(confirmed(fan, Identity.Kind.EMAIL))
                .isEqualTo(new Permission.Given(otherEmail, "CONFIRMED-1"));
    }

    @Test
    void a_confirmed_address_counts_before_a_later_one_that_is_not() {
        Fan fan = with(created(email), otherEmail);
        change(email, Kind.CONFIRMED, 1);
        change(otherEmail, Kind.OPT_IN, 2);

        assertThat(confirmed(fan, Identity.Kind.EMAIL))
                .isEqualTo(new Permission.Given(email, "CONFIRMED-1"));
    }

    /** It is not written to for the consent of another one. */
    @Test
    void a_confirmed_address_whose_mail_bounces_does_not_count() {
        Fan fan = with(created(email), otherEmail);
        change(email, Kind.CONFIRMED, 1);
        change(otherEmail, Kind.OPT_IN, 2);
        change(email, Kind.BOUNCED, 3);

        assertThat(confirmed(fan, Identity.Kind.EMAIL))
                .isEqualTo(new Permission.Unconfirmed(otherEmail, "OPT_IN-2", Optional.empty()));
    }

    @Test
    void resuming_lifts_a_stop_and_confirms_nothing() {
        Fan fan = with(created(phone), otherPhone);
        change(phone, Kind.KEYWORD, 1);
        change(phone, Kind.STOP, 2);
        change(otherPhone, Kind.STOP, 3);

        change(phone, Kind.RESUMED, 4);
        change(otherPhone, Kind.START, 4);

        assertThat(consents.permission(project, fan, Identity.Kind.PHONE))
                .isEqualTo(new Permission.Given(otherPhone, "START-4"));
        KnownIdentity resumed = fans.findIdentity(project, phone.identity()).orElseThrow();
        assertThat(resumed.stopped()).isFalse();
        assertThat(resumed.consent()).contains("KEYWORD-1");
        assertThat(resumed.confirmed()).isFalse();
    }

    @Test
    void an_address_without_consent_has_none_after_it_was_resumed() {
        Fan fan = created(phone);

        assertThat(change(phone, Kind.RESUMED, 1)).isTrue();
        assertThat(change(phone, Kind.RESUMED, 1)).as("redelivered").isFalse();

        assertThat(consents.permission(project, fan, Identity.Kind.PHONE))
                .isEqualTo(new Permission.NeverGiven());
        assertThat(consents.consents(project, phone.identity()))
                .extracting(ConsentChange::kind)
                .containsExactly(Kind.RESUMED);
    }

    @ParameterizedTest
    @CsvSource({"3, true", "4, true", "5, false"})
    void a_stop_at_the_same_time_or_later_is_not_lifted_in_whatever_order_both_are_stored(
            int resumedAt, boolean stopped) {
        created(phone);
        change(phone, Kind.KEYWORD, 1);
        change(phone, Kind.STOP, 4);

        change(phone, Kind.RESUMED, resumedAt);

        assertThat(fans.findIdentity(project, phone.identity()).orElseThrow().stopped())
                .isEqualTo(stopped);
    }

    /** Otherwise an answer to it would not be recognized. */
    @Test
    void resuming_answers_no_question() {
        Fan fan = created(phone);
        change(phone, Kind.KEYWORD, 1);
        ConfirmationRequest request = new ConfirmationRequest("confirm-1", at(2), false);
        consents.claimConfirmation(project, phone.identity(), request);

        change(phone, Kind.RESUMED, 3);

        KnownIdentity known = fans.findIdentity(project, phone.identity()).orElseThrow();
        assertThat(known.hasAnswered(known.request().orElseThrow())).isFalse();
        assertThat(confirmed(fan, Identity.Kind.PHONE))
                .isEqualTo(new Permission.Unconfirmed(phone, "KEYWORD-1", Optional.of(request)));
    }
}
