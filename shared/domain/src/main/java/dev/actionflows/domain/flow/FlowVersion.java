package dev.actionflows.domain.flow;

import dev.actionflows.domain.id.FlowId;

/** An immutable version of a flow. */
public record FlowVersion(FlowId flow, int number, FlowDefinition definition) {}
