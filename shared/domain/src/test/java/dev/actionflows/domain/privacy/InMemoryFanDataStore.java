package dev.actionflows.domain.privacy;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Agreement;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.project.InMemoryCatalog;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the other in-memory stores contain about a fan. */
public final class InMemoryFanDataStore implements FanDataStore {
    private final InMemoryPorts memory;

    public InMemoryFanDataStore(InMemoryPorts memory) {
        this.memory = memory;
    }

    @Override
    public boolean removeRecords(
            ProjectId project,
            Fan fan,
            Map<Identity, KnownIdentity> known,
            List<ErasedAddress> addresses) {
        Map<Identity, Optional<KnownIdentity>> remainders = new HashMap<>();
        addresses.forEach(it -> remainders.put(it.identity(), remainder(it.closing())));
        return memory.fans.removeRecords(project, fan, known, remainders);
    }

    private static Optional<KnownIdentity> remainder(AddressClosing closing) {
        return closing.isOpen()
                ? Optional.empty()
                : Optional.of(
                        new KnownIdentity(
                                Optional.empty(),
                                Set.of(),
                                closing.stoppedAt().isPresent(),
                                Optional.empty(),
                                closing.stoppedAt(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                closing.mail(),
                                List.of(),
                                Optional.empty()));
    }

    @Override
    public DataCount deleteFan(ProjectId project, FanId fan) {
        memory.messageBudgets.removeLinks(project, fan);
        memory.funnels.remove(project, fan);
        int waiting =
                memory.waitingRuns.removeAll(project, Requirement.streamingConnection(fan))
                        + memory.waitingRuns.removeAll(project, Requirement.confirmedConsent(fan));
        return DataCount.of(DataKind.PROFILE, memory.fans.removeRecord(project, fan) ? 1 : 0)
                .plus(
                        DataCount.of(
                                DataKind.CONNECTION, memory.fans.removeConnections(project, fan)))
                .plus(DataCount.of(DataKind.AGREEMENT, memory.fans.removeAgreements(project, fan)))
                .plus(DataCount.of(DataKind.WAITING_RUN, waiting));
    }

    @Override
    public DataCount deleteAddress(
            ProjectId project,
            ErasedAddress address,
            Collection<FanId> fans,
            Instant before,
            Instant until) {
        Optional<KnownIdentity> state = memory.fans.findIdentity(project, address.identity());
        boolean ofAnother =
                state.flatMap(KnownIdentity::fan).filter(it -> !fans.contains(it)).isPresent();
        DataCount counts =
                DataCount.of(
                        DataKind.CONSENT,
                        memory.fans.removeConsents(
                                project, address.identity(), ofAnother ? before : until));
        if (ofAnother) {
            address.closing()
                    .stoppedAt()
                    .ifPresent(at -> memory.fans.stop(project, address.identity(), at));
            return counts;
        }
        boolean owned = state.flatMap(KnownIdentity::fan).isPresent();
        if (!owned && state.filter(it -> isYounger(project, address, it, until)).isPresent()) {
            return counts;
        }
        AddressClosing closing =
                state.map(ErasedAddress::closingOf)
                        .orElse(AddressClosing.NONE)
                        .and(address.closing());
        Optional<KnownIdentity> rest = remainder(closing);
        if (!rest.equals(state)) {
            memory.fans.setIdentity(project, address.identity(), rest);
            return state.isEmpty() ? counts : counts.plus(DataCount.of(DataKind.ADDRESS, 1));
        }
        return counts;
    }

    private boolean isYounger(
            ProjectId project, ErasedAddress address, KnownIdentity state, Instant until) {
        // the changes that remain are younger
        boolean consented =
                state.consent()
                        .filter(
                                id ->
                                        memory.fans
                                                .recordedAs(project, address.identity(), id)
                                                .isPresent())
                        .isPresent();
        boolean lifted = !state.stopped() && state.stoppedAt().isPresent();
        return consented
                || lifted
                || Stream.of(
                                state.returnedAt(),
                                state.wroteAt(),
                                state.repliedAt(),
                                state.request().map(it -> it.at()),
                                state.mail().confirmedAt())
                        .flatMap(Optional::stream)
                        .anyMatch(it -> it.isAfter(until));
    }

    @Override
    public List<Agreement> agreements(ProjectId project, Collection<FanId> fans) {
        return fans.stream()
                .flatMap(fan -> memory.fans.allAgreements(project, fan).stream())
                .sorted(Comparator.comparing(Agreement::at).thenComparing(Agreement::id))
                .toList();
    }

    @Override
    public Page<Listed> listed(ProjectId project, Collection<FanId> fans, Optional<String> cursor) {
        List<Listed> all = new ArrayList<>();
        all.addAll(listed(DataKind.NEXT_SAVE, memory.catalog.nextSavesOf(project, fans)));
        memory.reEntries
                .entries(project, fans)
                .forEach(
                        it ->
                                all.add(
                                        new Listed(
                                                DataKind.RE_ENTRY,
                                                it.flow().value(),
                                                it.fan(),
                                                Optional.empty())));
        all.addAll(listed(DataKind.PRE_SAVE, memory.catalog.preSavesOf(project, fans)));
        all.addAll(
                listed(DataKind.SEGMENT_MEMBERSHIP, memory.catalog.membershipsOf(project, fans)));
        return new Page<>(all, Optional.empty());
    }

    private static List<Listed> listed(DataKind kind, List<InMemoryCatalog.Entry> entries) {
        return entries.stream()
                .map(it -> new Listed(kind, it.list(), it.fan(), Optional.of(it.since())))
                .toList();
    }

    @Override
    public DeletedPage deleteListed(
            ProjectId project, Collection<FanId> fans, Optional<String> cursor) {
        DataCount counts =
                listed(project, fans, Optional.empty()).items().stream()
                        .map(it -> DataCount.of(it.kind(), 1))
                        .reduce(DataCount.NONE, DataCount::plus);
        memory.catalog.remove(project, fans);
        memory.reEntries.remove(project, fans);
        return new DeletedPage(counts, Optional.empty());
    }

    @Override
    public Page<FanActivity> activity(
            ProjectId project, FanId fan, Optional<String> cursor, int limit) {
        Optional<String> after = Cursor.decode(cursor, Optional::of);
        List<EventResult> rest =
                memory.events.latest(project, fan, Optional.empty(), Integer.MAX_VALUE).stream()
                        .sorted(Comparator.comparing(EventResult::place))
                        .filter(it -> after.filter(at -> it.place().compareTo(at) <= 0).isEmpty())
                        .limit(limit + 1L)
                        .toList();
        List<EventResult> page = rest.subList(0, Math.min(limit, rest.size()));
        return new Page<>(
                page.stream().map(InMemoryFanDataStore::activity).toList(),
                rest.size() > limit
                        ? Optional.of(Cursor.encode(page.getLast().place()))
                        : Optional.empty());
    }

    private static FanActivity activity(EventResult result) {
        return switch (result) {
            case EventResult.RunStarted(Run run) -> new FanActivity.OfRun(run.key());
            case EventResult.NotStarted(var entry) ->
                    new FanActivity.OfEvent(entry.event().id(), entry.flow());
        };
    }

    @Override
    public void deleteLinks(Collection<StepKey> steps) {
        steps.forEach(step -> memory.links.remove(LinkCode.of(step.messageKey())));
    }

    @Override
    public boolean deleteRun(Run expected) {
        synchronized (memory.ledger) {
            return memory.ledger.find(expected.key()).filter(expected::equals).isPresent()
                    && memory.ledger.remove(expected.key());
        }
    }

    @Override
    public boolean deleteRun(RunKey run) {
        return memory.ledger.remove(run);
    }

    @Override
    public boolean deleteEvent(ProjectId project, FanActivity.OfEvent event) {
        return memory.events.remove(project, event.event(), event.flow());
    }

    @Override
    public void deleteEventId(ProjectId project, EventId event) {
        memory.eventIds.remove(project, event);
    }

    @Override
    public boolean deleteWaiting(RunKey run, Requirement requirement) {
        return memory.waitingRuns.remove(run, requirement);
    }
}
