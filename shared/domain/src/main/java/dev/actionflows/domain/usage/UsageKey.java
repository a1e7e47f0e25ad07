package dev.actionflows.domain.usage;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.limits.Channel;

import java.time.YearMonth;

/**
 * What is counted together.
 *
 * @param month of the messages, in UTC
 */
public record UsageKey(ProjectId project, YearMonth month, FlowId flow, Channel channel) {}
