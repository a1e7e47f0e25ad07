package dev.actionflows.domain.fan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.ConsentChange.Kind;
import dev.actionflows.domain.fan.ConsentStore.Permission;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The contract of {@link ConsentStore} implementations: what ends mail, and what lifts it. */
public abstract class MailConsentContract extends FanFixture {
    private final FanIdentity email = Samples.email();

    protected MailConsentContract(Stores stores) {
        super(stores);
    }

    private boolean change(FanIdentity address, Kind kind, int second) {
        return change(address, kind, second, second);
    }

    private boolean change(FanIdentity address, Kind kind, int begunAt, int second) {
        return consents.recordConsent(
                project,
                address.identity(),
                new ConsentChange(kind, kind + "-" + second, at(begunAt), at(second), Map.of()));
    }

    private static Instant at(int second) {
        return NOW.plusSeconds(second);
    }

    private Permission mail(Fan fan) {
        return consents.permission(project, fan, Identity.Kind.EMAIL);
    }

    private Permission texts(Fan fan) {
        return consents.permission(project, fan, Identity.Kind.PHONE);
    }

    private static Permission stopped(Reason reason) {
        return new Permission.Stopped(reason);
    }

    /** A fan who agreed to texts and mail in the first two seconds. */
    private Fan fan() {
        Fan alone = created(phone);
        fans.attach(project, alone, email);
        change(phone, Kind.KEYWORD, 1);
        change(email, Kind.CONFIRMED, 2);
        return alone.with(email);
    }

