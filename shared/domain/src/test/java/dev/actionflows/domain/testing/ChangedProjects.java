package dev.actionflows.domain.testing;

import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.project.Project;

import java.util.Optional;

/** Projects with changes that no use case makes. */
public final class ChangedProjects {
    private ChangedProjects() {}

    /** The project without a sender of email. */
    public static Project withoutEmail(Project project) {
        return changed(project, project.name(), Optional.empty());
    }

    /** The project with another name. */
    public static Project named(Project project, String name) {
        return changed(project, name, project.email());
    }

    private static Project changed(Project project, String name, Optional<MailFrom> email) {
        return new Project(
                project.id(),
                name,
                project.plan(),
                project.publicBaseUrl(),
                project.dataKey(),
                project.keys(),
                project.sms(),
                project.spotify(),
                project.appleMusic(),
                email,
                project.limits(),
                project.allowedOrigins(),
                project.tests(),
                project.doubleOptIn(),
                project.recordsReplies(),
                project.look(),
                project.signUpOffer(),
                project.streamingApps(),
                project.createdAt(),
                project.revision() + 1);
    }
}
