package dev.actionflows.aws;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.InstagramEventId;
import dev.actionflows.domain.fan.Agreement;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.link.LinkStore;
import dev.actionflows.domain.privacy.DataCount;
import dev.actionflows.domain.privacy.DataKind;
import dev.actionflows.domain.privacy.ErasedAddress;
import dev.actionflows.domain.privacy.FanActivity;
import dev.actionflows.domain.privacy.FanDataStore;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.StepKey;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the items of the table contain about a fan; {@link Key} says where. */
public final class DynamoDbFanDataStore implements FanDataStore {
    private static final String FLOW_PREFIX = "FLOW#";

    private final Table table;
    private final AddressErasure addresses;
    private final FanListItems lists;

    public DynamoDbFanDataStore(Table table) {
        this.table = table;
        this.addresses = new AddressErasure(table);
        this.lists = new FanListItems(table);
    }

    /** At most 100 writes: see {@link Fan#MAX_IDENTITIES} and {@link Fan#MAX_RECORDS}. */
    @Override
    public boolean removeRecords(
            ProjectId project,
            Fan fan,
            Map<Identity, KnownIdentity> known,
            List<ErasedAddress> remainders) {
        List<TransactWriteItem> writes = new ArrayList<>();
        writes.add(
                TransactWriteItem.builder()
                        .delete(
                                it ->
                                        it.tableName(table.name())
                                                .key(Key.fan(project, fan.id()).attributes())
                                                .conditionExpression(
                                                        FanItem.REVISION + " = :revision")
                                                .expressionAttributeValues(
                                                        Map.of(
                                                                ":revision",
                                                                TransactWrites.number(
                                                                        fan.revision()))))
                        .build());
        fan.former().forEach(id -> writes.add(TransactWrites.delete(table, Key.fan(project, id))));
        for (ErasedAddress address : remainders) {
            Optional.ofNullable(known.get(address.identity()))
                    .ifPresent(state -> writes.add(addresses.reduce(project, address, state)));
        }
        return table.transact(writes).isEmpty();
    }

    @Override
    public DataCount deleteFan(ProjectId project, FanId fan) {
        DataCount counts = DataCount.NONE;
        for (Item item : all(Key.fanPartition(project, fan))) {
            Key key = item.key();
            if (key.equals(Key.fan(project, fan)) || isCounted(key)) {
                // like every write of a profile or a history
                table.transact(List.of(TransactWrites.delete(table, key)));
            } else {
                table.delete(key);
            }
            counts = counts.plus(countOf(key));
        }
        for (Requirement requirement :
                List.of(Requirement.streamingConnection(fan), Requirement.confirmedConsent(fan))) {
            List<Item> waiting = all(Key.waitingPartition(project, requirement));
            waiting.forEach(item -> table.delete(item.key()));
            counts = counts.plus(DataCount.of(DataKind.WAITING_RUN, waiting.size()));
        }
        return counts;
    }

    /** What a fan did, and how the fan fared in trials. */
    private static boolean isCounted(Key key) {
        return FanHistoryItem.isKeyOf(key.sk()) || TrialItem.isKeyOf(key.sk());
    }

    private static DataCount countOf(Key key) {
        if (key.sk().startsWith(LinkClaimItems.PREFIX) || isCounted(key)) {
            return DataCount.NONE;
        }
        if (key.sk().startsWith(Key.CONNECTION_PREFIX)) {
            return DataCount.of(DataKind.CONNECTION, 1);
        }
        return DataCount.of(
                key.sk().startsWith(AgreementItem.PREFIX) ? DataKind.AGREEMENT : DataKind.PROFILE,
                1);
    }

    @Override
    public DataCount deleteAddress(
            ProjectId project,
            ErasedAddress address,
            Collection<FanId> fans,
            Instant before,
            Instant until) {
        return addresses.delete(project, address, fans, before, until);
    }

