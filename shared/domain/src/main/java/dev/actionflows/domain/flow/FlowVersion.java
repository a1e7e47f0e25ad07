package dev.actionflows.domain.flow;

import dev.actionflows.domain.id.FlowId;

/** One version of a flow; it never changes. */
public record FlowVersion(FlowId flow, int number, FlowDefinition definition) {}
