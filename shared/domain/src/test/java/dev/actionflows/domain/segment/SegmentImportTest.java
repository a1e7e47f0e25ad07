package dev.actionflows.domain.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore.Permission;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.segment.ImportResult.Outcome;
import dev.actionflows.domain.segment.ImportResult.Problem;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

class SegmentImportTest {
    private static final String PHONE = "+14155550177";
    private static final String OTHER_PHONE = "+14155550188";
    private static final String EMAIL = "ada@fans.example";
    private static final Duration LONG = Duration.ofMinutes(1);

    private final World world = new World();
    private final SegmentId segment = world.segment.id();
    private final SegmentMembers members = new SegmentMembers(world.catalog, world.fans);
    private final SegmentImport segmentImport =
            new SegmentImport(
                    members,
                    world.fans,
                    world.fans,
                    world.identities,
                    world.ports.ids(),
                    world.clock);

    private static Map<ImportColumn, String> row(Object... cells) {
        Map<ImportColumn, String> row = new HashMap<>();
        for (int index = 0; index < cells.length; index += 2) {
            row.put((ImportColumn) cells[index], (String) cells[index + 1]);
        }
        return row;
    }

    private static Map<ImportColumn, String> withConsents(Map<ImportColumn, String> row) {
        Map<ImportColumn, String> more = new HashMap<>(row);
        more.put(ImportColumn.CONSENT_TEXT, "yes");
        more.put(ImportColumn.CONSENT_TEXT_AT, "2026-03-01");
        more.put(ImportColumn.CONSENT_TEXT_SOURCE, "concert in Oslo");
        more.put(ImportColumn.CONSENT_TEXT_WORDING, "Text me.");
        more.put(ImportColumn.CONSENT_EMAIL, "yes");
        more.put(ImportColumn.CONSENT_EMAIL_AT, "2026-03-02");
        more.put(ImportColumn.CONSENT_EMAIL_SOURCE, "concert in Oslo");
        more.put(ImportColumn.CONSENT_EMAIL_WORDING, "Mail me.");
        return more;
    }

    @SafeVarargs
    private List<ImportResult> imported(Map<ImportColumn, String>... rows) {
        return run(LONG, rows).results();
    }

    @SafeVarargs
    private SegmentImport.Report run(Duration time, Map<ImportColumn, String>... rows) {
        List<ImportLine> lines = new ArrayList<>();
        for (Map<ImportColumn, String> row : rows) {
            lines.add(new ImportLine(lines.size() + 2, row, Optional.empty()));
        }
        return segmentImport.run(world.project, segment, lines, time);
    }

    private FanIdentity phone(String number) {
        return world.identities.of(world.project, new PhoneNumber(number));
    }

    private FanIdentity email() {
        return world.identities.of(world.project, new EmailAddress(EMAIL));
    }

    private Fan owner(FanIdentity identity) {
        return world.fans
                .findIdentity(world.project, identity.identity())
                .flatMap(known -> known.fan())
                .flatMap(id -> world.fans.find(world.project, id))
                .orElseThrow();
    }

    private Permission permission(Identity.Kind kind, FanIdentity of) {
        return world.fans.permission(world.project, owner(of), kind);
    }

    private Fan known(FanIdentity identity) {
        return world.resolver.resolve(world.project, Optional.empty(), List.of(identity));
    }

    private boolean isMember(FanId fan) {
        return world.catalog.isMember(world.project, segment, fan);
    }

    @Test
    void an_unknown_fan_is_created_and_added() {
        ImportResult result =
                imported(
                                row(
                                        ImportColumn.PHONE, PHONE,
                                        ImportColumn.EMAIL, "Ada@Fans.example",
                                        ImportColumn.FIRST_NAME, "Ada",
                                        ImportColumn.TIME_ZONE, "Europe/Oslo"))
                        .getFirst();

        Fan ada = owner(phone(PHONE));
        assertThat(result)
                .isEqualTo(
                        new ImportResult(
                                2,
                                Outcome.ADDED,
                                Optional.of(ada.id()),
                                true,
                                List.of(
                                        ImportColumn.PHONE,
                                        ImportColumn.EMAIL,
                                        ImportColumn.FIRST_NAME,
                                        ImportColumn.TIME_ZONE),
                                List.of()));
        assertThat(isMember(ada.id())).isTrue();
        assertThat(ada.has(email())).isTrue();
        assertThat(ada.firstName()).contains(new FirstName("Ada"));
        assertThat(ada.timeZone()).contains(ZoneId.of("Europe/Oslo"));
        assertThat(permission(Identity.Kind.PHONE, phone(PHONE)))
                .isInstanceOf(Permission.NeverGiven.class);
    }

