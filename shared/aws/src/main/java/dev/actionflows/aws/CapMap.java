package dev.actionflows.aws;

import dev.actionflows.domain.document.TimeSpan;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.FrequencyCap;

/** Maps a frequency cap to a small map. */
final class CapMap {
    private static final String CHANNEL = "c";
    private static final String MAX = "m";
    private static final String PERIOD = "p";

    private CapMap() {}

    static Item encode(FrequencyCap cap) {
        return Item.map()
                .put(CHANNEL, cap.channel().name())
                .put(MAX, cap.max())
                .put(PERIOD, cap.period().text());
    }

    static FrequencyCap decode(Item map) {
        return new FrequencyCap(
                Channel.valueOf(map.text(CHANNEL)),
                (int) map.number(MAX),
                TimeSpan.of(map.text(PERIOD)));
    }
}
