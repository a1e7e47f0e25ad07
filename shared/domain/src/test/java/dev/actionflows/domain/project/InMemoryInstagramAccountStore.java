package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ProjectId;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

public final class InMemoryInstagramAccountStore implements InstagramAccountStore {
    private final Map<InstagramAccountId, ProjectId> owners = new HashMap<>();
    private final Map<ProjectId, InstagramAccountId> accounts = new HashMap<>();

    @Override
    public synchronized Optional<ProjectId> ownerOf(InstagramAccountId account) {
        return Optional.ofNullable(owners.get(account));
    }

    @Override
    public synchronized Optional<InstagramAccountId> of(ProjectId project) {
        return Optional.ofNullable(accounts.get(project));
    }

    @Override
    public synchronized boolean assign(ProjectId project, InstagramAccountId account) {
        if (!owners.getOrDefault(account, project).equals(project)) {
            return false;
        }
        release(project);
        owners.put(account, project);
        accounts.put(project, account);
        return true;
    }

    @Override
    public synchronized void release(ProjectId project) {
        InstagramAccountId before = accounts.remove(project);
        if (before != null) {
            owners.remove(before);
        }
    }
}
