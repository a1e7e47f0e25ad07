package dev.actionflows.aws;

import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.EnumMap;
import java.util.Map;

/** Maps a release's or artist's ids at the streaming services to a map inside an item. */
final class ProviderIdsMap {
    private ProviderIdsMap() {}

    static Item encode(ProviderIds ids) {
        Item map = Item.map();
        ids.byProvider().forEach((provider, id) -> map.put(provider.wireName(), id));
        return map;
    }

    static ProviderIds decode(Item map) {
        Map<StreamingProvider, String> byProvider = new EnumMap<>(StreamingProvider.class);
        for (StreamingProvider provider : StreamingProvider.values()) {
            map.optionalText(provider.wireName()).ifPresent(id -> byProvider.put(provider, id));
        }
        return new ProviderIds(byProvider);
    }
}
