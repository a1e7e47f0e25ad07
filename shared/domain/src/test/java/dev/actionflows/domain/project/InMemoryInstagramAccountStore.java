package dev.actionflows.domain.project;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

public final class InMemoryInstagramAccountStore implements InstagramAccountStore {
    private final Map<InstagramAccountId, ProjectId> owners = new HashMap<>();
    private final Map<String, InstagramAccount> accounts = new TreeMap<>();

    @Override
    public synchronized Optional<ProjectId> ownerOf(InstagramAccountId account) {
        return Optional.ofNullable(owners.get(account));
    }

    @Override
    public synchronized Optional<InstagramAccount> find(ProjectId project) {
        return Optional.ofNullable(accounts.get(project.value()));
    }

    @Override
    public synchronized boolean assign(
            ProjectId project, InstagramAccountId account, Optional<InstagramAccess> access) {
        if (!owners.getOrDefault(account, project).equals(project)) {
            return false;
        }
        Optional<InstagramAccess> kept =
                find(project)
                        .filter(it -> it.id().equals(account))
                        .flatMap(InstagramAccount::access);
        release(project);
        owners.put(account, project);
        accounts.put(project.value(), new InstagramAccount(account, access.or(() -> kept)));
        return true;
    }

    @Override
    public synchronized boolean replace(
            ProjectId project, InstagramAccount expected, InstagramAccess updated) {
        Optional<InstagramAccount> current = find(project);
        if (current.flatMap(InstagramAccount::access).flatMap(InstagramAccess::endedAt).isPresent()
                || !tokenOf(current).equals(tokenOf(Optional.of(expected)))
                || !current.orElseThrow().id().equals(expected.id())) {
            return false;
        }
        accounts.put(project.value(), new InstagramAccount(expected.id(), Optional.of(updated)));
        return true;
    }

    private static Optional<Sealed> tokenOf(Optional<InstagramAccount> account) {
        return account.flatMap(InstagramAccount::access).map(InstagramAccess::token);
    }

    @Override
    public synchronized void release(ProjectId project) {
        InstagramAccount before = accounts.remove(project.value());
        if (before != null) {
            owners.remove(before.id());
        }
    }

    @Override
    public synchronized Page<ProjectId> withAccess(Optional<String> cursor, int limit) {
        List<ProjectId> all =
                accounts.entrySet().stream()
                        .filter(it -> it.getValue().access().isPresent())
                        .map(Map.Entry::getKey)
                        .filter(it -> cursor.isEmpty() || it.compareTo(cursor.get()) > 0)
                        .map(ProjectId::new)
                        .toList();
        List<ProjectId> page = all.stream().limit(limit).toList();
        return new Page<>(
                page,
                page.size() < all.size() ? Optional.of(page.getLast().value()) : Optional.empty());
    }
}
