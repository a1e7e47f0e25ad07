package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.TextParts;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.CreditUse;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An effect that a step would have. */
public sealed interface PlannedEffect {
    /** The API's representation: the type and its properties. */
    Map<String, Object> toDocument();

    /**
     * A text would be sent.
     *
     * @param body the text as the fan would read it
     * @param use what it costs
     */
    record Text(String body, CreditUse use) implements PlannedEffect {
        @Override
        public Map<String, Object> toDocument() {
            Map<String, Object> document = document("text", "text", body, "credits", use.credits());
            document.put("parts", use.parts());
            TextParts.widening(body).ifPresent(it -> document.put("widening", widening(it)));
            return document;
        }

        private Map<String, Object> widening(TextParts.Widening widening) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("index", widening.index());
            document.put("character", widening.character());
            widening.equivalent().ifPresent(it -> document.put("equivalent", it));
            document.put("creditsWithout", widening.partsWithout() * use.credits() / use.parts());
            return document;
        }
    }

    /**
     * An email would be sent.
     *
     * @param text the text part as the fan would read it
     * @param html the HTML part
     */
    record Email(String subject, String text, String html) implements PlannedEffect {
        @Override
        public Map<String, Object> toDocument() {
            Map<String, Object> document = document("email", "subject", subject, "text", text);
            document.put("html", html);
            return document;
        }
    }

    /**
     * With double opt-in: the address would first be asked to confirm its consent.
     *
     * @param text the text of the message that asks
     */
    record ConfirmationRequest(Channel channel, String text) implements PlannedEffect {
        @Override
        public Map<String, Object> toDocument() {
            return document("confirmation_request", "channel", channel.wireName(), "text", text);
        }
    }

    /**
     * A direct message would be sent on Instagram.
     *
     * @param text the text as the fan would read it
     */
    record DirectMessage(String text) implements PlannedEffect {
        @Override
        public Map<String, Object> toDocument() {
            return document("instagram_dm", "text", text);
        }
    }

    /**
     * A streaming service would change the fan's library.
     *
     * @param id the service's id of the release, track, playlist or artist
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

    /** The fan's opt-in to all future releases of an artist would be stored. */
    record NextSave(ArtistId artist) implements PlannedEffect {
        @Override
        public Map<String, Object> toDocument() {
            return document("next_save", "artistId", artist.value());
        }
    }

    /** The fan would be added to a segment. */
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
