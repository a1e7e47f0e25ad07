package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a step would do. */
public sealed interface PlannedEffect {
    /** As callers of the API see it: its type, and its properties by name. */
    Map<String, Object> toDocument();

    /**
     * A text would be handed to the provider.
     *
     * @param body as the fan would read it
     * @param credits the number of its parts, each of which is charged
     */
    record Text(String body, int credits) implements PlannedEffect {
        @Override
        public Map<String, Object> toDocument() {
            return document("text", "text", body, "credits", credits);
        }
    }

    /**
     * A streaming service would be asked to do something in the fan's library.
     *
     * @param id the service's own id of the release or artist
     */
    record Streaming(StreamingProvider provider, StreamingOperation operation, String id)
            implements PlannedEffect {
        @Override
        public Map<String, Object> toDocument() {
            Map<String, Object> document =
                    document("streaming", "provider", provider.wireName(), "id", id);
            document.put("operation", operation.name().toLowerCase(Locale.ROOT));
            return document;
        }
    }

    /** The fan's pre-save would be stored for release day. */
    record PreSave(ReleaseId release) implements PlannedEffect {
        @Override
        public Map<String, Object> toDocument() {
            return document("pre_save", "releaseId", release.value());
        }
    }

    /** The fan's wish for all future releases of an artist would be stored. */
    record NextSave(ArtistId artist) implements PlannedEffect {
        @Override
        public Map<String, Object> toDocument() {
            return document("next_save", "artistId", artist.value());
        }
    }

    /** The fan would become a member of a segment. */
    record Membership(SegmentId segment) implements PlannedEffect {
        @Override
        public Map<String, Object> toDocument() {
            return document("membership", "segmentId", segment.value());
        }
    }

    private static Map<String, Object> document(String type, String name, Object value) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", type);
        document.put(name, value);
        return document;
    }

    private static Map<String, Object> document(
            String type, String name, Object value, String other, Object otherValue) {
        Map<String, Object> document = document(type, name, value);
        document.put(other, otherValue);
        return document;
    }
}
