package dev.actionflows.domain.intake;

import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;

/**
 * A text as the provider's webhook tells it, nothing checked yet.
 *
 * @param messageId the provider's id
 * @param from who sent it, E.164 if it is a phone number
 * @param optOutType what the provider itself recognised: STOP, START or HELP
 */
public record InboundText(
        ProjectId project,
        Optional<String> messageId,
        Optional<String> from,
        Optional<String> body,
        Optional<String> optOutType) {}
