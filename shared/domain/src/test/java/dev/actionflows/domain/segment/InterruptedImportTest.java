package dev.actionflows.domain.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.fan.ConsentStore.Permission;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.project.Member;
import dev.actionflows.domain.segment.ImportResult.Outcome;
import dev.actionflows.domain.testing.Interruption;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Imports and removals that die in the middle, and their repetitions. */
class InterruptedImportTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final List<ImportLine> LINES =
            List.of(
                    new ImportLine(
                            2,
                            Map.of(
                                    ImportColumn.PHONE, "+14155550177",
                                    ImportColumn.EMAIL, "ada@fans.example",
                                    ImportColumn.FIRST_NAME, "Ada",
                                    ImportColumn.TIME_ZONE, "Europe/Oslo",
                                    ImportColumn.CONSENT_TEXT, "yes",
                                    ImportColumn.CONSENT_TEXT_AT, "2026-03-01",
                                    ImportColumn.CONSENT_TEXT_SOURCE, "concert",
                                    ImportColumn.CONSENT_TEXT_WORDING, "Text me."),
                            Optional.empty()),
                    new ImportLine(
                            3, Map.of(ImportColumn.EMAIL, "bob@fans.example"), Optional.empty()));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void after_a_crash_at_any_call_the_same_file_completes_it(boolean afterwards) {
        for (int call = 1; ; call++) {
            World world = new World();
            Interruption death = new Interruption(call, afterwards);
            try {
                world.decorated(death)
                        .management()
                        .segmentImport()
                        .run(world.project, world.segment.id(), LINES, LONG);
            } catch (Interruption.Death e) {
                world.clock.advance(Duration.ofSeconds(5));
            }

            SegmentImport.Report report =
                    world.application
                            .management()
                            .segmentImport()
                            .run(world.project, world.segment.id(), LINES, LONG);

            assertThat(report.results())
                    .as("call %d", call)
                    .extracting(ImportResult::outcome)
                    .doesNotContain(Outcome.REJECTED);
            assertComplete(world, call);
            if (!death.hasHappened()) {
                assertThat(call).as("number of calls").isGreaterThan(10);
                return;
            }
        }
    }

    private static void assertComplete(World world, int call) {
        FanIdentity phone = world.identities.of(world.project, new PhoneNumber("+14155550177"));
        FanIdentity email =
                world.identities.of(world.project, new EmailAddress("ada@fans.example"));
        List<Member> members =
                world.catalog
                        .members(world.project, world.segment.id(), Optional.empty(), 10)
                        .items();
        assertThat(members).as("call %d", call).hasSize(2);
        Fan ada =
                world.fans
                        .findIdentity(world.project, phone.identity())
                        .flatMap(known -> known.fan())
                        .flatMap(id -> world.fans.find(world.project, id))
                        .orElseThrow();
        assertThat(members).extracting(Member::fan).contains(ada.id());
        assertThat(ada.has(email)).isTrue();
        assertThat(ada.firstName()).contains(new FirstName("Ada"));
        assertThat(ada.timeZone()).isPresent();
        assertThat(world.fans.permission(world.project, ada, Identity.Kind.PHONE))
                .isInstanceOf(Permission.Given.class);
        assertThat(world.fans.consents(world.project, phone.identity())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void after_a_crash_at_any_call_the_same_request_removes_the_fan(boolean afterwards) {
        for (int call = 1; ; call++) {
            World world = new World();
            FanIdentity phone = world.identities.of(world.project, new PhoneNumber("+14155550177"));
            FanIdentity email =
                    world.identities.of(world.project, new EmailAddress("ada@fans.example"));
            Fan one = world.resolver.resolve(world.project, Optional.empty(), List.of(phone));
            Fan other = world.resolver.resolve(world.project, Optional.empty(), List.of(email));
            List.of(one, other)
                    .forEach(
                            fan ->
                                    world.catalog.addMember(
                                            world.project,
                                            world.segment.id(),
                                            fan.id(),
                                            world.clock.instant()));
            world.resolver.resolve(world.project, Optional.of(one.id()), List.of(email));
            Interruption death = new Interruption(call, afterwards);
            try {
                world.decorated(death)
                        .management()
                        .segmentMembers()
                        .remove(world.project, world.segment.id(), one.id());
            } catch (Interruption.Death e) {
                world.application
                        .management()
                        .segmentMembers()
                        .remove(world.project, world.segment.id(), one.id());
            }

            assertThat(
                            world.catalog
                                    .members(
                                            world.project, world.segment.id(), Optional.empty(), 10)
                                    .items())
                    .isEmpty();
            if (!death.hasHappened()) {
                assertThat(call).as("number of calls").isGreaterThan(3);
                return;
            }
        }
    }
}
