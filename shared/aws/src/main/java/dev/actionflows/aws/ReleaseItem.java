package dev.actionflows.aws;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseCodes;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.Upc;

import java.time.LocalDate;

/** Maps a release to an item. */
final class ReleaseItem {
    private ReleaseItem() {}

    static Item encode(ProjectId project, Release release) {
        Item item =
                Item.at(Key.release(project, release.id()))
                        .put("id", release.id().value())
                        .put("title", release.title())
                        .put("artistName", release.artistName())
                        .put("releaseDate", release.releaseDate().toString())
                        .put("createdAt", release.createdAt());
        release.codes().givenUpc().ifPresent(upc -> item.put("upc", upc.digits()));
        release.codes().foundUpc().ifPresent(upc -> item.put("foundUpc", upc.digits()));
        release.isrc().ifPresent(isrc -> item.put("isrc", isrc.code()));
        return ServiceIdsMap.encode(release.serviceIds(), item);
    }

    static Release decode(Item item) {
        return new Release(
                new ReleaseId(item.text("id")),
                item.text("title"),
                item.text("artistName"),
                LocalDate.parse(item.text("releaseDate")),
                new ReleaseCodes(
                        item.optionalText("upc").map(Upc::new),
                        item.optionalText("foundUpc").map(Upc::new),
                        item.optionalText("isrc").map(Isrc::new)),
                ServiceIdsMap.decode(item),
                item.time("createdAt"));
    }
}
