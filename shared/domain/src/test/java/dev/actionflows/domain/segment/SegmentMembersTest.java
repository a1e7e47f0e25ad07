package dev.actionflows.domain.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.project.Member;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class SegmentMembersTest {
    private final World world = new World();
    private final SegmentMembers members = new SegmentMembers(world.catalog, world.fans);
    private final SegmentId segment = world.segment.id();

    private FanIdentity account(String name) {
        return world.identities.of(world.project, Identity.Kind.SPOTIFY, name);
    }

    private FanId member(String name) {
        FanId fan = fan(name);
        world.catalog.addMember(world.project, segment, fan, world.clock.instant());
        return fan;
    }

    private FanId fan(String name) {
        world.clock.advance(Duration.ofSeconds(1));
        return world.resolver.resolve(world.project, Optional.empty(), List.of(account(name))).id();
    }

    private void merge(FanId fan, String name) {
        world.resolver.resolve(world.project, Optional.of(fan), List.of(account(name)));
    }

    private List<FanId> listed() {
        List<FanId> found = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            var page = members.list(world.project, segment, cursor, 1);
            page.items().stream().map(Member::fan).forEach(found::add);
            cursor = page.next();
        } while (cursor.isPresent());
        return found;
    }

    @Test
    void a_member_with_two_ids_is_listed_once() {
        FanId ada = member("ada");
        FanId bob = member("bob");
        FanId adaToo = member("ada-too");

        merge(adaToo, "ada");

        assertThat(listed()).containsExactlyInAnyOrder(ada, bob);
    }

    @Test
    void a_member_with_a_former_id_is_listed_under_the_current_one() {
        FanId older = fan("older");
        member("younger");

        merge(older, "younger");

        assertThat(listed()).containsExactly(older);
    }

    @Test
    void a_member_with_several_former_ids_is_listed_once() {
        FanId older = fan("older");
        member("one");
        member("two");
        merge(older, "one");

        merge(older, "two");

        assertThat(listed()).containsExactly(older);
    }

    @Test
    void a_merged_member_is_removed_under_every_id_and_by_any() {
        FanId ada = member("ada");
        FanId adaToo = member("ada-too");
        FanId bob = member("bob");
        merge(adaToo, "ada");

        members.remove(world.project, segment, adaToo);
        members.remove(world.project, segment, ada);

        assertThat(listed()).containsExactly(bob);
        assertThat(world.catalog.isMember(world.project, segment, adaToo)).isFalse();
    }

    @Test
    void a_fan_whom_the_project_does_not_know_is_not_removed() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> members.remove(world.project, segment, Samples.fanId()))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void a_fan_who_is_a_member_under_a_former_id_is_not_added_again() {
        FanId older = fan("older");
        FanId younger = member("younger");
        merge(older, "younger");
        Fan merged = world.fans.find(world.project, younger).orElseThrow();

        assertThat(members.add(world.project, segment, merged, world.clock.instant())).isFalse();
        assertThat(members.count(world.project, segment, Optional.empty()).entries()).isOne();
        members.remove(world.project, segment, younger);
        assertThat(members.add(world.project, segment, merged, world.clock.instant())).isTrue();
        assertThat(listed()).containsExactly(older);
    }

    /** The count reads no fans: it may exceed the list. */
    @Test
    void a_count_counts_a_merged_fan_once_for_each_id_that_is_a_member() {
        member("ada");
        merge(member("ada-too"), "ada");

        assertThat(members.count(world.project, segment, Optional.empty()).entries()).isEqualTo(2);
        assertThat(listed()).hasSize(1);
    }
}
