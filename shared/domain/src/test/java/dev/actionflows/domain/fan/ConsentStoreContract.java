package dev.actionflows.domain.fan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The contract of {@link ConsentStore} implementations: consent changes and permissions. */
public abstract class ConsentStoreContract extends FanFixture {
    protected ConsentStoreContract(Stores stores) {
        super(stores);
    }

    @Test
    void a_stop_blocks_an_address_and_a_start_lifts_it() {
        fans.findOrCreate(project, phone, Samples.fanId(), NOW);

        assertThat(change(ConsentChange.Kind.STOP, "SM1")).isTrue();
        assertThat(stopped()).isTrue();
        assertThat(change(ConsentChange.Kind.START, "SM2")).isTrue();
        assertThat(stopped()).isFalse();
        assertThat(change(ConsentChange.Kind.STOP, "SM3")).isTrue();
        assertThat(stopped()).isTrue();
    }

    @Test
    void a_start_older_than_a_stop_but_stored_after_it_does_not_lift_it() {
        assertThat(change(ConsentChange.Kind.STOP, "SM2", NOW.plusSeconds(2))).isTrue();
        assertThat(change(ConsentChange.Kind.START, "SM1", NOW.plusSeconds(1))).isTrue();

        assertThat(stopped()).isTrue();
        assertThat(change(ConsentChange.Kind.START, "SM1", NOW.plusSeconds(1))).isFalse();
        assertThat(change(ConsentChange.Kind.START, "SM3", NOW.plusSeconds(3))).isTrue();
        assertThat(stopped()).isFalse();
    }

    @Test
    void a_stop_of_an_unknown_sender_still_applies_once_they_become_a_fan() {
        assertThat(change(ConsentChange.Kind.STOP, "SM1")).isTrue();
        KnownIdentity known = fans.findIdentity(project, phone.identity()).orElseThrow();
        assertThat(known.fan()).isEmpty();
        assertThat(known.stopped()).isTrue();
        assertThat(known.consented()).isFalse();

        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);

