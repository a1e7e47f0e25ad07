package dev.actionflows.flows;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.privacy.DataKind;
import dev.actionflows.domain.privacy.ErasedAddress;
import dev.actionflows.domain.privacy.Erasure;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON representation of an erasure: the receipt. */
final class ErasureJson {
    private static final String STOP =
            "Keeps the address closed to messages: that it sent STOP, unsubscribed, bounced or"
                    + " complained. It is stored under a keyed hash of the address, without the"
                    + " address.";

    private static final String LOG =
            "The former ids and keyed hashes of the addresses, by which the erasure is repeated"
                    + " when a backup is restored.";

    private static final String PROVIDERS =
            "Spotify and Apple Music have no operation that revokes an authorization. The tokens"
                    + " are deleted here; the fan can remove the app in the account's settings"
                    + " there.";

    private ErasureJson() {}

    static Map<String, @Nullable Object> of(Erasure erasure) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("erasureId", erasure.id().value());
        json.put("state", erasure.isCompleted() ? "COMPLETED" : "IN_PROGRESS");
        json.put("fanIds", erasure.fans().stream().map(FanId::value).toList());
        json.put("requestedAt", Times.text(erasure.requestedAt()));
        json.put("completedAt", Times.text(erasure.completedAt()));
        json.put("erased", erased(erasure));
        json.put("kept", kept(erasure));
        json.put("notice", PROVIDERS);
        return json;
    }

    /** Every kind, so that a reader sees what there was none of. */
    private static Map<String, Long> erased(Erasure erasure) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (DataKind kind : DataKind.values()) {
            counts.put(kind.wireName(), erasure.counts().byKind().getOrDefault(kind, 0L));
        }
        return counts;
    }

    private static List<Map<String, Object>> kept(Erasure erasure) {
        long closed =
                erasure.addresses().stream()
                        .map(ErasedAddress::closing)
                        .filter(it -> !it.isOpen())
                        .count();
        List<Map<String, Object>> kept = new ArrayList<>();
        if (closed > 0) {
            kept.add(kept("stop", closed, STOP));
        }
        kept.add(kept("erasure_log", 1, LOG));
        return kept;
    }

    private static Map<String, Object> kept(String kind, long count, String why) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", kind);
        json.put("count", count);
        json.put("why", why);
        return json;
    }
}
