package dev.actionflows.domain.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.messaging.budget.LinkClaim;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunStatus;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The contract of the stores that export and erase, by what the use cases do with them. */
public abstract class ErasureContract {
    private final ErasureWorld world;
    private final ErasureWorld.Planted ada;
    private final ErasureWorld.Planted ben;

    protected ErasureContract(ErasureWorld world) {
        this.world = world;
        this.ada = world.plant("ada", "0101");
        this.ben = world.plant("ben", "0202");
    }

    private FanExport.Part export(FanId fan) {
        return world.management().fanExport().page(world.project, fan, Optional.empty(), 100);
    }

    private KnownIdentity state(FanIdentity address) {
        return world.ports
                .fans()
                .findIdentity(world.project, address.identity())
                .orElseGet(KnownIdentity::unknown);
    }

    private void change(FanIdentity address, ConsentChange.Kind kind, String id) {
        world.memory.clock.advance(Duration.ofSeconds(1));
        Instant now = world.memory.clock.instant();
        world.ports
                .consents()
                .recordConsent(world.project, address.identity(), new ConsentChange(kind, id, now));
    }

    private boolean exists(RunKey run) {
        return world.ports.ledger().find(run).isPresent();
    }

    private void assertNothingIsLeftOf(ErasureWorld.Planted fan) {
        for (FanId id : List.of(fan.current(), fan.former())) {
            assertThat(world.ports.fans().findRecord(world.project, id)).isEmpty();
            assertThat(world.ports.fanData().deleteFan(world.project, id))
                    .isEqualTo(DataCount.NONE);
            assertThat(
                            world.ports
                                    .fanData()
                                    .activity(world.project, id, Optional.empty(), 10)
                                    .items())
                    .isEmpty();
        }
        assertThat(allListed(List.of(fan.current(), fan.former()))).isEmpty();
        LinkClaim link = world.link(List.of(fan.current(), fan.former()), fan.runs().getFirst());
        assertThat(world.ports.messageBudgets().linkHolder(world.project, link)).isEmpty();
        assertThat(fan.runs()).noneMatch(this::exists);
        assertThat(fan.runs())
                .map(ErasureWorld::textOf)
                .map(LinkCode::of)
                .allSatisfy(code -> assertThat(world.ports.links().find(code)).isEmpty());
        for (FanIdentity address :
                List.of(fan.phone(), fan.email(), fan.spotify(), fan.instagram())) {
            assertThat(world.ports.consents().consents(world.project, address.identity()))
                    .isEmpty();
            assertThat(state(address).fan()).isEmpty();
            assertThat(state(address).consent()).isEmpty();
            assertThat(state(address).wroteAt()).isEmpty();
            assertThat(state(address).repliedAt()).isEmpty();
        }
    }

    private List<FanDataStore.Listed> allListed(List<FanId> fans) {
        List<FanDataStore.Listed> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            var page = world.ports.fanData().listed(world.project, fans, cursor);
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }

    @Test
    void an_export_contains_records_addresses_consents_lists_and_activity_of_every_id() {
        FanExport.Part part = export(ada.former());

        FanExport.Person person = part.person().orElseThrow();
        assertThat(person.records()).extracting(Fan::id).contains(ada.current(), ada.former());
        assertThat(person.addresses()).hasSize(4);
        assertThat(person.connections()).hasSize(1);
        assertThat(person.agreements()).hasSize(2);
        assertThat(person.listed())
                .extracting(FanDataStore.Listed::kind)
                .containsOnly(
                        DataKind.SEGMENT_MEMBERSHIP,
                        DataKind.PRE_SAVE,
                        DataKind.NEXT_SAVE,
                        DataKind.RE_ENTRY)
                .hasSize(8);
        assertThat(part.consents()).hasSize(3);
        assertThat(part.activity()).hasSize(10);
        assertThat(part.next()).isEmpty();
    }

    @Test
    void an_export_continues_where_a_page_ended() {
        FanExport export = world.management().fanExport();
        int consents = 0;
        int activity = 0;
        int pages = 0;
        Optional<String> cursor = Optional.empty();
        do {
            FanExport.Part part = export.page(world.project, ada.current(), cursor, 2);
            assertThat(part.person().isPresent()).isEqualTo(pages == 0);
            consents += part.consents().size();
            activity += part.activity().size();
            pages++;
            cursor = part.next();
        } while (cursor.isPresent());

        assertThat(consents).isEqualTo(3);
        assertThat(activity).isEqualTo(10);
        assertThat(pages).isGreaterThan(4);
    }