    @ParameterizedTest
    @CsvSource({"UNSUBSCRIBED", "BOUNCED", "COMPLAINED"})
    void the_reason_names_what_ended_mail_and_only_mail_ends(Kind kind) {
        Fan fan = fan();

        assertThat(change(email, kind, 3)).isTrue();
        assertThat(change(email, kind, 3)).as("redelivered").isFalse();

        assertThat(mail(fan)).isEqualTo(stopped(Reason.valueOf(kind.name())));
        assertThat(texts(fan)).isEqualTo(new Permission.Given(phone, "KEYWORD-1"));
        assertThat(consents.consents(project, email.identity()))
                .extracting(ConsentChange::kind)
                .containsExactly(Kind.CONFIRMED, kind);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"OPT_IN", "KEYWORD", "START", "RESUMED", "SOFT_BOUNCE"})
    void only_a_confirmation_lifts_a_bounce_or_a_complaint(Kind other) {
        Fan fan = fan();
        change(email, Kind.BOUNCED, 3);

        change(email, other, 4);
        assertThat(mail(fan)).isEqualTo(stopped(Reason.BOUNCED));
        change(email, Kind.CONFIRMED, 5);
        assertThat(mail(fan)).isEqualTo(new Permission.Given(email, "CONFIRMED-5"));

        change(email, Kind.COMPLAINED, 6);
        change(email, other, 7);
        assertThat(mail(fan)).isEqualTo(stopped(Reason.COMPLAINED));
        change(email, Kind.CONFIRMED, 8);
        assertThat(mail(fan)).isEqualTo(new Permission.Given(email, "CONFIRMED-8"));
    }

    @ParameterizedTest
    @CsvSource({"START, true", "CONFIRMED, true", "OPT_IN, false", "KEYWORD, false"})
    void an_unsubscription_is_lifted_like_a_stop(Kind kind, boolean lifts) {
        Fan fan = fan();
        change(email, Kind.UNSUBSCRIBED, 3);

        change(email, kind, 4);

        assertThat(mail(fan))
                .isEqualTo(
                        lifts
                                ? new Permission.Given(email, kind + "-4")
                                : stopped(Reason.UNSUBSCRIBED));
    }

    @Test
    void a_start_lifts_an_unsubscription_and_no_earlier_complaint() {
        Fan fan = fan();
        change(email, Kind.COMPLAINED, 3);
        change(email, Kind.UNSUBSCRIBED, 4);
        assertThat(mail(fan)).isEqualTo(stopped(Reason.COMPLAINED));

        change(email, Kind.START, 5);

        assertThat(mail(fan)).isEqualTo(stopped(Reason.COMPLAINED));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UNSUBSCRIBED", "BOUNCED", "COMPLAINED"})
    void a_confirmation_begun_before_it_does_not_lift_it(Kind kind) {
        Fan fan = fan();
        change(email, kind, 4);

        change(email, Kind.CONFIRMED, 3, 5);
        assertThat(mail(fan)).isEqualTo(stopped(Reason.valueOf(kind.name())));
        change(email, Kind.CONFIRMED, 4, 6);
        assertThat(mail(fan)).isEqualTo(stopped(Reason.valueOf(kind.name())));
        change(email, Kind.CONFIRMED, 5, 7);
        assertThat(mail(fan)).isInstanceOf(Permission.Given.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"BOUNCED", "COMPLAINED"})
    void a_report_that_is_stored_after_a_later_confirmation_has_no_effect(Kind kind) {
        Fan fan = fan();
        change(email, Kind.CONFIRMED, 5, 6);

        assertThat(change(email, kind, 4)).isTrue();

        assertThat(mail(fan)).isEqualTo(new Permission.Given(email, "CONFIRMED-6"));
        assertThat(change(email, kind, 4)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"BOUNCED", "COMPLAINED"})
    void of_two_reports_the_later_one_counts_in_whatever_order_they_are_stored(Kind kind) {
        Fan fan = fan();
        change(email, kind, 7);
        change(email, kind, 3);

        change(email, Kind.CONFIRMED, 5);

        assertThat(mail(fan)).isEqualTo(stopped(Reason.valueOf(kind.name())));
    }

    @Test
    void a_stop_after_an_unsubscription_is_a_stop() {
        Fan fan = fan();
        change(email, Kind.UNSUBSCRIBED, 3);
        change(email, Kind.STOP, 4);

        assertThat(mail(fan)).isEqualTo(stopped(Reason.STOPPED));

        change(email, Kind.UNSUBSCRIBED, 5);
        assertThat(mail(fan)).isEqualTo(stopped(Reason.UNSUBSCRIBED));
    }

    /** Bounces and complaints were stored like this before they had kinds of their own. */
    @Test
    void a_stop_of_an_address_is_still_read() {
        Fan fan = fan();
        change(email, Kind.STOP, 3);

        assertThat(mail(fan)).isEqualTo(stopped(Reason.STOPPED));
        assertThat(mail(fan)).isEqualTo(new Permission.Stopped());
        change(email, Kind.CONFIRMED, 4);
        assertThat(mail(fan)).isInstanceOf(Permission.Given.class);
    }

    @Test
    void a_stop_by_text_is_what_the_fan_said_whatever_else_happened_to_the_address() {
        Fan fan = fan();
        change(email, Kind.BOUNCED, 3);
        change(phone, Kind.STOP, 4);

        assertThat(mail(fan)).isEqualTo(stopped(Reason.STOPPED));
        change(email, Kind.COMPLAINED, 5);
        assertThat(mail(fan)).isEqualTo(stopped(Reason.COMPLAINED));
    }

    @Test
    void mail_goes_to_another_address_of_the_fan_after_a_bounce_and_not_after_a_complaint() {
        FanIdentity other = Samples.email();
        Fan one = fan();
        fans.attach(project, one, other);
        Fan fan = one.with(other);
        change(other, Kind.CONFIRMED, 3);
        assertThat(mail(fan)).isEqualTo(new Permission.Given(other, "CONFIRMED-3"));

        change(other, Kind.BOUNCED, 4);
        assertThat(mail(fan)).isEqualTo(new Permission.Given(email, "CONFIRMED-2"));
        change(email, Kind.BOUNCED, 5);
        assertThat(mail(fan)).isEqualTo(stopped(Reason.BOUNCED));
        change(email, Kind.CONFIRMED, 6);
        change(other, Kind.COMPLAINED, 7);
        assertThat(mail(fan)).isEqualTo(stopped(Reason.COMPLAINED));
    }

    @Test
    void an_address_that_bounced_and_never_agreed_has_no_consent() {
        Fan fan = created(email);
        change(email, Kind.BOUNCED, 1);

        assertThat(mail(fan)).isEqualTo(new Permission.NeverGiven());
        change(email, Kind.OPT_IN, 2);
        assertThat(mail(fan)).isEqualTo(stopped(Reason.BOUNCED));
    }

    @Test
    void a_report_about_an_unknown_address_still_applies_once_it_belongs_to_a_fan() {
        change(email, Kind.COMPLAINED, 1);

        Fan fan = fans.findOrCreate(project, email, Samples.fanId(), NOW);

        assertThat(mail(fan)).isEqualTo(stopped(Reason.COMPLAINED));
        assertThat(fans.findIdentity(project, email.identity()).map(it -> it.mail().complained()))
                .isEqualTo(Optional.of(true));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UNSUBSCRIBED", "BOUNCED", "COMPLAINED"})
    void exactly_one_of_twenty_concurrent_deliveries_counts(Kind kind) {
        Fan fan = fan();

        List<Boolean> taken = Together.run(20, _ -> change(email, kind, 3));

        assertThat(taken).containsOnlyOnce(true);
        assertThat(mail(fan)).isEqualTo(stopped(Reason.valueOf(kind.name())));
    }
}
