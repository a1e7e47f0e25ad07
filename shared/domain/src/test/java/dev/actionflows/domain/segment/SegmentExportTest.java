package dev.actionflows.domain.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class SegmentExportTest {
    private final World world = new World();
    private final SegmentExport export =
            new SegmentExport(new SegmentMembers(world.catalog, world.fans), world.fans);
    private final FanIdentity phone =
            world.identities.of(world.project, new PhoneNumber("+14155550177"));
    private final FanIdentity email =
            world.identities.of(world.project, new EmailAddress("ada@fans.example"));
    private final Instant now = world.clock.instant();

    private Fan ada() {
        Fan fan = world.resolver.resolve(world.project, Optional.empty(), List.of(phone, email));
        world.catalog.addMember(world.project, world.segment.id(), fan.id(), now);
        return fan;
    }

    private void change(FanIdentity address, ConsentChange.Kind kind, String id) {
        world.fans.recordConsent(
                world.project, address.identity(), new ConsentChange(kind, id, now));
    }

    private List<SegmentExport.Row> rows(int limit) {
        List<SegmentExport.Row> rows = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            var page =
                    export.page(
                            world.projects.find(world.project).orElseThrow(),
                            world.segment.id(),
                            cursor,
                            limit);
            rows.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent());
        return rows;
    }

    @Test
    void a_row_has_what_a_project_knows() {
        Fan ada = ada();
        world.fans.setFirstName(world.project, ada, new FirstName("Ada"));
        change(phone, ConsentChange.Kind.OPT_IN, "c");

        assertThat(rows(10))
                .containsExactly(
                        new SegmentExport.Row(
                                ada.id(),
                                Optional.of("+14155550177"),
                                Optional.of("ada@fans.example"),
                                Optional.of("Ada"),
                                "given",
                                "none",
                                now));
    }

    @Test
    void what_ended_messages_is_named() {
        ada();
        change(phone, ConsentChange.Kind.OPT_IN, "c");
        change(email, ConsentChange.Kind.OPT_IN, "c");

        change(email, ConsentChange.Kind.BOUNCED, "b");
        assertThat(rows(10)).extracting(SegmentExport.Row::mail).containsExactly("bounced");
        change(email, ConsentChange.Kind.UNSUBSCRIBED, "u");
        assertThat(rows(10)).extracting(SegmentExport.Row::mail).containsExactly("unsubscribed");
        change(email, ConsentChange.Kind.COMPLAINED, "s");
        assertThat(rows(10)).extracting(SegmentExport.Row::mail).containsExactly("complained");
        assertThat(rows(10)).extracting(SegmentExport.Row::texts).containsExactly("given");
        change(phone, ConsentChange.Kind.STOP, "stop");
        assertThat(rows(10)).extracting(SegmentExport.Row::texts).containsExactly("stopped");
    }

    @Test
    void with_double_opt_in_a_consent_is_unconfirmed_at_first() {
        ada();
        world.projects.change(
                world.project, project -> project.withDoubleOptIn(Set.of(Channel.TEXT)));
        change(phone, ConsentChange.Kind.OPT_IN, "c");
        change(email, ConsentChange.Kind.OPT_IN, "c");

        assertThat(rows(10)).extracting(SegmentExport.Row::texts).containsExactly("unconfirmed");
        assertThat(rows(10)).extracting(SegmentExport.Row::mail).containsExactly("given");
    }

    @Test
    void more_than_a_hundred_members_fit_on_a_page() {
        List<FanId> added = new ArrayList<>();
        for (int i = 0; i < 230; i++) {
            Fan fan =
                    world.resolver.resolve(
                            world.project,
                            Optional.empty(),
                            List.of(
                                    world.identities.of(
                                            world.project,
                                            new EmailAddress("fan" + i + "@fans.example"))));
            world.catalog.addMember(world.project, world.segment.id(), fan.id(), now);
            added.add(fan.id());
        }

        for (int limit : List.of(100, 150, 1_000)) {
            assertThat(rows(limit))
                    .extracting(SegmentExport.Row::fan)
                    .containsExactlyInAnyOrderElementsOf(added);
        }
    }

    @Test
    void a_member_of_whom_nothing_else_is_known_is_a_row() {
        FanId fan = new FanId("fan_9999999999999999");
        world.catalog.addMember(world.project, world.segment.id(), fan, now);

        assertThat(rows(10))
                .containsExactly(
                        new SegmentExport.Row(
                                fan,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                "none",
                                "none",
                                now));
    }
}