        assertThat(fans.findIdentity(project, phone.identity())).contains(known.of(fan));
    }

    @Test
    void a_redelivered_start_does_not_lift_a_later_stop() {
        change(ConsentChange.Kind.STOP, "SM1");
        change(ConsentChange.Kind.START, "SM2");
        change(ConsentChange.Kind.STOP, "SM3");

        assertThat(change(ConsentChange.Kind.START, "SM2")).isFalse();
        assertThat(change(ConsentChange.Kind.STOP, "SM3")).isFalse();

        assertThat(stopped()).isTrue();
    }

    @Test
    void exactly_one_of_twenty_concurrent_deliveries_counts() {
        List<Boolean> taken = Together.run(20, _ -> change(ConsentChange.Kind.STOP, "SM1"));

        assertThat(taken).containsOnlyOnce(true);
        assertThat(stopped()).isTrue();
    }

    @Test
    void a_stop_does_not_affect_the_same_address_in_another_project() {
        ProjectId other = Samples.projectId();
        fans.findOrCreate(other, phone, Samples.fanId(), NOW);

        change(ConsentChange.Kind.STOP, "SM1");

        assertThat(fans.findIdentity(other, phone.identity()).map(KnownIdentity::stopped))
                .contains(false);
    }

    /** Message ids are sequential; each message arrives a second after the previous one. */
    private boolean change(ConsentChange.Kind kind, String messageId) {
        return change(kind, messageId, NOW.plusSeconds(Long.parseLong(messageId.substring(2))));
    }

    private boolean change(ConsentChange.Kind kind, String messageId, Instant at) {
        return consents.recordConsent(
                project, phone.identity(), new ConsentChange(kind, messageId, at));
    }

    private boolean stopped() {
        return fans.findIdentity(project, phone.identity()).orElseThrow().stopped();
    }

    private static void assertGiven(FanIdentity address, ConsentStore.Permission permission) {
        assertThat(permission)
                .isInstanceOfSatisfying(
                        ConsentStore.Permission.Given.class,
                        given -> assertThat(given.address()).isEqualTo(address));
    }

    private ConsentStore.Permission permission(Fan fan) {
        return consents.permission(project, fan, Identity.Kind.PHONE);
    }

    private ConfirmationRequest request(int second) {
        return new ConfirmationRequest("asked-" + second, NOW.plusSeconds(second), false);
    }

    private boolean claim(ConfirmationRequest request) {
        return consents.claimConfirmation(project, phone.identity(), request);
    }

    private Optional<ConfirmationRequest> latestRequest() {
        return fans.findIdentity(project, phone.identity()).flatMap(KnownIdentity::request);
    }

    private ConsentStore.Permission unconfirmed(Optional<ConfirmationRequest> request) {
        return new ConsentStore.Permission.Unconfirmed(phone, "SM1", request);
    }

    private ConsentStore.Permission confirmed(Fan fan) {
        return consents.check(project, fan, Identity.Kind.PHONE).confirmed();
    }

    @Test
    void with_double_opt_in_only_the_address_itself_confirms_a_consent() {
        Fan fan = created(phone);
        change(ConsentChange.Kind.KEYWORD, "SM1");
        change(ConsentChange.Kind.OPT_IN, "SM2");
        assertThat(confirmed(fan)).isEqualTo(unconfirmed(Optional.empty()));
        assertThat(claim(request(3))).isTrue();
        assertThat(confirmed(fan)).isEqualTo(unconfirmed(Optional.of(request(3))));
        change(ConsentChange.Kind.CONFIRMED, "SM4");
        assertThat(confirmed(fan)).isEqualTo(new ConsentStore.Permission.Given(phone, "SM4"));
    }

    @Test
    void an_address_is_asked_once_a_day_and_each_request_is_evidence() {
        created(phone);
        int day = 24 * 60 * 60;

        assertThat(claim(request(0))).isTrue();
        assertThat(claim(request(1))).isFalse();
        assertThat(claim(request(day - 1))).isFalse();
        assertThat(claim(request(day))).isTrue();
        assertThat(consents.consents(project, phone.identity()))
                .extracting(ConsentChange::messageId)
                .containsExactly("asked-0", "asked-" + day);
    }

    @Test
    void exactly_one_of_twenty_concurrent_callers_may_ask() {
        created(phone);

        List<Boolean> claimed = Together.run(20, index -> claim(request(index)));

        assertThat(claimed).containsOnlyOnce(true);
    }

    @Test
    void a_stopped_or_confirmed_address_is_not_asked() {
        created(phone);
        change(ConsentChange.Kind.STOP, "SM1");
        assertThat(claim(request(2))).isFalse();
        change(ConsentChange.Kind.START, "SM3");
        assertThat(claim(request(4))).isFalse();
    }

    @Test
    void what_became_of_a_request_is_recorded() {
        created(phone);
        ConfirmationRequest first = request(0);
        claim(first);

        consents.withdrawConfirmation(project, phone.identity(), first);
        assertThat(latestRequest()).isEmpty();
        assertThat(claim(request(1))).isTrue();
        consents.confirmationSent(project, phone.identity(), first);
        assertThat(latestRequest()).contains(request(1));
        consents.confirmationSent(project, phone.identity(), request(1));

        assertThat(latestRequest()).contains(request(1).asSent());
        assertThat(consents.consents(project, phone.identity()))
                .extracting(it -> it.evidence().get(ConfirmationRequest.SENT))
                .containsExactly("true");
    }

    @Test
    void messages_require_consent() {
        Fan fan = created(phone);

        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.NeverGiven());
        change(ConsentChange.Kind.KEYWORD, "SM1");
        assertThat(permission(fan)).isInstanceOf(ConsentStore.Permission.Given.class);
        change(ConsentChange.Kind.STOP, "SM2");
        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
    }

    @Test
    void only_a_start_or_a_confirmed_code_lifts_a_stop() {
        Fan fan = created(phone);
        change(ConsentChange.Kind.STOP, "SM1");

        change(ConsentChange.Kind.KEYWORD, "SM2");
        change(ConsentChange.Kind.OPT_IN, "SM3");
        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
        change(ConsentChange.Kind.CONFIRMED, "SM4");
        assertThat(permission(fan)).isInstanceOf(ConsentStore.Permission.Given.class);
    }

    @Test
    void a_permission_names_the_consent_that_it_is_based_on() {
        Fan fan = created(phone);
        change(ConsentChange.Kind.KEYWORD, "SM1");
        change(ConsentChange.Kind.OPT_IN, "SM2");
        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.Given(phone, "SM1"));

        change(ConsentChange.Kind.STOP, "SM3");
        change(ConsentChange.Kind.START, "SM4");
        change(ConsentChange.Kind.KEYWORD, "SM5");
        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.Given(phone, "SM4"));
    }

    private boolean change(FanIdentity address, ConsentChange.Kind kind, int seconds) {
        return consents.recordConsent(
                project,
                address.identity(),
                new ConsentChange(kind, "message" + seconds, NOW.plusSeconds(seconds)));
    }

    @Test
    void a_confirmation_begun_before_a_stop_does_not_lift_it() {
        Fan fan = created(phone);
        change(ConsentChange.Kind.KEYWORD, "SM1");
        change(ConsentChange.Kind.STOP, "SM3");

        assertThat(confirmed("web:1", NOW.plusSeconds(2), NOW.plusSeconds(4))).isTrue();
        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
        confirmed("web:2", NOW.plusSeconds(3), NOW.plusSeconds(5));
        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
        confirmed("web:3", NOW.plusSeconds(4), NOW.plusSeconds(6));
        assertThat(permission(fan)).isInstanceOf(ConsentStore.Permission.Given.class);
    }

    private boolean confirmed(String event, Instant begunAt, Instant at) {
        return consents.recordConsent(
                project,
                phone.identity(),
                new ConsentChange(
                        ConsentChange.Kind.CONFIRMED,
                        event,
                        begunAt,
                        at,
                        Map.of("wording", "Yes")));
    }

    @Test
    void a_stop_on_another_channel_blocks_texts_until_a_start_by_text() {
        FanIdentity instagram = Samples.instagram();
        Fan alone = created(phone);
        fans.attach(project, alone, instagram);
        Fan fan = alone.with(instagram);
        change(phone, ConsentChange.Kind.KEYWORD, 1);

        change(instagram, ConsentChange.Kind.STOP, 2);
        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
        change(phone, ConsentChange.Kind.KEYWORD, 3);
        change(phone, ConsentChange.Kind.OPT_IN, 4);
        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
        // each channel is resumed separately
        change(instagram, ConsentChange.Kind.START, 5);
        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
        assertThat(consents.permission(project, fan, Identity.Kind.INSTAGRAM))
                .isEqualTo(new ConsentStore.Permission.Conversation(instagram, Optional.empty()));
        change(phone, ConsentChange.Kind.START, 6);
        assertGiven(phone, permission(fan));

        change(phone, ConsentChange.Kind.STOP, 7);
        assertThat(consents.permission(project, fan, Identity.Kind.INSTAGRAM))
                .isEqualTo(new ConsentStore.Permission.Stopped());
    }

    @Test
    void the_latest_direct_message_counts_in_whatever_order_they_arrive() {
        FanIdentity instagram = Samples.instagram();
        Fan fan = created(instagram);
        assertThat(conversation(fan))
                .isEqualTo(new ConsentStore.Permission.Conversation(instagram, Optional.empty()));

        wrote(instagram, 2);
        wrote(instagram, 1);
        wrote(instagram, 2);

        assertThat(conversation(fan))
                .isEqualTo(new ConsentStore.Permission.Conversation(instagram, Optional.of(at(2))));
        wrote(instagram, 3);
        assertThat(conversation(fan))
                .isEqualTo(new ConsentStore.Permission.Conversation(instagram, Optional.of(at(3))));
    }

    @Test
    void a_direct_message_of_a_stranger_is_kept_for_the_fan_created_later() {
        FanIdentity instagram = Samples.instagram();
        wrote(instagram, 1);

        assertThat(conversation(created(instagram)))
                .isEqualTo(new ConsentStore.Permission.Conversation(instagram, Optional.of(at(1))));
    }

    @Test
    void of_several_accounts_of_a_fan_the_one_that_wrote_last_is_answered() {
        FanIdentity first = Samples.instagram();
        FanIdentity second = Samples.instagram();
        Fan alone = created(first);
        fans.attach(project, alone, second);
        wrote(first, 2);
        wrote(second, 1);

        assertThat(conversation(alone.with(second)))
                .isEqualTo(new ConsentStore.Permission.Conversation(first, Optional.of(at(2))));
    }

    @Test
    void a_direct_message_lifts_no_stop() {
        FanIdentity instagram = Samples.instagram();
        Fan fan = created(instagram);
        change(instagram, ConsentChange.Kind.STOP, 1);

        wrote(instagram, 2);

        assertThat(conversation(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
        change(instagram, ConsentChange.Kind.START, 3);
        assertThat(conversation(fan))
                .isEqualTo(new ConsentStore.Permission.Conversation(instagram, Optional.of(at(2))));
    }

    private static Instant at(int second) {
        return NOW.plusSeconds(second);
    }

    private ConsentStore.Permission conversation(Fan fan) {
        return consents.permission(project, fan, Identity.Kind.INSTAGRAM);
    }

    private void wrote(FanIdentity instagram, int second) {
        consents.messageReceived(project, instagram.identity(), at(second));
    }

    private ConsentStore.Permission mailPermission(Fan fan) {
        return consents.permission(project, fan, Identity.Kind.EMAIL);
    }

    /** A fan who has agreed to receive texts and mail. */
    private Fan withMail(FanIdentity email) {
        Fan alone = created(phone);
        fans.attach(project, alone, email);
        change(phone, ConsentChange.Kind.KEYWORD, 1);
        change(email, ConsentChange.Kind.CONFIRMED, 2);
        return alone.with(email);
    }

    @Test
    void unsubscribing_from_mail_stops_neither_texts_nor_instagram() {
        FanIdentity email = Samples.email();
        FanIdentity instagram = Samples.instagram();
        Fan mailed = withMail(email);
        fans.attach(project, mailed, instagram);
        Fan fan = mailed.with(instagram);
        change(instagram, ConsentChange.Kind.KEYWORD, 3);

        change(email, ConsentChange.Kind.STOP, 4);

        assertThat(mailPermission(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
        assertGiven(phone, permission(fan));
        assertThat(consents.permission(project, fan, Identity.Kind.INSTAGRAM))
                .isEqualTo(new ConsentStore.Permission.Conversation(instagram, Optional.empty()));
        change(email, ConsentChange.Kind.OPT_IN, 5);
        assertThat(mailPermission(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
        change(email, ConsentChange.Kind.CONFIRMED, 6);
        assertGiven(email, mailPermission(fan));
    }

    @Test
    void a_stop_by_text_stops_mail_until_a_confirmation_by_mail() {
        FanIdentity email = Samples.email();
        Fan fan = withMail(email);

        change(phone, ConsentChange.Kind.STOP, 3);
        assertThat(mailPermission(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
        change(phone, ConsentChange.Kind.START, 4);
        assertGiven(phone, permission(fan));
        assertThat(mailPermission(fan)).isEqualTo(new ConsentStore.Permission.Stopped());

        change(email, ConsentChange.Kind.CONFIRMED, 5);
        assertGiven(email, mailPermission(fan));
    }

    @Test
    void a_soft_bounce_is_stored_once_and_has_no_effect() {
        FanIdentity email = Samples.email();
        Fan fan = withMail(email);
        ConsentChange bounce =
                new ConsentChange(ConsentChange.Kind.SOFT_BOUNCE, "bounce1", NOW.plusSeconds(3));
        KnownIdentity before = fans.findIdentity(project, email.identity()).orElseThrow();

        assertThat(consents.recordConsent(project, email.identity(), bounce)).isTrue();
        assertThat(consents.recordConsent(project, email.identity(), bounce)).isFalse();

        assertThat(fans.findIdentity(project, email.identity())).contains(before);
        assertGiven(email, mailPermission(fan));
        assertThat(consents.consents(project, email.identity()))
                .hasSize(2)
                .last()
                .isEqualTo(bounce);
    }

    @Test
    void a_soft_bounce_neither_permits_mail_nor_lifts_a_stop() {
        FanIdentity email = Samples.email();
        Fan fan = created(email);
        change(email, ConsentChange.Kind.SOFT_BOUNCE, 1);
        assertThat(mailPermission(fan)).isEqualTo(new ConsentStore.Permission.NeverGiven());
        change(email, ConsentChange.Kind.CONFIRMED, 2);
        change(email, ConsentChange.Kind.STOP, 3);

        change(email, ConsentChange.Kind.SOFT_BOUNCE, 4);

        assertThat(mailPermission(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
    }

    @Test
    void a_confirmation_begun_before_a_stop_on_another_channel_does_not_lift_it() {
        FanIdentity instagram = Samples.instagram();
        Fan alone = created(phone);
        fans.attach(project, alone, instagram);
        Fan fan = alone.with(instagram);
        change(instagram, ConsentChange.Kind.STOP, 3);

        confirmed("web:1", NOW.plusSeconds(2), NOW.plusSeconds(4));
        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
        confirmed("web:2", NOW.plusSeconds(4), NOW.plusSeconds(5));
        assertGiven(phone, permission(fan));
        // stored late, and older than the current state
        confirmed("web:3", NOW.plusSeconds(1), NOW.plusSeconds(6));
        assertGiven(phone, permission(fan));
    }

    @Test
    void a_stop_of_an_unknown_sender_applies_to_the_fan_they_are_merged_with() {
        FanIdentity instagram = Samples.instagram();
        Fan fan = created(phone);
        change(phone, ConsentChange.Kind.KEYWORD, 1);
        change(instagram, ConsentChange.Kind.STOP, 2);
        assertThat(permission(fan)).isInstanceOf(ConsentStore.Permission.Given.class);

        Fan other = created(instagram, NOW.plusSeconds(3));
        FanStore.Merge merge = FanStore.Merge.of(fan, other);
        fans.merge(project, merge);

        assertThat(permission(merge.keptAfter())).isEqualTo(new ConsentStore.Permission.Stopped());
    }

    @Test
    void consent_for_another_kind_of_address_does_not_permit_texts() {
        Fan fan = created(phone);
        FanIdentity email = Samples.email();
        fans.attach(project, fan, email);
        consents.recordConsent(
                project,
                email.identity(),
                new ConsentChange(ConsentChange.Kind.OPT_IN, "form1", NOW));

        assertThat(permission(fan.with(email))).isEqualTo(new ConsentStore.Permission.NeverGiven());
    }

    @Test
    void a_stop_of_one_number_applies_to_the_whole_fan_after_a_merge() {
        Fan one = created(phone);
        FanIdentity other = Samples.phone();
        change(ConsentChange.Kind.STOP, "SM1");
        Fan stranger = created(other, NOW.plusSeconds(1));
        consents.recordConsent(
                project,
                other.identity(),
                new ConsentChange(ConsentChange.Kind.OPT_IN, "form1", NOW));
        assertThat(permission(stranger)).isInstanceOf(ConsentStore.Permission.Given.class);

        FanStore.Merge merge = FanStore.Merge.of(one, stranger);
        fans.merge(project, merge);

        assertThat(permission(merge.keptAfter())).isEqualTo(new ConsentStore.Permission.Stopped());
    }

    @Test
    void texts_go_to_the_latest_number_with_consent() {
        Fan fan = created(phone);
        FanIdentity silent = Samples.phone();
        fans.attach(project, fan, silent);
        change(ConsentChange.Kind.KEYWORD, "SM1");
        assertGiven(phone, permission(fan.with(silent)));

        consents.recordConsent(
                project,
                silent.identity(),
                new ConsentChange(ConsentChange.Kind.OPT_IN, "form1", NOW));

        assertGiven(silent, permission(fan.with(silent)));
    }

    /** The revision of the kept record is, after the merge, the one that the given record had. */
    @Test
    void a_permission_for_a_record_that_was_merged_into_another_reports_the_change() {
        Fan kept = created(Samples.phone(), NOW.minusSeconds(1));
        FanIdentity more = Samples.phone();
        Fan first = created(phone);
        fans.attach(project, first, more);
        Fan given = first.with(more);
        change(ConsentChange.Kind.KEYWORD, "SM1");
        assertThat(permission(given)).isInstanceOf(ConsentStore.Permission.Given.class);

        FanStore.Merge merge = FanStore.Merge.of(given, kept);
        assertThat(fans.merge(project, merge)).isTrue();

        assertThat(merge.keptAfter().revision()).isEqualTo(given.revision());
        assertThat(permission(given)).isEqualTo(new ConsentStore.Permission.FanChanged());
    }

    @Test
    void a_permission_for_an_outdated_fan_reports_the_change() {
        Fan fan = created(phone);
        change(ConsentChange.Kind.KEYWORD, "SM1");
        fans.attach(project, fan, Samples.phone());

        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.FanChanged());
    }

    @Test
    void all_consent_changes_of_an_address_are_stored_with_their_evidence() {
        ConsentChange form =
                new ConsentChange(
                        ConsentChange.Kind.OPT_IN,
                        "api:1",
                        NOW,
                        Map.of("wording", "Yes, text me", "version", "2026-11"));
        ConsentChange stop = new ConsentChange(ConsentChange.Kind.STOP, "SM1", NOW.plusSeconds(5));
        consents.recordConsent(project, phone.identity(), stop);
        consents.recordConsent(project, phone.identity(), form);

        assertThat(consents.consents(project, phone.identity())).containsExactly(form, stop);
        assertThat(consents.consents(project, Samples.identity())).isEmpty();
    }

    @Test
    void no_consent_change_of_an_address_is_left_out_however_many_there_are() {
        List<ConsentChange> recorded =
                IntStream.rangeClosed(1, 101)
                        .mapToObj(
                                i ->
                                        new ConsentChange(
                                                ConsentChange.Kind.SOFT_BOUNCE,
                                                "bounce" + (1_000 - i),
                                                NOW.plusSeconds(i)))
                        .toList();
        recorded.forEach(
                change ->
                        assertThat(consents.recordConsent(project, phone.identity(), change))
                                .isTrue());

        assertThat(consents.consents(project, phone.identity())).isEqualTo(recorded);
    }

    @Test
    void a_stored_message_is_recorded_even_if_it_had_no_effect() {
        Identity address = phone.identity();
        assertThat(consents.recordedAs(project, address, "SM1")).isEmpty();

        consents.recordConsent(
                project, address, new ConsentChange(ConsentChange.Kind.STOP, "SM1", NOW));
        consents.recordConsent(
                project,
                address,
                new ConsentChange(ConsentChange.Kind.START, "SM0", NOW.minusSeconds(1)));

        assertThat(consents.recordedAs(project, address, "SM1")).contains(ConsentChange.Kind.STOP);
        assertThat(consents.recordedAs(project, address, "SM0")).contains(ConsentChange.Kind.START);
        assertThat(consents.recordedAs(project, Samples.email().identity(), "SM1")).isEmpty();
    }
}
