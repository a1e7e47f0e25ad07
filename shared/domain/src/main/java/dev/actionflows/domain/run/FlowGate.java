package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.FlowStatus;

import java.util.Optional;

/** What the state of a flow means for the steps of its runs. */
final class FlowGate {
    private FlowGate() {}

    static Optional<MissingRequirement> missing(StepContext context) {
        Run run = context.run();
        FlowStatus flow = context.facts().flowStatus().orElse(FlowStatus.ARCHIVED);
        return switch (flow) {
            case DRAFT, ACTIVE -> Optional.empty();
            case PAUSED ->
                    // a flow in test mode acts for its test fans even if it is a draft or paused
                    run.test()
                            ? Optional.empty()
                            : Optional.of(
                                    MissingRequirement.until(
                                            Requirement.activeFlow(run.flow()),
                                            Reason.FLOW_PAUSED));
            case ARCHIVED -> Optional.of(MissingRequirement.permanent(Reason.FLOW_ARCHIVED));
        };
    }
}
