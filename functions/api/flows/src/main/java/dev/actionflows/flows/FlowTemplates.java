package dev.actionflows.flows;

import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Flow documents to begin with: the journeys that most projects want, each as it is answered, in a
 * file of its own.
 */
final class FlowTemplates {
    /** For programs; an id never changes. */
    private static final List<String> IDS =
            List.of(
                    "presave-by-text",
                    "presave-or-link",
                    "updates-by-text",
                    "welcome-by-text",
                    "presave-for-new-subscribers",
                    "presave-to-release-day",
                    "follower-to-audience",
                    "engaged-listener-to-follower",
                    "nextsave-thanks",
                    "nextsave-by-text",
                    "playlist-by-text",
                    "reminder-to-connect",
                    "renewal-before-expiry",
                    "saves-to-follow",
                    "welcome-to-segment",
                    "reminder-after-delivery",
                    "segment-after-click",
                    "listener-to-saver");

    private FlowTemplates() {}

    /**
     * The templates in the order in which they are listed. Read on each request, because requests
     * are rare.
     */
    static List<Map<String, @Nullable Object>> all() {
        return IDS.stream().map(FlowTemplates::read).toList();
    }

    private static Map<String, @Nullable Object> read(String id) {
        String file = "/flow-templates/" + id + ".json";
        try (InputStream template =
                Objects.requireNonNull(FlowTemplates.class.getResourceAsStream(file), file)) {
            return Json.readObject(template);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
