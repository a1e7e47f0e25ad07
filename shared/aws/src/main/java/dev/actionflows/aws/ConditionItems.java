package dev.actionflows.aws;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.ConditionFacts;
import dev.actionflows.domain.run.ConditionReader;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The items that conditions are about. Memberships are read together with a step's other facts; a
 * merged fan has further ones, and consents are kept by address, which only the fan's record tells:
 * each of these takes one more read.
 */
final class ConditionItems {
    private final Table table;
    private final ProjectId project;
    private final FanId named;
    private final ConditionFacts required;

    ConditionItems(Table table, ProjectId project, FanId named, ConditionFacts required) {
        this.table = table;
        this.project = project;
        this.named = named;
        this.required = required;
    }

    /** The memberships of the record that the run names. */
    List<Key> keys() {
        return keys(List.of(named));
    }

    private List<Key> keys(Collection<FanId> fans) {
        return required.segments().stream()
                .flatMap(
                        segment ->
                                fans.stream().map(fan -> FanListKeys.member(project, segment, fan)))
                .toList();
    }

    /**
     * @param tenant the project, which is needed for consents
     * @param items what {@link #keys} had among the items that were read
     */
    ConditionFacts read(Optional<Project> tenant, Fan fan, Map<Key, Item> items) {
        List<FanId> others = fan.ids().stream().filter(id -> !id.equals(named)).toList();
        Map<Key, Item> all = new HashMap<>(items);
        if (!others.isEmpty() && !required.segments().isEmpty()) {
            all.putAll(table.findAll(keys(others)));
        }
        Set<SegmentId> joined = new HashSet<>();
        for (SegmentId segment : required.segments()) {
            if (fan.ids().stream()
                            .anyMatch(
                                    id -> all.containsKey(FanListKeys.member(project, segment, id)))
                    || all.containsKey(FanListKeys.member(project, segment, named))) {
                joined.add(segment);
            }
        }
        return new ConditionFacts(joined, agreedTo(tenant, fan), replied(fan));
    }

    private Optional<Instant> replied(Fan fan) {
        return required.repliedAfter().isEmpty()
                ? Optional.empty()
                : ConditionReader.replied(
                        project, fan, required.repliedAfter(), new DynamoDbConsentStore(table));
    }

    private Set<Channel> agreedTo(Optional<Project> tenant, Fan fan) {
        return required.consents().isEmpty() || tenant.isEmpty()
                ? Set.of()
                : ConditionReader.agreedTo(
                        tenant.get(), fan, required.consents(), new DynamoDbConsentStore(table));
    }
}
