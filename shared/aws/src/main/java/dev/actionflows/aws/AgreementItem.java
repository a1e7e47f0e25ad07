package dev.actionflows.aws;

import dev.actionflows.domain.fan.Agreement;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.Set;

/** Maps a fan's agreement to an item. */
final class AgreementItem {
    static final String PREFIX = "AGREED#";

    private AgreementItem() {}

    /** Agreements sort by time. */
    private static Key key(ProjectId project, FanId fan, Agreement agreement) {
        return new Key(
                Key.fanPartition(project, fan),
                PREFIX + Digits.padded(agreement.at().toEpochMilli(), 15) + "#" + agreement.id());
    }

    static Item encode(ProjectId project, FanId fan, Agreement agreement) {
        return Item.at(key(project, fan, agreement))
                .put("id", agreement.id())
                .put("provider", agreement.provider().wireName())
                .putTexts("scopes", agreement.scopes().stream().sorted().toList())
                .put("wording", agreement.wording())
                .put("language", agreement.language())
                .put("at", agreement.at());
    }

    static Agreement decode(Item item) {
        return new Agreement(
                item.text("id"),
                StreamingProvider.ofWireName(item.text("provider")).orElseThrow(),
                Set.copyOf(item.texts("scopes")),
                item.text("wording"),
                item.text("language"),
                item.time("at"));
    }
}
