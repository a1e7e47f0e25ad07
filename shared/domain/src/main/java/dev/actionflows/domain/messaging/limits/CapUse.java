package dev.actionflows.domain.messaging.limits;

/**
 * What a message used up of a frequency cap.
 *
 * @param count the messages within the cap's period, including this one
 */
public record CapUse(FrequencyCap cap, int count) {}
