package dev.actionflows.domain.messaging;

import dev.actionflows.domain.id.ProjectId;

/**
 * Sets up the mail service for the mail of one project: as a tenant of its own, the project's
 * bounces and complaints count against no other project.
 */
@FunctionalInterface
public interface MailTenants {
    /**
     * Creates what is missing before the project can send from this address. Idempotent: after a
     * failure, the same call continues.
     *
     * @return the tenant's name
     * @throws dev.actionflows.domain.error.ProblemException INVALID_REQUEST ({@code /from}) if the
     *     service knows neither the address nor its domain; STATE_CONFLICT if it allows no more
     *     tenants; TRY_AGAIN if it was busy or did not respond
     */
    String setUp(ProjectId project, EmailAddress sender);
}
