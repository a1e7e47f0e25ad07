package dev.actionflows.domain.messaging;

import dev.actionflows.domain.id.ProjectId;

import java.util.HashSet;
import java.util.Set;

/** A mail service that knows every address. */
public final class InMemoryMailTenants implements MailTenants {
    private final Set<String> created = new HashSet<>();

    @Override
    public synchronized String setUp(ProjectId project, EmailAddress sender) {
        created.add(project.value());
        return project.value();
    }

    /** Whether mail of this sender can be sent: its tenant exists, or it has none. */
    public synchronized boolean canSendFrom(MailFrom from) {
        return from.tenant().map(created::contains).orElse(true);
    }
}