    @Test
    void the_same_file_again_changes_nothing_and_says_so() {
        Map<ImportColumn, String> row =
                withConsents(
                        row(
                                ImportColumn.PHONE, PHONE,
                                ImportColumn.EMAIL, EMAIL,
                                ImportColumn.FIRST_NAME, "Ada"));
        imported(row);
        Fan before = owner(phone(PHONE));
        List<ConsentChange> consents = world.fans.consents(world.project, phone(PHONE).identity());
        world.clock.advance(Duration.ofDays(1));

        ImportResult again = imported(row).getFirst();

        assertThat(again.outcome()).isEqualTo(Outcome.ALREADY_MEMBER);
        assertThat(again.fanCreated()).isFalse();
        assertThat(again.stored()).isEmpty();
        assertThat(owner(phone(PHONE))).isEqualTo(before);
        assertThat(world.fans.consents(world.project, phone(PHONE).identity())).isEqualTo(consents);
        assertThat(members.list(world.project, segment, Optional.empty(), 10).items()).hasSize(1);
    }

    @Test
    void a_person_who_is_in_the_file_twice_is_added_once() {
        List<ImportResult> results =
                imported(
                        row(ImportColumn.PHONE, PHONE),
                        row(ImportColumn.PHONE, "+1 (415) 555-0177", ImportColumn.EMAIL, EMAIL),
                        row(ImportColumn.EMAIL, EMAIL));

        assertThat(results)
                .extracting(ImportResult::outcome)
                .containsExactly(Outcome.ADDED, Outcome.ALREADY_MEMBER, Outcome.ALREADY_MEMBER);
        assertThat(results).extracting(ImportResult::fan).containsOnly(results.get(0).fan());
    }

    @Test
    void a_consent_is_stored_with_its_evidence_and_its_date() {
        imported(withConsents(row(ImportColumn.PHONE, PHONE, ImportColumn.EMAIL, EMAIL)));

        assertThat(world.fans.consents(world.project, phone(PHONE).identity()))
                .singleElement()
                .satisfies(
                        consent -> {
                            assertThat(consent.kind()).isEqualTo(ConsentChange.Kind.OPT_IN);
                            assertThat(consent.at()).isEqualTo("2026-03-01T00:00:00Z");
                            assertThat(consent.evidence())
                                    .containsEntry("source", "import")
                                    .containsEntry("collectedBy", "concert in Oslo")
                                    .containsEntry("wording", "Text me.")
                                    .containsEntry("importedAt", world.clock.instant().toString());
                        });
        assertThat(permission(Identity.Kind.PHONE, phone(PHONE)))
                .isInstanceOf(Permission.Given.class);
        assertThat(permission(Identity.Kind.EMAIL, email())).isInstanceOf(Permission.Given.class);
    }

    /** Whether it came before the consent of the file or after it. */
    @ParameterizedTest
    @EnumSource(
            value = ConsentChange.Kind.class,
            names = {"STOP", "UNSUBSCRIBED", "BOUNCED", "COMPLAINED"})
    void an_import_lifts_nothing(ConsentChange.Kind kind) {
        FanIdentity address = kind == ConsentChange.Kind.STOP ? phone(PHONE) : email();
        for (String at : List.of("2026-01-01T00:00:00Z", "2026-08-01T00:00:00Z")) {
            world.fans.recordConsent(
                    world.project,
                    address.identity(),
                    new ConsentChange(kind, "change at " + at, Instant.parse(at)));

            ImportResult result =
                    imported(
                                    withConsents(
                                            row(
                                                    ImportColumn.PHONE, PHONE,
                                                    ImportColumn.EMAIL, EMAIL)))
                            .getFirst();

            assertThat(result.outcome()).isNotEqualTo(Outcome.REJECTED);
            assertThat(permission(address.kind(), address)).isInstanceOf(Permission.Stopped.class);
        }
    }

    @Test
    void a_stop_also_ends_texts_to_a_number_that_an_import_adds() {
        known(phone(PHONE));
        world.fans.recordConsent(
                world.project,
                phone(PHONE).identity(),
                new ConsentChange(ConsentChange.Kind.STOP, "stop", world.clock.instant()));

        imported(
                withConsents(
                        row(
                                ImportColumn.FAN_ID, owner(phone(PHONE)).id().value(),
                                ImportColumn.PHONE, OTHER_PHONE,
                                ImportColumn.EMAIL, EMAIL)));

        assertThat(owner(phone(OTHER_PHONE)).id()).isEqualTo(owner(phone(PHONE)).id());
        assertThat(permission(Identity.Kind.PHONE, phone(OTHER_PHONE)))
                .isInstanceOf(Permission.Stopped.class);
        assertThat(permission(Identity.Kind.EMAIL, email())).isInstanceOf(Permission.Stopped.class);
    }