    @Test
    void after_both_passes_nothing_is_left_of_the_fan_and_everything_of_another() {
        FanExport.Part before = export(ben.current());

        Erasure requested = world.erase(ada.current());
        assertThat(requested.isCompleted()).isFalse();
        assertThat(world.ports.fans().find(world.project, ada.current())).isEmpty();
        world.work();

        assertNothingIsLeftOf(ada);
        Erasure done = world.management().fanEraser().find(world.project, requested.id());
        assertThat(done.isCompleted()).isTrue();
        assertThat(done.counts().byKind())
                .containsEntry(DataKind.PROFILE, 2L)
                .containsEntry(DataKind.ADDRESS, 4L)
                .containsEntry(DataKind.CONSENT, 3L)
                .containsEntry(DataKind.CONNECTION, 2L)
                .containsEntry(DataKind.AGREEMENT, 2L)
                .containsEntry(DataKind.SEGMENT_MEMBERSHIP, 2L)
                .containsEntry(DataKind.RE_ENTRY, 2L)
                .containsEntry(DataKind.WAITING_RUN, 2L)
                .containsEntry(DataKind.RUN, 6L)
                .containsEntry(DataKind.EVENT, 4L);
        assertThat(export(ben.current())).isEqualTo(before);
    }

    @Test
    void a_former_id_erases_the_whole_fan_and_every_id_returns_the_same_receipt() {
        Erasure requested = world.erase(ada.former());

        assertThat(requested.fans()).contains(ada.current(), ada.former());
        assertThat(world.erase(ada.current())).isEqualTo(requested);
        world.work();
        assertThat(world.erase(ada.former()).id()).isEqualTo(requested.id());
        assertThat(world.erase(ada.current()).isCompleted()).isTrue();
        assertNothingIsLeftOf(ada);
        assertThatThrownBy(() -> world.erase(FanId.from(world.memory.ids)))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void a_run_in_progress_is_cancelled_at_once_and_removed_by_the_second_pass() {
        world.erase(ada.current());
        world.firstPass();

        assertThat(ada.runs())
                .allMatch(
                        run ->
                                world.ports
                                        .ledger()
                                        .find(run)
                                        .filter(it -> it.status() == RunStatus.CANCELLED)
                                        .isPresent());
        assertThat(ben.runs())
                .allMatch(run -> !world.ports.ledger().find(run).orElseThrow().hasEnded());
        world.work();
        assertThat(ada.runs()).noneMatch(this::exists);
    }

    @Test
    void what_is_written_under_the_ids_after_the_first_pass_is_removed_by_the_second() {
        world.erase(ada.current());
        world.firstPass();
        Instant before = world.memory.clock.instant().minusSeconds(1);
        RunKey late = world.startRun(ada.former(), "api:late");
        world.ports.segmentMembers().addMember(world.project, world.segment, ada.former(), before);
        world.ports.consents().messageReceived(world.project, ada.phone().identity(), before);
        world.ports
                .consents()
                .recordConsent(
                        world.project,
                        ada.email().identity(),
                        new ConsentChange(ConsentChange.Kind.OPT_IN, "late", before));

        world.work();

        assertThat(exists(late)).isFalse();
        assertNothingIsLeftOf(ada);
    }

    @Test
    void a_stop_stays_with_every_address_that_it_applies_to() {
        change(ada.phone(), ConsentChange.Kind.STOP, "stop");

        world.erase(ada.current());
        world.work();

        assertThat(state(ada.phone()).stopped()).isTrue();
        assertThat(state(ada.email()).stopped()).isTrue();
        assertThat(state(ada.instagram()).stopped()).isTrue();
        assertThat(state(ada.spotify())).isEqualTo(KnownIdentity.unknown());
        assertNothingIsLeftOf(ada);
        FanIdentity phone = ada.phone();
        Fan again =
                world.application()
                        .fanResolver()
                        .resolve(world.project, Optional.empty(), List.of(phone));
        assertThat(again.id()).isNotIn(ada.current(), ada.former());
        change(phone, ConsentChange.Kind.KEYWORD, "again");
        assertThat(permission(again, Identity.Kind.PHONE))
                .isInstanceOf(ConsentStore.Permission.Stopped.class);
        change(phone, ConsentChange.Kind.START, "start");
        assertThat(permission(again, Identity.Kind.PHONE))
                .isInstanceOf(ConsentStore.Permission.Given.class);
    }

    private ConsentStore.Permission permission(Fan fan, Identity.Kind kind) {
        return world.ports.consents().permission(world.project, fan, kind);
    }

    @Test
    void a_stop_that_was_lifted_and_an_open_address_leave_nothing() {
        change(ada.phone(), ConsentChange.Kind.STOP, "stop");
        change(ada.phone(), ConsentChange.Kind.START, "start");
        change(ada.email(), ConsentChange.Kind.CONFIRMED, "confirmed");

        world.erase(ada.current());
        world.work();

        assertThat(state(ada.phone())).isEqualTo(KnownIdentity.unknown());
        assertThat(state(ada.email())).isEqualTo(KnownIdentity.unknown());
    }

    @Test
    void that_a_message_was_taken_is_forgotten_with_the_address() {
        EventId message = new EventId("sms:taken");
        Instant now = world.memory.clock.instant();
        world.ports.consents().messageTaken(world.project, ada.phone().identity(), message, now);
        world.erase(ada.current());
        world.work();

        Instant later = world.memory.clock.instant().plusSeconds(1);
        world.ports.consents().replyReceived(world.project, ada.phone().identity(), message, later);

        assertThat(state(ada.phone()).repliedAt()).contains(later);
    }

    @Test
    void a_complaint_a_bounce_and_an_unsubscription_stay() {
        change(ada.email(), ConsentChange.Kind.BOUNCED, "bounce");
        change(ada.email(), ConsentChange.Kind.COMPLAINED, "complaint");
        change(ben.email(), ConsentChange.Kind.UNSUBSCRIBED, "unsubscribed");

        world.erase(ada.current());
        world.erase(ben.current());
        world.work();

        assertThat(state(ada.email()).mail().bounced()).isTrue();
        assertThat(state(ada.email()).mail().complained()).isTrue();
        assertThat(state(ben.email()).mail().unsubscribedAt())
                .isEqualTo(state(ben.email()).stoppedAt())
                .isPresent();
        assertThat(state(ben.phone())).isEqualTo(KnownIdentity.unknown());
    }

    @Test
    void a_new_fan_with_the_address_keeps_consent_and_history_in_the_second_pass() {
        world.erase(ada.current());
        world.firstPass();
        world.memory.clock.advance(Duration.ofMinutes(1));
        Fan again =
                world.application()
                        .fanResolver()
                        .resolve(world.project, Optional.empty(), List.of(ada.phone()));
        change(ada.phone(), ConsentChange.Kind.OPT_IN, "anew");
        change(ada.email(), ConsentChange.Kind.OPT_IN, "before-there-is-a-fan");

        world.work();

        assertThat(permission(again, Identity.Kind.PHONE))
                .isEqualTo(new ConsentStore.Permission.Given(ada.phone(), "anew"));
        assertThat(world.ports.consents().consents(world.project, ada.phone().identity()))
                .extracting(ConsentChange::messageId)
                .containsExactly("anew");
        assertThat(state(ada.email()).consent()).contains("before-there-is-a-fan");
    }

    @Test
    void a_fan_with_many_runs_is_erased_by_many_messages() {
        for (int number = 0; number < 60; number++) {
            world.startRun(ada.current(), "api:many" + number);
        }
        world.erase(ada.current());
        int messages = 0;
        while (!world.memory.erasureTasks.isEmpty()) {
            var next = world.memory.erasureTasks.removeFirst();
            world.memory.clock.advance(next.delay());
            world.management()
                    .erasures()
                    .work(
                            (ErasureTask.Erase) next.task(),
                            // no time at all: one page each
                            world.deadline(Duration.ZERO));
            messages++;
        }

        assertNothingIsLeftOf(ada);
        assertThat(messages).isGreaterThan(10);
    }

    @Test
    void a_stop_in_the_log_counts_in_whatever_order_erasures_are_applied() {
        Instant stoppedAt = world.memory.clock.instant();
        Instant later = stoppedAt.plusSeconds(60);
        AddressClosing closing =
                new AddressClosing(
                        Optional.of(stoppedAt),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        FanId laterOwner = new FanId("fan_zzzzzzzzzzzzzzzz");
        FanDataStore data = world.ports.fanData();

        // in the backup, the address is still that of the fan who was erased first
        data.deleteAddress(
                world.project,
                new ErasedAddress(ben.phone().identity(), closing),
                List.of(laterOwner),
                stoppedAt,
                later);
        assertThat(state(ben.phone()).fan()).contains(ben.current());
        assertThat(state(ben.phone()).stopped()).isTrue();
        data.deleteAddress(
                world.project,
                new ErasedAddress(ben.phone().identity(), AddressClosing.NONE),
                List.of(ben.current(), ben.former()),
                stoppedAt,
                later);

        assertThat(state(ben.phone()).fan()).isEmpty();
        assertThat(state(ben.phone()).stoppedAt()).contains(stoppedAt);
        assertThat(state(ben.phone()).stopped()).isTrue();
    }
}
