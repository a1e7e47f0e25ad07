package dev.actionflows.domain.messaging;

/**
 * What permitted a message to be sent; stored with its step, so that it can be proven later.
 *
 * @param consent the id of the consent change by which the address agreed
 * @param hours why the time was permitted
 */
public record SendPermit(String consent, SendingHours hours) {}