    @Override
    public List<Agreement> agreements(ProjectId project, Collection<FanId> fans) {
        return fans.stream()
                .flatMap(
                        fan ->
                                table
                                        .list(
                                                Key.fanPartition(project, fan),
                                                AgreementItem.PREFIX,
                                                Optional.empty(),
                                                Integer.MAX_VALUE)
                                        .stream())
                .map(AgreementItem::decode)
                .sorted(Comparator.comparing(Agreement::at).thenComparing(Agreement::id))
                .toList();
    }

    @Override
    public Page<Listed> listed(ProjectId project, Collection<FanId> fans, Optional<String> cursor) {
        FanListItems.Found found = lists.find(project, fans, cursor);
        return new Page<>(
                found.entries().stream().map(FanListItems.Entry::listed).toList(), found.next());
    }

    @Override
    public DeletedPage deleteListed(
            ProjectId project, Collection<FanId> fans, Optional<String> cursor) {
        FanListItems.Found found = lists.find(project, fans, cursor);
        DataCount counts = DataCount.NONE;
        for (FanListItems.Entry entry : found.entries()) {
            table.delete(entry.key());
            counts = counts.plus(DataCount.of(entry.listed().kind(), 1));
        }
        return new DeletedPage(counts, found.next());
    }

    @Override
    public Page<FanActivity> activity(
            ProjectId project, FanId fan, Optional<String> cursor, int limit) {
        // every key starts with a digit
        String after = Cursor.decode(cursor, Optional::of).orElse("#");
        List<Item> found =
                table.query(
                        limit + 1,
                        QueryRequest.builder()
                                .indexName("by_fan")
                                .keyConditionExpression("fanKey = :fan AND startedKey > :after")
                                .expressionAttributeValues(
                                        Map.of(
                                                ":fan",
                                                AttributeValue.fromS(RunItem.fanKey(project, fan)),
                                                ":after",
                                                AttributeValue.fromS(after))));
        Page<Item> page = Pages.of(found, limit, item -> item.text(RunItem.STARTED_KEY));
        return new Page<>(
                page.items().stream().map(item -> activity(item.key())).toList(), page.next());
    }

    private static FanActivity activity(Key key) {
        return key.toRun()
                .<FanActivity>map(FanActivity.OfRun::new)
                .orElseGet(
                        () ->
                                new FanActivity.OfEvent(
                                        new EventId(key.pk().split("#", 3)[2]),
                                        Optional.of(key.sk())
                                                .filter(sk -> sk.startsWith(FLOW_PREFIX))
                                                .map(sk -> sk.substring(FLOW_PREFIX.length()))
                                                .map(FlowId::new)));
    }

    @Override
    public void deleteLinks(Collection<StepKey> steps) {
        LinkStore links = new DynamoDbLinkStore(table);
        steps.forEach(step -> links.remove(LinkCode.of(step.messageKey())));
    }

    @Override
    public boolean deleteRun(Run expected) {
        return table.deleteIf(
                Key.run(expected.key()),
                RunItem.REVISION,
                TransactWrites.number(expected.revision()));
    }

    @Override
    public boolean deleteRun(RunKey run) {
        return delete(Key.run(run));
    }

    @Override
    public boolean deleteEvent(ProjectId project, FanActivity.OfEvent event) {
        return delete(Key.event(project, event.event(), event.flow()));
    }

    @Override
    public void deleteEventId(ProjectId project, EventId event) {
        table.delete(Key.eventId(project, event));
        InstagramEventId.commentOf(event)
                .ifPresent(comment -> table.delete(Key.privateReply(project, comment)));
    }

    @Override
    public boolean deleteWaiting(RunKey run, Requirement requirement) {
        return delete(Key.waiting(run, requirement));
    }

    /** Whether there was one. Of two concurrent callers, both may say so. */
    private boolean delete(Key key) {
        boolean found = table.find(key).isPresent();
        table.delete(key);
        return found;
    }

    private List<Item> all(String partition) {
        return Stream.of(partition)
                .map(AddressErasure::everythingIn)
                .flatMap(query -> table.query(Integer.MAX_VALUE, query).stream())
                .toList();
    }
}
