package dev.actionflows.domain.fan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** What every {@link FanStore} does. */
public abstract class FanStoreContract {
    private static final Instant NOW = Samples.NOW;

    private final FanStore fans;
    private final ProjectId project = Samples.projectId();
    private final FanIdentity phone = Samples.phone();

    protected FanStoreContract(Stores stores) {
        this.fans = stores.fans();
    }

    @Test
    void a_phone_that_nobody_has_makes_a_fan() {
        FanId id = Samples.fanId();

        Fan fan = fans.findOrCreate(project, phone, id, NOW);

        assertThat(fan).isEqualTo(Fan.first(id, List.of(phone), NOW));
        assertThat(fans.find(project, id)).contains(fan);
        assertThat(fans.findIdentity(project, phone.identity()))
                .contains(KnownIdentity.unknown().of(fan));
    }

    @Test
    void a_phone_that_a_fan_has_gives_that_fan() {
        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);

        assertThat(fans.findOrCreate(project, phone, Samples.fanId(), NOW.plusSeconds(1)))
                .isEqualTo(fan);
    }

    @Test
    void the_same_phone_is_another_fan_in_another_project() {
        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);
        ProjectId other = Samples.projectId();

        assertThat(fans.findIdentity(other, phone.identity())).isEmpty();
        assertThat(fans.find(other, fan.id())).isEmpty();
        assertThat(fans.findOrCreate(other, phone, Samples.fanId(), NOW)).isNotEqualTo(fan);
    }

    @Test
    void fifty_threads_with_one_new_phone_all_get_the_same_fan() {
        List<Fan> found =
                Together.run(50, _ -> fans.findOrCreate(project, phone, Samples.fanId(), NOW));

        assertThat(Set.copyOf(found)).hasSize(1);
        assertThat(fans.findIdentity(project, phone.identity()).flatMap(KnownIdentity::fan))
                .contains(found.getFirst().id());
    }

    @Test
    void who_was_never_heard_of_is_not_found() {
        assertThat(fans.find(project, Samples.fanId())).isEmpty();
        assertThat(fans.findIdentity(project, phone.identity())).isEmpty();
        assertThat(fans.connections(project, Samples.fan(Samples.fanId()))).isEmpty();
    }

    @Test
    void a_stop_stops_the_address_and_a_start_lets_it_go_on() {
        fans.findOrCreate(project, phone, Samples.fanId(), NOW);

        assertThat(change(ConsentChange.Kind.STOP, "SM1")).isTrue();
        assertThat(stopped()).isTrue();
        assertThat(change(ConsentChange.Kind.START, "SM2")).isTrue();
        assertThat(stopped()).isFalse();
        assertThat(change(ConsentChange.Kind.STOP, "SM3")).isTrue();
        assertThat(stopped()).isTrue();
    }

    @Test
    void a_start_that_came_in_before_a_stop_and_is_written_after_it_does_not_undo_it() {
        assertThat(change(ConsentChange.Kind.STOP, "SM2", NOW.plusSeconds(2))).isTrue();
        assertThat(change(ConsentChange.Kind.START, "SM1", NOW.plusSeconds(1))).isTrue();

        assertThat(stopped()).isTrue();
        assertThat(change(ConsentChange.Kind.START, "SM1", NOW.plusSeconds(1))).isFalse();
        assertThat(change(ConsentChange.Kind.START, "SM3", NOW.plusSeconds(3))).isTrue();
        assertThat(stopped()).isFalse();
    }

    @Test
    void a_stop_of_somebody_unknown_is_kept_and_holds_when_they_become_a_fan() {
        assertThat(change(ConsentChange.Kind.STOP, "SM1")).isTrue();
        KnownIdentity known = fans.findIdentity(project, phone.identity()).orElseThrow();
        assertThat(known.fan()).isEmpty();
        assertThat(known.stopped()).isTrue();
        assertThat(known.consented()).isFalse();

        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);

        assertThat(fans.findIdentity(project, phone.identity())).contains(known.of(fan));
    }

    @Test
    void a_start_that_is_delivered_again_does_not_undo_a_later_stop() {
        change(ConsentChange.Kind.STOP, "SM1");
        change(ConsentChange.Kind.START, "SM2");
        change(ConsentChange.Kind.STOP, "SM3");

        assertThat(change(ConsentChange.Kind.START, "SM2")).isFalse();
        assertThat(change(ConsentChange.Kind.STOP, "SM3")).isFalse();

        assertThat(stopped()).isTrue();
    }

    @Test
    void of_twenty_deliveries_of_one_message_exactly_one_counts() {
        List<Boolean> taken = Together.run(20, _ -> change(ConsentChange.Kind.STOP, "SM1"));

        assertThat(taken).containsOnlyOnce(true);
        assertThat(stopped()).isTrue();
    }

    @Test
    void a_stop_leaves_the_same_address_in_another_project_alone() {
        ProjectId other = Samples.projectId();
        fans.findOrCreate(other, phone, Samples.fanId(), NOW);

        change(ConsentChange.Kind.STOP, "SM1");

        assertThat(fans.findIdentity(other, phone.identity()).map(KnownIdentity::stopped))
                .contains(false);
    }

    /** Each message comes in a second after the one before: their ids count up. */
    private boolean change(ConsentChange.Kind kind, String messageId) {
        return change(kind, messageId, NOW.plusSeconds(Long.parseLong(messageId.substring(2))));
    }

    private boolean change(ConsentChange.Kind kind, String messageId, Instant at) {
        return fans.recordConsent(
                project, phone.identity(), new ConsentChange(kind, messageId, at));
    }

    private boolean stopped() {
        return fans.findIdentity(project, phone.identity()).orElseThrow().stopped();
    }

    @Test
    void connections_are_found_as_they_were_stored_one_a_provider() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection apple = Samples.connection(fan.id(), StreamingProvider.APPLE_MUSIC).doubted(NOW);
        Connection spotify =
                Samples.connection(fan.id(), StreamingProvider.SPOTIFY).confirmedEnded();
        fans.connect(project, apple);
        fans.connect(project, spotify);

        assertThat(fans.connections(project, fan)).containsExactly(spotify, apple);
        assertThat(fans.connections(project, Samples.fan(Samples.fanId()))).isEmpty();
        assertThat(fans.connections(Samples.projectId(), fan)).isEmpty();
    }

    @Test
    void a_connection_without_scopes_is_kept_so() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection connection =
                new Connection(
                        fan.id(),
                        StreamingProvider.APPLE_MUSIC,
                        Samples.sealed(),
                        Set.of(),
                        NOW,
                        Optional.empty(),
                        false);
        fans.connect(project, connection);

        assertThat(fans.connections(project, fan)).containsExactly(connection);
    }

    @Test
    void a_fresh_authorization_takes_the_place_of_the_one_before() {
        Fan fan = Samples.fan(Samples.fanId());
        fans.connect(
                project, Samples.connection(fan.id(), StreamingProvider.SPOTIFY).confirmedEnded());
        Connection fresh = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);

        fans.connect(project, fresh);

        assertThat(fans.connections(project, fan)).containsExactly(fresh);
    }

    @Test
    void a_connection_is_replaced_as_it_was_read() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection connection = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);
        fans.connect(project, connection);
        Connection renewed = connection.withUserToken(Samples.sealed());

        fans.replace(project, connection, renewed);

        assertThat(fans.connections(project, fan)).containsExactly(renewed);
    }

    @Test
    void a_connection_that_the_fan_has_renewed_in_between_is_not_replaced() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection old = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);
        Connection fresh = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);
        fans.connect(project, fresh);

        fans.replace(project, old, old.confirmedEnded());

        assertThat(fans.connections(project, fan)).containsExactly(fresh);
    }

    @Test
    void a_connection_that_is_gone_is_not_brought_back() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection connection = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);

        fans.replace(project, connection, connection.confirmedEnded());

        assertThat(fans.connections(project, fan)).isEmpty();
    }

    private Fan created(FanIdentity identity) {
        return created(identity, NOW);
    }

    private Fan created(FanIdentity identity, Instant at) {
        return fans.findOrCreate(project, identity, Samples.fanId(), at);
    }

    private FanId ownerOf(FanIdentity identity) {
        return fans.findIdentity(project, identity.identity())
                .flatMap(KnownIdentity::fan)
                .orElseThrow();
    }

    @Test
    void a_fan_may_be_made_of_whom_nothing_is_known() {
        Fan fan = Samples.fan(Samples.fanId());

        fans.create(project, fan);

        assertThat(fans.find(project, fan.id())).contains(fan);
        assertThatIllegalStateException().isThrownBy(() -> fans.create(project, fan));
    }

    @Test
    void a_fan_is_known_in_one_more_way() {
        Fan fan = created(phone);
        FanIdentity email = Samples.email();

        assertThat(fans.attach(project, fan, email)).isTrue();

        assertThat(fans.find(project, fan.id())).contains(fan.with(email));
        assertThat(ownerOf(email)).isEqualTo(fan.id());
    }

    @Test
    void an_identity_of_somebody_else_is_not_attached() {
        Fan fan = created(phone);
        FanIdentity email = Samples.email();
        Fan other = created(email);

        assertThat(fans.attach(project, fan, email)).isFalse();

        assertThat(fans.find(project, fan.id())).contains(fan);
        assertThat(ownerOf(email)).isEqualTo(other.id());
    }

    @Test
    void nothing_is_attached_to_a_fan_who_has_changed_meanwhile() {
        Fan fan = created(phone);
        fans.attach(project, fan, Samples.email());
        FanIdentity late = Samples.email();

        assertThat(fans.attach(project, fan, late)).isFalse();

        assertThat(fans.findIdentity(project, late.identity())).isEmpty();
    }

    @Test
    void of_twenty_fans_who_claim_one_identity_at_once_one_has_it() {
        FanIdentity email = Samples.email();
        List<Fan> claimants =
                IntStream.range(0, 20).mapToObj(_ -> created(Samples.phone())).toList();

        List<Boolean> attached =
                Together.run(20, number -> fans.attach(project, claimants.get(number), email));

        assertThat(attached).containsOnlyOnce(true);
        assertThat(ownerOf(email)).isEqualTo(claimants.get(attached.indexOf(true)).id());
    }

    @Test
    void of_two_records_of_one_person_the_older_one_stands_for_both() {
        FanIdentity email = Samples.email();
        Fan younger = created(phone, NOW.plusSeconds(1));
        Fan older = created(email);

        assertThat(fans.merge(project, FanStore.Merge.of(younger, older))).isTrue();

        Fan kept = fans.find(project, older.id()).orElseThrow();
        assertThat(kept.identities()).containsExactly(email, phone);
        assertThat(kept.former()).containsExactly(younger.id());
        assertThat(fans.find(project, younger.id()).orElseThrow().mergedInto())
                .contains(older.id());
        assertThat(fans.findIdentity(project, phone.identity()))
                .contains(KnownIdentity.unknown().of(kept));
        assertThat(created(phone)).isEqualTo(kept);
    }

    @Test
    void whoever_merges_first_two_records_are_merged_once() {
        Fan one = created(phone);
        Fan other = created(Samples.email(), NOW.plusSeconds(1));

        List<Boolean> merged =
                Together.run(
                        10,
                        number ->
                                fans.merge(
                                        project,
                                        number % 2 == 0
                                                ? FanStore.Merge.of(one, other)
                                                : FanStore.Merge.of(other, one)));

        assertThat(merged).containsOnlyOnce(true);
        assertThat(fans.find(project, one.id()).orElseThrow().mergedInto()).isEmpty();
    }

    @Test
    void a_record_that_has_changed_meanwhile_is_not_merged() {
        Fan one = created(phone);
        Fan other = created(Samples.email(), NOW.plusSeconds(1));
        fans.attach(project, other, Samples.phone());

        assertThat(fans.merge(project, FanStore.Merge.of(one, other))).isFalse();

        assertThat(fans.find(project, other.id()).orElseThrow().mergedInto()).isEmpty();
        assertThat(fans.find(project, one.id())).contains(one);
    }

    @Test
    void what_is_connected_under_any_id_of_a_person_is_the_persons() {
        Fan one = created(phone);
        Fan other = created(Samples.email(), NOW.plusSeconds(1));
        Connection apple = Samples.connection(other.id(), StreamingProvider.APPLE_MUSIC);
        Connection spotify = Samples.connection(one.id(), StreamingProvider.SPOTIFY);
        fans.connect(project, apple);
        fans.connect(project, spotify);
        FanStore.Merge merge = FanStore.Merge.of(one, other);
        fans.merge(project, merge);

        assertThat(fans.connections(project, merge.keptAfter())).containsExactly(spotify, apple);

        Connection renewed = apple.withUserToken(Samples.sealed());
        assertThat(fans.replace(project, apple, renewed)).isTrue();
        assertThat(fans.connections(project, merge.keptAfter())).containsExactly(spotify, renewed);
    }

    @Test
    void of_two_connections_at_one_service_the_later_one_counts() {
        Fan one = created(phone);
        Fan other = created(Samples.email(), NOW.plusSeconds(1));
        Connection earlier = Samples.connection(one.id(), StreamingProvider.SPOTIFY);
        Connection later =
                new Connection(
                        other.id(),
                        StreamingProvider.SPOTIFY,
                        Samples.sealed(),
                        Set.of(),
                        NOW.plusSeconds(60),
                        Optional.empty(),
                        false);
        fans.connect(project, later);
        fans.connect(project, earlier);
        FanStore.Merge merge = FanStore.Merge.of(one, other);
        fans.merge(project, merge);

        assertThat(fans.connections(project, merge.keptAfter())).containsExactly(later);
    }

    private ConsentStore.Permission permission(Fan fan) {
        return fans.permission(project, fan, Identity.Kind.PHONE);
    }

    @Test
    void nobody_may_be_written_to_who_has_not_agreed() {
        Fan fan = created(phone);

        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.NeverGiven());
        change(ConsentChange.Kind.KEYWORD, "SM1");
        assertThat(permission(fan)).isInstanceOf(ConsentStore.Permission.Given.class);
        change(ConsentChange.Kind.STOP, "SM2");
        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
    }

    @Test
    void only_a_start_or_a_code_that_came_back_undoes_a_stop() {
        Fan fan = created(phone);
        change(ConsentChange.Kind.STOP, "SM1");

        change(ConsentChange.Kind.KEYWORD, "SM2");
        change(ConsentChange.Kind.OPT_IN, "SM3");
        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
        change(ConsentChange.Kind.CONFIRMED, "SM4");
        assertThat(permission(fan)).isInstanceOf(ConsentStore.Permission.Given.class);
    }

    private boolean change(FanIdentity address, ConsentChange.Kind kind, int seconds) {
        return fans.recordConsent(
                project,
                address.identity(),
                new ConsentChange(kind, "message" + seconds, NOW.plusSeconds(seconds)));
    }

    @Test
    void what_was_begun_before_a_stop_does_not_undo_it() {
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
        return fans.recordConsent(
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
    void a_stop_on_another_channel_holds_for_texts_until_a_word_by_text_undoes_it() {
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
        // each channel by its own word
        change(instagram, ConsentChange.Kind.START, 5);
        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
        assertThat(fans.permission(project, fan, Identity.Kind.INSTAGRAM))
                .isEqualTo(new ConsentStore.Permission.Given(instagram));
        change(phone, ConsentChange.Kind.START, 6);
        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.Given(phone));

        change(phone, ConsentChange.Kind.STOP, 7);
        assertThat(fans.permission(project, fan, Identity.Kind.INSTAGRAM))
                .isEqualTo(new ConsentStore.Permission.Stopped());
    }

    @Test
    void a_return_that_was_begun_before_a_stop_elsewhere_does_not_undo_it() {
        FanIdentity instagram = Samples.instagram();
        Fan alone = created(phone);
        fans.attach(project, alone, instagram);
        Fan fan = alone.with(instagram);
        change(instagram, ConsentChange.Kind.STOP, 3);

        confirmed("web:1", NOW.plusSeconds(2), NOW.plusSeconds(4));
        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
        confirmed("web:2", NOW.plusSeconds(4), NOW.plusSeconds(5));
        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.Given(phone));
        // written late, and older than what holds by now
        confirmed("web:3", NOW.plusSeconds(1), NOW.plusSeconds(6));
        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.Given(phone));
    }

    @Test
    void a_stop_of_somebody_unknown_holds_for_the_person_whom_they_turn_out_to_be() {
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
    void an_address_of_another_kind_says_nothing_about_texts() {
        Fan fan = created(phone);
        FanIdentity email = Samples.email();
        fans.attach(project, fan, email);
        fans.recordConsent(
                project,
                email.identity(),
                new ConsentChange(ConsentChange.Kind.OPT_IN, "form1", NOW));

        assertThat(permission(fan.with(email))).isEqualTo(new ConsentStore.Permission.NeverGiven());
    }

    @Test
    void the_stop_of_one_number_holds_for_the_whole_person_also_after_a_merge() {
        Fan one = created(phone);
        FanIdentity other = Samples.phone();
        change(ConsentChange.Kind.STOP, "SM1");
        Fan stranger = created(other, NOW.plusSeconds(1));
        fans.recordConsent(
                project,
                other.identity(),
                new ConsentChange(ConsentChange.Kind.OPT_IN, "form1", NOW));
        assertThat(permission(stranger)).isInstanceOf(ConsentStore.Permission.Given.class);

        FanStore.Merge merge = FanStore.Merge.of(one, stranger);
        fans.merge(project, merge);

        assertThat(permission(merge.keptAfter())).isEqualTo(new ConsentStore.Permission.Stopped());
    }

    @Test
    void texts_go_to_the_last_number_that_has_agreed() {
        Fan fan = created(phone);
        FanIdentity silent = Samples.phone();
        fans.attach(project, fan, silent);
        change(ConsentChange.Kind.KEYWORD, "SM1");
        assertThat(permission(fan.with(silent))).isEqualTo(new ConsentStore.Permission.Given(phone));

        fans.recordConsent(
                project,
                silent.identity(),
                new ConsentChange(ConsentChange.Kind.OPT_IN, "form1", NOW));

        assertThat(permission(fan.with(silent))).isEqualTo(new ConsentStore.Permission.Given(silent));
    }

    @Test
    void who_has_changed_since_they_were_read_is_to_be_read_again() {
        Fan fan = created(phone);
        change(ConsentChange.Kind.KEYWORD, "SM1");
        fans.attach(project, fan, Samples.phone());

        assertThat(permission(fan)).isEqualTo(new ConsentStore.Permission.FanChanged());
    }

    @Test
    void many_records_are_found_together() {
        Fan one = created(phone);
        Fan other = created(Samples.email());

        assertThat(fans.findAll(project, List.of(one.id(), Samples.fanId(), other.id())))
                .containsExactlyInAnyOrder(one, other);
        assertThat(fans.findAll(project, List.of())).isEmpty();
    }

    @Test
    void every_word_about_an_address_is_kept_with_its_evidence() {
        ConsentChange form =
                new ConsentChange(
                        ConsentChange.Kind.OPT_IN,
                        "api:1",
                        NOW,
                        Map.of("wording", "Yes, text me", "version", "2026-11"));
        ConsentChange stop = new ConsentChange(ConsentChange.Kind.STOP, "SM1", NOW.plusSeconds(5));
        fans.recordConsent(project, phone.identity(), stop);
        fans.recordConsent(project, phone.identity(), form);

        assertThat(fans.consents(project, phone.identity())).containsExactly(form, stop);
        assertThat(fans.consents(project, Samples.identity())).isEmpty();
    }
}
