package dev.actionflows.domain.fan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The contract of {@link FanStore} implementations: fans, identities and merged records. */
public abstract class FanStoreContract extends FanFixture {
    protected FanStoreContract(Stores stores) {
        super(stores);
    }

    @Test
    void an_unknown_phone_creates_a_fan() {
        FanId id = Samples.fanId();

        Fan fan = fans.findOrCreate(project, phone, id, NOW);

        assertThat(fan).isEqualTo(Fan.first(id, List.of(phone), NOW));
        assertThat(fans.find(project, id)).contains(fan);
        assertThat(fans.findIdentity(project, phone.identity()))
                .contains(KnownIdentity.unknown().of(fan));
    }

    @Test
    void a_known_phone_returns_its_fan() {
        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);

        assertThat(fans.findOrCreate(project, phone, Samples.fanId(), NOW.plusSeconds(1)))
                .isEqualTo(fan);
    }

    @Test
    void the_same_phone_belongs_to_another_fan_in_another_project() {
        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);
        ProjectId other = Samples.projectId();

        assertThat(fans.findIdentity(other, phone.identity())).isEmpty();
        assertThat(fans.find(other, fan.id())).isEmpty();
        assertThat(fans.findOrCreate(other, phone, Samples.fanId(), NOW)).isNotEqualTo(fan);
    }

    @Test
    void fifty_concurrent_calls_with_a_new_phone_return_the_same_fan() {
        List<Fan> found =
                Together.run(50, _ -> fans.findOrCreate(project, phone, Samples.fanId(), NOW));

        assertThat(Set.copyOf(found)).hasSize(1);
        assertThat(fans.findIdentity(project, phone.identity()).flatMap(KnownIdentity::fan))
                .contains(found.getFirst().id());
    }

    @Test
    void several_identities_are_found_at_once() {
        fans.findOrCreate(project, phone, Samples.fanId(), NOW);
        Identity unknown = new Identity(Identity.Kind.EMAIL, "0".repeat(64));

        assertThat(fans.findIdentities(project, List.of(phone.identity(), unknown)))
                .containsExactly(
                        entry(
                                phone.identity(),
                                fans.findIdentity(project, phone.identity()).orElseThrow()));
        assertThat(fans.findIdentities(project, List.of())).isEmpty();
    }

    @Test
    void an_unknown_fan_is_not_found() {
        assertThat(fans.find(project, Samples.fanId())).isEmpty();
        assertThat(fans.findIdentity(project, phone.identity())).isEmpty();
        assertThat(connections.connections(project, Samples.fan(Samples.fanId()))).isEmpty();
    }

    private FanId ownerOf(FanIdentity identity) {
        return fans.findIdentity(project, identity.identity())
                .flatMap(KnownIdentity::fan)
                .orElseThrow();
    }

    @Test
    void a_fan_can_be_created_without_identities() {
        Fan fan = Samples.fan(Samples.fanId());

        fans.create(project, fan);

        assertThat(fans.find(project, fan.id())).contains(fan);
        assertThatIllegalStateException().isThrownBy(() -> fans.create(project, fan));
    }

    @Test
    void an_identity_can_be_attached_to_a_fan() {
        Fan fan = created(phone);
        FanIdentity email = Samples.email();

        assertThat(fans.attach(project, fan, email)).isTrue();

        assertThat(fans.find(project, fan.id())).contains(fan.with(email));
        assertThat(ownerOf(email)).isEqualTo(fan.id());
    }

    @Test
    void an_identity_of_another_fan_is_not_attached() {
        Fan fan = created(phone);
        FanIdentity email = Samples.email();
        Fan other = created(email);

        assertThat(fans.attach(project, fan, email)).isFalse();

        assertThat(fans.find(project, fan.id())).contains(fan);
        assertThat(ownerOf(email)).isEqualTo(other.id());
    }

    @Test
    void no_identity_is_attached_to_a_fan_that_has_changed() {
        Fan fan = created(phone);
        fans.attach(project, fan, Samples.email());
        FanIdentity late = Samples.email();

        assertThat(fans.attach(project, fan, late)).isFalse();

        assertThat(fans.findIdentity(project, late.identity())).isEmpty();
    }

    @Test
    void a_time_zone_is_stored_and_kept_by_later_changes() {
        Fan fan = created(phone);
        ZoneId chicago = ZoneId.of("America/Chicago");
        assertThat(fan.timeZone()).isEmpty();

        assertThat(fans.setTimeZone(project, fan, chicago)).isTrue();
        assertThat(fans.setTimeZone(project, fan, ZoneId.of("Asia/Tokyo"))).isFalse();
        fans.attach(project, fans.find(project, fan.id()).orElseThrow(), Samples.email());

        Fan stored = fans.find(project, fan.id()).orElseThrow();
        assertThat(stored.timeZone()).contains(chicago);
        Fan other = created(Samples.email());
        fans.merge(project, FanStore.Merge.of(stored, other));
        assertThat(fans.find(project, other.id()).flatMap(Fan::timeZone)).contains(chicago);
    }

    @Test
    void a_first_name_is_stored_and_kept_by_later_changes() {
        Fan fan = created(phone);
        FirstName ada = new FirstName("Ada {{connect_link}} <b>");
        assertThat(fan.firstName()).isEmpty();

        assertThat(fans.setFirstName(project, fan, ada)).isTrue();
        assertThat(fans.setFirstName(project, fan, new FirstName("Grace"))).isFalse();
        fans.attach(project, fans.find(project, fan.id()).orElseThrow(), Samples.email());
        fans.setTimeZone(
                project, fans.find(project, fan.id()).orElseThrow(), ZoneId.of("America/Chicago"));

        assertThat(fans.find(project, fan.id()).flatMap(Fan::firstName)).contains(ada);
    }

    @Test
    void after_a_merge_a_fan_keeps_its_first_name_or_has_that_of_the_other_record() {
        Fan named = named(created(Samples.phone()), "Ada");
        Fan older = created(Samples.phone());
        Fan other = named(created(Samples.phone()), "Grace");

        fans.merge(project, new FanStore.Merge(older, other));
        Fan merged = fans.find(project, older.id()).orElseThrow();
        assertThat(merged.firstName()).contains(new FirstName("Grace"));

        fans.merge(project, new FanStore.Merge(named, merged));
        assertThat(fans.find(project, older.id()).flatMap(Fan::firstName))
                .contains(new FirstName("Ada"));
    }

    private Fan named(Fan fan, String name) {
        fans.setFirstName(project, fan, new FirstName(name));
        return fans.find(project, fan.id()).orElseThrow();
    }

    @Test
    void only_one_of_twenty_concurrent_claims_on_an_identity_succeeds() {
        FanIdentity email = Samples.email();
        List<Fan> claimants =
                IntStream.range(0, 20).mapToObj(_ -> created(Samples.phone())).toList();

        List<Boolean> attached =
                Together.run(20, number -> fans.attach(project, claimants.get(number), email));

        assertThat(attached).containsOnlyOnce(true);
        assertThat(ownerOf(email)).isEqualTo(claimants.get(attached.indexOf(true)).id());
    }

    @Test
    void a_merge_keeps_the_older_of_two_records() {
        FanIdentity email = Samples.email();
        Fan younger = created(phone, NOW.plusSeconds(1));
        Fan older = created(email);

        assertThat(fans.merge(project, FanStore.Merge.of(younger, older))).isTrue();

        Fan kept = fans.find(project, older.id()).orElseThrow();
        assertThat(kept.identities()).containsExactly(email, phone);
        assertThat(kept.former()).containsExactly(younger.id());
        assertThat(fans.findRecord(project, younger.id()).orElseThrow().mergedInto())
                .contains(older.id());
        assertThat(fans.findIdentity(project, phone.identity()))
                .contains(KnownIdentity.unknown().of(kept));
        assertThat(created(phone)).isEqualTo(kept);
    }

    @Test
    void concurrent_merges_of_two_records_succeed_once() {
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
    void a_record_that_has_changed_is_not_merged() {
        Fan one = created(phone);
        Fan other = created(Samples.email(), NOW.plusSeconds(1));
        fans.attach(project, other, Samples.phone());

        assertThat(fans.merge(project, FanStore.Merge.of(one, other))).isFalse();

        assertThat(fans.find(project, other.id()).orElseThrow().mergedInto()).isEmpty();
        assertThat(fans.find(project, one.id())).contains(one);
    }

    @Test
    void several_records_can_be_read_together() {
        Fan one = created(phone);
        Fan other = created(Samples.email());

        assertThat(fans.findAll(project, List.of(one.id(), Samples.fanId(), other.id())))
                .containsOnly(entry(one.id(), one), entry(other.id(), other));
        assertThat(fans.findRecords(project, List.of(one.id(), Samples.fanId(), other.id())))
                .containsExactlyInAnyOrder(one, other);
        assertThat(fans.findAll(project, List.of())).isEmpty();
    }

    @Test
    void a_merged_fan_is_found_by_every_id() {
        Fan older = created(phone);
        Fan younger = created(Samples.email(), NOW.plusSeconds(1));
        assertThat(fans.merge(project, FanStore.Merge.of(older, younger))).isTrue();

        Fan kept = fans.find(project, older.id()).orElseThrow();
        assertThat(kept.mergedInto()).isEmpty();
        assertThat(fans.find(project, younger.id())).contains(kept);
        assertThat(fans.findAll(project, List.of(older.id(), younger.id())))
                .containsOnly(entry(older.id(), kept), entry(younger.id(), kept));
    }

    /** The revision of the kept record is, after the merge, the one that the given record had. */
    @Test
    void a_record_that_was_merged_into_another_is_not_changed() {
        Fan kept = created(Samples.phone(), NOW.minusSeconds(1));
        FanIdentity more = Samples.phone();
        Fan first = created(phone);
        fans.attach(project, first, more);
        Fan given = first.with(more);
        FanStore.Merge merge = FanStore.Merge.of(given, kept);
        fans.merge(project, merge);

        assertThat(merge.keptAfter().revision()).isEqualTo(given.revision());
        assertThat(fans.attach(project, given, Samples.phone())).isFalse();
        assertThat(fans.merge(project, merge)).isFalse();
    }
}
