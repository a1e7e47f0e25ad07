package dev.actionflows.domain.analytics;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;

/** One version of a flow. */
public record FlowVersionKey(ProjectId project, FlowId flow, int version) {}
