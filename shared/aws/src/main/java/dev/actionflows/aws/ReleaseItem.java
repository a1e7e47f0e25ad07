package dev.actionflows.aws;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseCodes;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.Upc;

import java.time.ZoneId;

/** Maps a release to an item. */
final class ReleaseItem {
    private static final String DATE = "releaseDate";
    private static final String ZONE = "timeZone";
    private static final String CANCELLED_AT = "cancelledAt";
    private static final String HASTENED = "hastened";

    private ReleaseItem() {}

    static Item encode(ProjectId project, Release release) {
        Item item =
                Item.at(Key.release(project, release.id()))
                        .put("id", release.id().value())
                        .put("title", release.title())
                        .put("artistName", release.artistName())
                        .put(DATE, release.releaseDate().text())
                        .put("createdAt", release.createdAt());
        if (!release.releaseDate().zone().equals(ReleaseDate.DEFAULT_ZONE)) {
            item.put(ZONE, release.releaseDate().zone().getId());
        }
        release.cancelledAt().ifPresent(at -> item.put(CANCELLED_AT, at));
        if (release.isHastened()) {
            item.put(HASTENED, true);
        }
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
                date(item),
                item.optionalTime(CANCELLED_AT),
                item.optionalFlag(HASTENED).orElse(false),
                new ReleaseCodes(
                        item.optionalText("upc").map(Upc::new),
                        item.optionalText("foundUpc").map(Upc::new),
                        item.optionalText("isrc").map(Isrc::new)),
                ServiceIdsMap.decode(item),
                item.time("createdAt"));
    }

    /** An item without a time zone is in UTC. */
    private static ReleaseDate date(Item item) {
        String text = item.text(DATE);
        return ReleaseDate.parse(
                        text,
                        item.optionalText(ZONE).map(ZoneId::of).orElse(ReleaseDate.DEFAULT_ZONE))
                .orElseThrow(() -> new IllegalStateException("no date of a release: " + text));
    }
}
