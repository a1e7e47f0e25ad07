package dev.actionflows.aws;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.link.LinkOwner;
import dev.actionflows.domain.link.LinkStore;
import dev.actionflows.domain.link.LinkTarget;
import dev.actionflows.domain.link.LinkVisits;
import dev.actionflows.domain.link.MessageLink;
import dev.actionflows.domain.run.StepKey;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One item for each message with links. */
public final class DynamoDbLinkStore implements LinkStore {
    private static final String MESSAGE = "message";
    private static final String FLOW = RunItem.FLOW;
    private static final String VERSION = RunItem.VERSION;
    private static final String TARGETS = "targets";
    private static final String OPENINGS = "openings";
    private static final String FIRST_OPENED_AT = "firstOpenedAt";
    private static final String CLICKS = "clicks";
    private static final String FIRST_CLICKED_AT = "firstClickedAt";

    private final Table table;

    public DynamoDbLinkStore(Table table) {
        this.table = table;
    }

    @Override
    public void put(
            LinkCode code,
            String message,
            Set<LinkTarget> targets,
            Optional<LinkOwner> owner,
            long revision) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":message", AttributeValue.fromS(message));
        values.put(":targets", AttributeValue.fromSs(letters(targets)));
        values.put(":revision", TransactWrites.number(revision));
        owner.ifPresent(
                it -> {
                    values.put(":flow", AttributeValue.fromS(it.flow().value()));
                    values.put(":version", TransactWrites.number(it.version()));
                });
        Table.Updated stored =
                table.update(
                        Key.link(code),
                        UpdateItemRequest.builder()
                                .conditionExpression(
                                        TransactWrites.ABSENT
                                                + " OR (message = :message AND revision <="
                                                + " :revision)")
                                .updateExpression(
                                        "SET message = :message, targets = :targets,"
                                                + " revision = :revision"
                                                + (owner.isPresent()
                                                        ? ", f = :flow, v = :version"
                                                        : ""))
                                .expressionAttributeValues(values));
        if (!stored.done() && !stored.item().text(MESSAGE).equals(message)) {
            throw new IllegalStateException(
                    "two messages have the same code of a link: " + message);
        }
    }

    @Override
    public Optional<MessageLink> find(LinkCode code) {
        return table.find(Key.link(code)).map(DynamoDbLinkStore::decode);
    }

    private static List<String> letters(Set<LinkTarget> targets) {
        return targets.stream().map(it -> String.valueOf(it.letter())).sorted().toList();
    }

    @Override
    public Map<LinkCode, MessageLink> findAll(Collection<LinkCode> codes) {
        Map<Key, Item> found = table.findAll(codes.stream().map(Key::link).distinct().toList());
        Map<LinkCode, MessageLink> links = new HashMap<>();
        for (LinkCode code : codes) {
            Optional.ofNullable(found.get(Key.link(code)))
                    .ifPresent(item -> links.put(code, decode(item)));
        }
        return links;
    }

    @Override
    public void open(LinkCode code, Instant at) {
        count(code, OPENINGS, FIRST_OPENED_AT, at);
    }

    @Override
    public void click(LinkCode code, Instant at) {
        count(code, CLICKS, FIRST_CLICKED_AT, at);
    }

    private void count(LinkCode code, String number, String first, Instant at) {
        // a link that was removed meanwhile is not counted
        table.update(
                Key.link(code),
                UpdateItemRequest.builder()
                        .conditionExpression("attribute_exists(pk)")
                        .updateExpression(
                                "SET #first = if_not_exists(#first, :at) ADD #number :one")
                        .expressionAttributeNames(Map.of("#number", number, "#first", first))
                        .expressionAttributeValues(
                                Map.of(
                                        ":one",
                                        TransactWrites.number(1),
                                        ":at",
                                        TransactWrites.number(at.toEpochMilli()))));
    }

    @Override
    public void remove(LinkCode code) {
        table.delete(Key.link(code));
    }

    private static Optional<LinkOwner> owner(Item item) {
        return item.optionalText(FLOW)
                .map(flow -> new LinkOwner(new FlowId(flow), item.smallNumber(VERSION)));
    }

    /** The step whose message has the links. */
    static Optional<StepKey> step(Item item) {
        return item.optionalText(MESSAGE).flatMap(StepKey::ofMessageKey);
    }

    static MessageLink decode(Item item) {
        return new MessageLink(
                item.text(MESSAGE),
                item.optionalTextSet(TARGETS).stream()
                        .flatMap(letter -> LinkTarget.ofLetter(letter.charAt(0)).stream())
                        .collect(Collectors.toSet()),
                owner(item),
                new LinkVisits(
                        item.optionalNumber(OPENINGS).orElse(0L),
                        item.optionalTime(FIRST_OPENED_AT),
                        item.optionalNumber(CLICKS).orElse(0L),
                        item.optionalTime(FIRST_CLICKED_AT)));
    }
}
