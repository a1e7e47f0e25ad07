package dev.actionflows.domain.management;

import dev.actionflows.domain.document.Text;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.MergeTag;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.streaming.ConnectLinks;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What can be told of a flow without running it. Errors are what no project can mend but by another
 * document; warnings are what keeps the flow from being activated, or from doing all that it says,
 * as things are now.
 */
public final class FlowChecks {
    private final FlowStore flows;
    private final Catalog catalog;
    private final PlanLimits limits;

    public FlowChecks(FlowStore flows, Catalog catalog, PlanLimits limits) {
        this.flows = flows;
        this.catalog = catalog;
        this.limits = limits;
    }

    /**
     * @throws ProblemException INVALID_REQUEST when the flow refers to what is not there, would set
     *     itself off, or has a text that is too long for some fan
     */
    void requireSound(Project owner, FlowDefinition definition) {
        ProjectId project = owner.id();
        Violations violations = new Violations();
        Trigger trigger = definition.trigger();
        if (trigger.referredRelease().filter(id -> !exists(project, id)).isPresent()) {
            violations.add("/trigger/releaseId", "names no release of this project");
        }
        if (trigger.referredArtist().filter(id -> !exists(project, id)).isPresent()) {
            violations.add("/trigger/artistId", "names no artist of this project");
        }
        for (int index = 0; index < definition.steps().size(); index++) {
            Step step = definition.steps().get(index);
            String pointer = "/steps/" + index;
            if (step.referredRelease().filter(id -> !exists(project, id)).isPresent()) {
                violations.add(pointer + "/releaseId", "names no release of this project");
            }
            if (step.referredSegment().filter(id -> !exists(project, id)).isPresent()) {
                violations.add(pointer + "/segmentId", "names no segment of this project");
            }
            tooLong(owner, step).ifPresent(detail -> violations.add(pointer + "/text", detail));
            if (setsOff(project, step, trigger)) {
                violations.add(
                        pointer,
                        "does for the fan what this flow listens to, so the flow would set itself"
                                + " off; take the step out, or choose another trigger");
            }
        }
        violations.orThrow(Optional.of(definition));
    }

