package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.PhoneNumber;

import java.util.Optional;

/**
 * Which project a number of the deployment's AWS account belongs to. Texts to all these numbers
 * arrive in one queue, so that a number belongs to at most one project; a project has at most one
 * number. Numbers at Twilio are not listed: each project has its own webhook there.
 */
public interface SmsNumberStore {
    /** The project that has the number. */
    Optional<ProjectId> ownerOf(PhoneNumber number);

    /**
     * Assigns the number to the project in place of any earlier one, which becomes free. Atomic: no
     * reader sees the project with both or neither.
     *
     * @return false if another project has the number; nothing is changed in that case
     */
    boolean assign(ProjectId project, PhoneNumber number);

    /** Removes the project's number, if any. */
    void release(ProjectId project);
}
