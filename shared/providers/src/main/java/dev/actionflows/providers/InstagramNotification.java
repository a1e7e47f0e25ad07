package dev.actionflows.providers;

import dev.actionflows.domain.intake.InstagramEvent;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.json.Json;
import dev.actionflows.json.JsonException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One request of Meta's Instagram webhook. It covers any number of accounts, each with any number
 * of messages and changes; Meta batches up to 1,000 of them.
 *
 * <p>Events that no flow can listen to are dropped: the account's own messages (echoes) and
 * comments, which would let a flow reply to itself; receipts, reactions, deletions, and unknown
 * fields. A message without text, such as a photo or what Meta calls unsupported, is one with an
 * empty text: it answers the account as well. A malformed message or comment is counted and does
 * not affect the other entries.
 *
 * <p>Sources: "Webhooks notification examples" at
 * developers.facebook.com/docs/instagram-platform/webhooks/examples and the fields {@code
 * comments}, {@code live_comments} and {@code messages} at
 * developers.facebook.com/docs/graph-api/webhooks/reference/instagram. Messages arrive in {@code
 * messaging}; the dashboard's test button sends one as a change of the field {@code messages}.
 *
 * @param events in request order
 * @param unreadable the number of entries, messages, and changes that could not be parsed
 */
public record InstagramNotification(List<InstagramEvent> events, int unreadable) {
    /** Meta's ids have about 20 digits (users, posts) or 200 characters (messages). */
    private static final int MAX_ID_LENGTH = 1_000;

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");

    /** A smaller number is a time in seconds: in milliseconds, it would be before 1974. */
    private static final long FIRST_MILLISECOND = 100_000_000_000L;

    public InstagramNotification {
        events = List.copyOf(events);
    }

    /**
     * @param body the request body, with a verified signature
     * @return empty when the body is not an Instagram notification
     */
    public static Optional<InstagramNotification> read(String body) {
        Object document;
        try {
            document = Json.readTolerantly(body);
        } catch (JsonException e) {
            return Optional.empty();
        }
        if (document instanceof Map<?, ?> object
                && "instagram".equals(object.get("object"))
                && object.get("entry") instanceof List<?> entries) {
            return Optional.of(new Reader().read(entries));
        }
        return Optional.empty();
    }

    /** Omits what fans wrote. */
    @Override
    public String toString() {
        return "InstagramNotification[%d events, %d unreadable]"
                .formatted(events.size(), unreadable);
    }

    private static final class Reader {
        private final List<InstagramEvent> events = new ArrayList<>();
        private int unreadable;

        InstagramNotification read(List<?> entries) {
            entries.forEach(this::entry);
            return new InstagramNotification(events, unreadable);
        }

        private void entry(@Nullable Object value) {
            Optional<InstagramAccountId> account =
                    id(object(value), "id").flatMap(InstagramAccountId::parse);
            if (account.isEmpty()) {
                unreadable++;
                return;
            }
            for (Object message : list(object(value), "messaging")) {
                message(account.get(), object(message));
            }
            for (Object change : list(object(value), "changes")) {
                change(account.get(), object(change));
            }
        }

        private void change(InstagramAccountId account, Map<?, ?> change) {
            switch (String.valueOf(change.get("field"))) {
                case "comments", "live_comments" -> comment(account, object(change.get("value")));
                case "messages" -> message(account, object(change.get("value")));
                case "null" -> unreadable++;
                default -> {} // unknown field
            }
        }

        private void message(InstagramAccountId account, Map<?, ?> event) {
            Map<?, ?> message = object(event.get("message"));
            if (event.isEmpty() || isDamaged(event)) {
                unreadable++;
                return;
            }
            boolean fromFan =
                    hasContent(message)
                            && !isTrue(message, "is_echo")
                            && !isTrue(message, "is_deleted")
                            && !isTrue(event, "is_self");
            if (!fromFan) {
                return;
            }
            Optional<String> sender = id(object(event.get("sender")), "id");
            Optional<String> id = id(message, "mid");
            if (sender.isEmpty() || id.isEmpty()) {
                unreadable++;
            } else if (!sender.get().equals(account.value())) {
                events.add(
                        new InstagramEvent.DirectMessage(
                                account, sender.get(), id.get(), text(message), time(event)));
            }
        }

        private static boolean hasContent(Map<?, ?> message) {
            return !text(message).isBlank()
                    || (message.get("attachments") instanceof List<?> list && !list.isEmpty())
                    || isTrue(message, "is_unsupported");
        }

        private void comment(InstagramAccountId account, Map<?, ?> comment) {
            Map<?, ?> from = object(comment.get("from"));
            Map<?, ?> media = object(comment.get("media"));
            Optional<String> sender = id(from, "id");
            Optional<String> id = id(comment, "id");
            if (sender.isEmpty() || id.isEmpty() || isDamaged(comment)) {
                unreadable++;
                return;
            }
            boolean own =
                    sender.get().equals(account.value()) || from.get("self_ig_scoped_id") != null;
            if (!own) {
                List<String> posts =
                        Stream.of(id(media, "id"), id(media, "original_media_id"))
                                .flatMap(Optional::stream)
                                .distinct()
                                .toList();
                events.add(
                        new InstagramEvent.Comment(
                                account, sender.get(), id.get(), posts, text(comment)));
            }
        }

        /**
         * Whether part of the value could not be parsed. The recursion is bounded by the parser's
         * nesting limit.
         */
        private static boolean isDamaged(@Nullable Object value) {
            return switch (value) {
                case Map<?, ?> object -> object.values().stream().anyMatch(Reader::isDamaged);
                case List<?> list -> list.stream().anyMatch(Reader::isDamaged);
                case null, default -> value == Json.UNREADABLE;
            };
        }

        private static String text(Map<?, ?> fields) {
            return fields.get("text") instanceof String text ? text : "";
        }

        /** Returns an id. Meta writes ids as text; whole numbers are accepted too. */
        private static Optional<String> id(Map<?, ?> fields, String name) {
            Object value = fields.get(name);
            String text = value instanceof String || value instanceof Long ? value.toString() : "";
            return text.isBlank() || text.length() > MAX_ID_LENGTH
                    ? Optional.empty()
                    : Optional.of(text);
        }

        /** Meta writes milliseconds since 1970; the test button writes seconds, as text. */
        private static Optional<Instant> time(Map<?, ?> event) {
            return id(event, "timestamp")
                    .filter(it -> DIGITS.matcher(it).matches())
                    .map(Long::parseLong)
                    .map(
                            it ->
                                    it < FIRST_MILLISECOND
                                            ? Instant.ofEpochSecond(it)
                                            : Instant.ofEpochMilli(it));
        }

        private static boolean isTrue(Map<?, ?> fields, String name) {
            return Boolean.TRUE.equals(fields.get(name));
        }

        private static Map<?, ?> object(@Nullable Object value) {
            return value instanceof Map<?, ?> object ? object : Map.of();
        }

        private List<? extends @Nullable Object> list(Map<?, ?> fields, String name) {
            Object value = fields.get(name);
            if (value instanceof List<?> list) {
                return list;
            }
            if (value != null) {
                unreadable++;
            }
            return List.of();
        }
    }
}
