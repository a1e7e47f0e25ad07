package dev.actionflows.domain.page;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

public class InMemoryReleasePageStore implements ReleasePageStore {
    private final List<ReleasePage> pages = new ArrayList<>();

    @Override
    public synchronized Optional<ReleasePage> find(Slug slug) {
        return pages.stream().filter(it -> it.slug().equals(slug)).findFirst();
    }

    @Override
    public synchronized Optional<ReleasePage> of(ProjectId project, ReleaseId release) {
        return pages.stream().filter(it -> isOf(it, project, release)).findFirst();
    }

    @Override
    public synchronized Stored put(ReleasePage page) {
        if (find(page.slug()).filter(it -> !isOf(it, page.project(), page.release())).isPresent()) {
            return Stored.SLUG_TAKEN;
        }
        if (of(page.project(), page.release())
                .filter(it -> !it.slug().equals(page.slug()))
                .isPresent()) {
            return Stored.OTHER_SLUG;
        }
        remove(page.project(), page.release());
        pages.add(page);
        return Stored.DONE;
    }

    @Override
    public synchronized void remove(ProjectId project, ReleaseId release) {
        pages.removeIf(it -> isOf(it, project, release));
    }

    private static boolean isOf(ReleasePage page, ProjectId project, ReleaseId release) {
        return page.project().equals(project) && page.release().equals(release);
    }
}
