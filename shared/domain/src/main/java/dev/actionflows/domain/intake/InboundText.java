package dev.actionflows.domain.intake;

import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;

/**
 * A text as the provider's webhook delivers it, unvalidated.
 *
 * @param messageId the provider's id
 * @param from the sender, in E.164 if it is a phone number
 * @param optOutType what the provider itself recognized: STOP, START or HELP
 */
public record InboundText(
        ProjectId project,
        Optional<String> messageId,
        Optional<String> from,
        Optional<String> body,
        Optional<String> optOutType) {}
