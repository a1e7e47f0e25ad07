package dev.actionflows.domain.link;

import dev.actionflows.domain.id.FlowId;

/** The version of a flow in whose figures the visits of a link are counted. */
public record LinkOwner(FlowId flow, int version) {}
