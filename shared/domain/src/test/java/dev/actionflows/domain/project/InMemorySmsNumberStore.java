package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.PhoneNumber;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

public class InMemorySmsNumberStore implements SmsNumberStore {
    private final Map<PhoneNumber, ProjectId> owners = new HashMap<>();

    @Override
    public synchronized Optional<ProjectId> ownerOf(PhoneNumber number) {
        return Optional.ofNullable(owners.get(number));
    }

    @Override
    public synchronized boolean assign(ProjectId project, PhoneNumber number) {
        if (!owners.getOrDefault(number, project).equals(project)) {
            return false;
        }
        owners.values().removeIf(project::equals);
        owners.put(number, project);
        return true;
    }

    @Override
    public synchronized void release(ProjectId project) {
        owners.values().removeIf(project::equals);
    }
}
