package dev.actionflows.aws;

import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.FrequencyCap;

import java.time.Duration;

/** Maps a frequency cap to a small map. */
final class CapMap {
    private static final String CHANNEL = "c";
    private static final String MAX = "m";
    private static final String SECONDS = "s";

    private CapMap() {}

    static Item encode(FrequencyCap cap) {
        return Item.map()
                .put(CHANNEL, cap.channel().name())
                .put(MAX, cap.max())
                .put(SECONDS, cap.period().toSeconds());
    }

    static FrequencyCap decode(Item map) {
        return new FrequencyCap(
                Channel.valueOf(map.text(CHANNEL)),
                (int) map.number(MAX),
                Duration.ofSeconds(map.number(SECONDS)));
    }
}
