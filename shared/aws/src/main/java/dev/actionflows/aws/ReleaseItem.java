package dev.actionflows.aws;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;

/** A release as an item. */
final class ReleaseItem {
    private ReleaseItem() {}

    static Item encode(ProjectId project, Release release) {
        Item ids = Item.map();
        release.providerIds()
                .byProvider()
                .forEach((provider, id) -> ids.put(provider.wireName(), id));
        return Item.at(Key.release(project, release.id()))
                .put("id", release.id().value())
                .put("title", release.title())
                .put("artistName", release.artistName())
                .put("releaseDate", release.releaseDate().toString())
                .put("providerIds", ids)
                .put("createdAt", release.createdAt());
    }

    static Release decode(Item item) {
        Item ids = item.map("providerIds");
        Map<StreamingProvider, String> byProvider = new EnumMap<>(StreamingProvider.class);
        for (StreamingProvider provider : StreamingProvider.values()) {
            ids.optionalText(provider.wireName()).ifPresent(id -> byProvider.put(provider, id));
        }
        return new Release(
                new ReleaseId(item.text("id")),
                item.text("title"),
                item.text("artistName"),
                LocalDate.parse(item.text("releaseDate")),
                new ProviderIds(byProvider),
                item.time("createdAt"));
    }
}
