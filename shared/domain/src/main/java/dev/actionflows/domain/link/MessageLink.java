package dev.actionflows.domain.link;

/**
 * The links of a message.
 *
 * @param message the key of the message: its project, run and step
 */
public record MessageLink(String message, LinkVisits visits) {}
