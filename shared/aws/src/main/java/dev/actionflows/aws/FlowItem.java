package dev.actionflows.aws;

import dev.actionflows.domain.document.TimeSpan;
import dev.actionflows.domain.flow.ActiveFlows;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.flow.PauseReason;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.trigger.Threshold;

import java.util.Optional;
import java.util.stream.Collectors;

/** Maps a flow, its versions, and its claims to items. */
final class FlowItem {
    static final String REVISION = "revision";
    static final String FLOW = "flow";

    /** An attribute of the single item that lists a project's active flows. */
    static final String ACTIVE_FLOWS = "activeFlows";

    static final String PLAN_CHANGES = "planChanges";

    private static final String DEFINITION = "definition";
    private static final String RE_ENTRY = "reEntry";
    private static final String COOLDOWN = "cooldown";
    private static final String COUNT = "count";
    private static final String WITHIN = "within";

    private FlowItem() {}

    static Item encode(ProjectId project, Flow flow) {
        Item item =
                Item.at(Key.flow(project, flow.id()))
                        .put("id", flow.id().value())
                        .put("status", flow.status().name())
                        .put("version", flow.version())
                        .put(DEFINITION, Documents.toAttribute(flow.definition().toDocument()))
                        .put("createdAt", flow.createdAt())
                        .put("updatedAt", flow.updatedAt())
                        .put(REVISION, flow.revision());
        flow.activatedAt().ifPresent(at -> item.put("activatedAt", at));
        flow.pausedReason().ifPresent(reason -> item.put("pausedReason", reason.wireName()));
        return item;
    }

    static Flow decode(Item item) {
        return new Flow(
                new FlowId(item.text("id")),
                decodeStatus(item),
                item.smallNumber("version"),
                decodeDefinition(item),
                item.time("createdAt"),
                item.time("updatedAt"),
                item.optionalTime("activatedAt"),
                item.optionalText("pausedReason").map(PauseReason::ofWireName),
                item.number(REVISION));
    }

    static FlowStatus decodeStatus(Item item) {
        return FlowStatus.valueOf(item.text("status"));
    }

    static Item encodeVersion(ProjectId project, Flow flow) {
        return Item.at(Key.version(project, flow.id(), flow.version()))
                .put(FLOW, flow.id().value())
                .put("version", flow.version())
                .put(DEFINITION, Documents.toAttribute(flow.definition().toDocument()));
    }

    static FlowVersion decodeVersion(Item item) {
        return new FlowVersion(
                new FlowId(item.text(FLOW)), item.smallNumber("version"), decodeDefinition(item));
    }

    static Item encodeClaim(Key key, TriggerClaim claim) {
        Item item =
                Item.at(key)
                        .put(FLOW, claim.flow().value())
                        .put("version", claim.version())
                        .put("scope", claim.scope())
                        .put(RE_ENTRY, claim.reEntry().policy().wireName())
                        .putTexts(
                                "stepTypes",
                                claim.stepTypes().stream().map(StepType::wireName).toList());
        claim.reEntry().cooldown().ifPresent(period -> item.put(COOLDOWN, period.text()));
        claim.threshold()
                .ifPresent(it -> item.put(COUNT, it.count()).put(WITHIN, it.within().text()));
        return item;
    }

    static TriggerClaim decodeClaim(Item item) {
        return new TriggerClaim(
                claimOwner(item),
                item.smallNumber("version"),
                item.text("scope"),
                new ReEntry(
                        ReEntry.Policy.ofWireName(item.text(RE_ENTRY)).orElseThrow(),
                        item.optionalText(COOLDOWN).map(TimeSpan::of)),
                item.optionalNumber(COUNT)
                        .map(
                                count ->
                                        new Threshold(
                                                Math.toIntExact(count),
                                                TimeSpan.of(item.text(WITHIN)))),
                item.texts("stepTypes").stream()
                        .map(type -> StepType.ofWireName(type).orElseThrow())
                        .toList(),
                Optional.empty());
    }

    static ActiveFlows decodeActive(Item item) {
        return new ActiveFlows(
                item.optionalTextSet(ACTIVE_FLOWS).stream()
                        .map(FlowId::new)
                        .collect(Collectors.toSet()),
                item.optionalNumber(PLAN_CHANGES).orElse(0L),
                ActiveFlowsItem.listening(item));
    }

    static FlowId claimOwner(Item item) {
        return new FlowId(item.text(FLOW));
    }

    private static FlowDefinition decodeDefinition(Item item) {
        return FlowDefinition.decodeStored(Documents.toDocument(item.required(DEFINITION)));
    }
}
