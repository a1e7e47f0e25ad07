package dev.actionflows.aws;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Release;

import java.time.LocalDate;

/** Maps a release to an item. */
final class ReleaseItem {
    private ReleaseItem() {}

    static Item encode(ProjectId project, Release release) {
        return Item.at(Key.release(project, release.id()))
                .put("id", release.id().value())
                .put("title", release.title())
                .put("artistName", release.artistName())
                .put("releaseDate", release.releaseDate().toString())
                .put("providerIds", ProviderIdsMap.encode(release.providerIds()))
                .put("createdAt", release.createdAt());
    }

    static Release decode(Item item) {
        return new Release(
                new ReleaseId(item.text("id")),
                item.text("title"),
                item.text("artistName"),
                LocalDate.parse(item.text("releaseDate")),
                ProviderIdsMap.decode(item.map("providerIds")),
                item.time("createdAt"));
    }
}