    /**
     * @throws ProblemException PLAN_LIMIT when the plan has not what the flow needs; STATE_CONFLICT
     *     when a rule has become stricter since the flow was stored
     */
    void requireActivatable(Project project, FlowDefinition definition) {
        try {
            FlowDefinition.decode(definition.toDocument());
        } catch (ProblemException e) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "the flow breaks rules that are newer than it; change it first",
                    e.violations());
        }
        List<Violation> broken = limits.violations(project.plan(), definition);
        if (!broken.isEmpty()) {
            throw new ProblemException(
                    ErrorCode.PLAN_LIMIT,
                    "the plan %s has no room for this flow: %s; change the flow, or have whoever has the administrator key set a larger plan"
                            .formatted(project.plan(), broken.getFirst().detail()),
                    broken);
        }
    }

    /** Whether the plan has what the flow needs; how many flows are active is not asked. */
    boolean hasPlanFor(Project project, FlowDefinition definition) {
        return limits.violations(project.plan(), definition).isEmpty();
    }

    /** What the flow's author should know, by its place in the flow document. */
    List<Violation> warnings(Project project, Flow flow) {
        FlowDefinition definition = flow.definition();
        List<Violation> warnings = new ArrayList<>(limits.violations(project.plan(), definition));
        flows.otherOwner(project.id(), flow)
                .ifPresent(
                        owner ->
                                warnings.add(
                                        new Violation(
                                                "/trigger",
                                                "is owned by the active flow %s until that is"
                                                                .formatted(owner)
                                                        + " paused")));
        for (int index = 0; index < definition.steps().size(); index++) {
            Step step = definition.steps().get(index);
            String pointer = "/steps/" + index;
            int earlier = definition.steps().indexOf(step);
            if (earlier < index && isDoneOnce(step)) {
                warnings.add(
                        new Violation(pointer, "does nothing: /steps/" + earlier + " has done it"));
            }
            // another name of the project may have made it so
            tooLong(project, step)
                    .ifPresent(detail -> warnings.add(new Violation(pointer + "/text", detail)));
            lacking(project, step)
                    .ifPresent(detail -> warnings.add(new Violation(pointer, detail)));
        }
        return warnings;
    }

    /** A second time changes nothing. */
    private static boolean isDoneOnce(Step step) {
        return switch (step) {
            case Step.PreSave _, Step.FollowArtist _, Step.AddToSegment _ -> true;
            case Step.SendText _ -> false;
        };
    }

    /** A provider refuses a text that is too long, so that it would not be sent. */
    private static Optional<String> tooLong(Project project, Step step) {
        return switch (step) {
            case Step.SendText(MessageTemplate text, _) -> {
                int length =
                        Stream.of(
                                        Map.of(MergeTag.PROJECT_NAME, project.name()),
                                        Map.of(
                                                MergeTag.PROJECT_NAME,
                                                project.name(),
                                                MergeTag.CONNECT_LINK,
                                                ConnectLinks.longest(project)))
                                .map(text::render)
                                .mapToInt(Text::length)
                                .max()
                                .orElseThrow();
                yield length <= TextMessage.MAX_LENGTH
                        ? Optional.empty()
                        : Optional.of(
                                ("comes out at up to %d characters once its tags are filled in, but"
                                                + " a text has at most %d; shorten it by %d")
                                        .formatted(
                                                length,
                                                TextMessage.MAX_LENGTH,
                                                length - TextMessage.MAX_LENGTH));
            }
            case Step.PreSave _, Step.FollowArtist _, Step.AddToSegment _ -> Optional.empty();
        };
    }

    /** What the project has not, so that the step can be done for nobody yet. */
    private Optional<String> lacking(Project project, Step step) {
        return switch (step) {
            case Step.PreSave preSave ->
                    atNoApp(project)
                            .or(
                                    () ->
                                            catalog.findRelease(project.id(), preSave.release())
                                                    .map(Release::providerIds)
                                                    .filter(ids -> ids.byProvider().isEmpty())
                                                    .map(
                                                            _ ->
                                                                    "the release has no id at a"
                                                                            + " streaming service"
                                                                            + " yet"));
            case Step.FollowArtist _ -> atNoApp(project);
            case Step.AddToSegment _ -> Optional.empty();
            case Step.SendText _ ->
                    project.sms().isPresent()
                            ? Optional.empty()
                            : Optional.of(
                                    "the project has no phone number yet, so this step waits for"
                                            + " one or is skipped, as its onUnmet says");
        };
    }

    private static Optional<String> atNoApp(Project project) {
        return Arrays.stream(StreamingProvider.values()).anyMatch(project::hasApp)
                ? Optional.empty()
                : Optional.of(
                        "the project has no app at a streaming service yet, so this step waits for"
                                + " one or is skipped, as its onUnmet says");
    }

    /** Whether the step, once done, is the very event that the trigger listens to. */
    private boolean setsOff(ProjectId project, Step step, Trigger trigger) {
        return switch (step) {
            case Step.PreSave(ReleaseId release, _) ->
                    trigger.type() == TriggerType.RELEASE_PRESAVED
                            && trigger.referredRelease().map(release::equals).orElse(true);
            case Step.FollowArtist(ProviderIds artist, _) ->
                    trigger.type() == TriggerType.ARTIST_FOLLOWED
                            && trigger.referredArtist()
                                    .map(id -> isAmong(project, id, artist))
                                    .orElse(true);
            case Step.AddToSegment _, Step.SendText _ -> false;
        };
    }

    /** Whether a streaming service knows both by one id. */
    private boolean isAmong(ProjectId project, ArtistId id, ProviderIds ids) {
        return catalog.findArtist(project, id).stream()
                .flatMap(artist -> artist.providerIds().byProvider().entrySet().stream())
                .anyMatch(
                        known ->
                                ids.at(known.getKey())
                                        .filter(known.getValue()::equals)
                                        .isPresent());
    }

    private boolean exists(ProjectId project, ArtistId id) {
        return catalog.findArtist(project, id).isPresent();
    }

    private boolean exists(ProjectId project, ReleaseId id) {
        return catalog.findRelease(project, id).isPresent();
    }

    private boolean exists(ProjectId project, SegmentId id) {
        return catalog.findSegment(project, id).isPresent();
    }
}