    @Test
    void two_fans_are_never_merged() {
        Fan one = known(phone(PHONE));
        Fan other = known(email());

        List<ImportResult> results =
                imported(
                        row(ImportColumn.PHONE, PHONE, ImportColumn.EMAIL, EMAIL),
                        row(ImportColumn.FAN_ID, other.id().value(), ImportColumn.PHONE, PHONE));

        assertThat(results).extracting(ImportResult::outcome).containsOnly(Outcome.REJECTED);
        assertThat(results.get(0).problems())
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.column()).contains("email");
                            assertThat(problem.detail())
                                    .contains(one.id().value(), other.id().value());
                        });
        assertThat(owner(phone(PHONE))).isEqualTo(one);
        assertThat(owner(email())).isEqualTo(other);
        assertThat(isMember(one.id()) || isMember(other.id())).isFalse();
    }

    @Test
    void a_merged_fan_is_found_by_any_id_and_added_under_the_current_one() {
        Fan older = known(phone(PHONE));
        world.clock.advance(Duration.ofSeconds(1));
        Fan younger = known(email());
        world.catalog.addMember(world.project, segment, younger.id(), world.clock.instant());
        world.resolver.resolve(world.project, Optional.of(older.id()), List.of(email()));

        ImportResult result = imported(row(ImportColumn.FAN_ID, younger.id().value())).getFirst();

        assertThat(result.outcome()).isEqualTo(Outcome.ALREADY_MEMBER);
        assertThat(result.fan()).contains(older.id());
    }

    @Test
    void a_known_name_and_time_zone_are_kept() {
        Fan fan = known(phone(PHONE));
        world.fans.setFirstName(world.project, fan, new FirstName("Ada"));
        world.fans.setTimeZone(world.project, owner(phone(PHONE)), ZoneId.of("America/Chicago"));

        ImportResult result =
                imported(
                                row(
                                        ImportColumn.PHONE, PHONE,
                                        ImportColumn.FIRST_NAME, "Adelaide",
                                        ImportColumn.TIME_ZONE, "Europe/Oslo"))
                        .getFirst();

        assertThat(result.stored()).isEmpty();
        assertThat(owner(phone(PHONE)).firstName()).contains(new FirstName("Ada"));
    }

    @Test
    void an_unknown_fan_id_is_rejected_and_nothing_stored() {
        ImportResult result =
                imported(
                                row(
                                        ImportColumn.FAN_ID,
                                        "fan_0000000000000000",
                                        ImportColumn.PHONE,
                                        PHONE))
                        .getFirst();

        assertThat(result.problems())
                .containsExactly(new Problem(Optional.of("fan_id"), "the project has no such fan"));
        assertThat(world.fans.findIdentity(world.project, phone(PHONE).identity())).isEmpty();
    }

    @Test
    void a_fan_cannot_get_too_many_identities() {
        Fan fan = known(phone(PHONE));
        for (int i = fan.identities().size(); i < Fan.MAX_IDENTITIES; i++) {
            fan =
                    world.resolver.resolve(
                            world.project,
                            Optional.of(fan.id()),
                            List.of(
                                    world.identities.of(
                                            world.project, Identity.Kind.SPOTIFY, "s" + i)));
        }

        ImportResult result =
                imported(row(ImportColumn.PHONE, PHONE, ImportColumn.EMAIL, EMAIL)).getFirst();

        assertThat(result.problems())
                .singleElement()
                .satisfies(it -> assertThat(it.detail()).contains("at most 50"));
        assertThat(isMember(fan.id())).isFalse();
    }

    @Test
    void a_rejected_line_does_not_stop_the_others() {
        assertThat(imported(row(ImportColumn.PHONE, "4.15555E+09"), row(ImportColumn.PHONE, PHONE)))
                .extracting(ImportResult::outcome)
                .containsExactly(Outcome.REJECTED, Outcome.ADDED);
    }

    @Test
    void an_import_whose_time_is_over_says_where_to_continue() {
        SegmentImport.Report report =
                run(
                        Duration.ofSeconds(-1),
                        row(ImportColumn.PHONE, PHONE),
                        row(ImportColumn.EMAIL, EMAIL));

        assertThat(report.results()).hasSize(1);
        assertThat(report.continueAt()).isEqualTo(OptionalInt.of(3));
    }

    @Test
    void an_import_starts_no_flow() {
        world.flows.activate(
                world.project,
                world.flows
                        .create(
                                world.project,
                                new FlowDefinition(
                                        "Flow on sign-ups",
                                        new Trigger.Single(
                                                TriggerType.SMS_OPTED_IN, Optional.empty()),
                                        List.of(new AddToSegmentStep(segment)),
                                        ReEntry.EVERY_EVENT,
                                        OnFailure.CONTINUE))
                        .id());

        imported(withConsents(row(ImportColumn.PHONE, PHONE, ImportColumn.EMAIL, EMAIL)));

        assertThat(world.ledger.all()).isEmpty();
        assertThat(world.events.records()).isEmpty();
    }
}
