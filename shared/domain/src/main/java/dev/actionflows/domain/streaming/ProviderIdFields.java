package dev.actionflows.domain.streaming;

import dev.actionflows.domain.document.Fields;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code spotifyUri} and {@code appleMusicId} in documents. */
public final class ProviderIdFields {
    private static final String CATALOG_ID = "[0-9]{1,20}";

    /** Such as {@code pl.acc464c750b94302b8806e5fcbe56e17}, or {@code pl.u-…} if a user made it. */
    private static final String CATALOG_PLAYLIST_ID = "pl\\.[0-9A-Za-z-]{1,80}";

    private static final String PLAYLIST = "playlist";

    private ProviderIdFields() {}

    /**
     * @param kind the required kind of a Spotify URI: {@code album}, {@code track}, {@code
     *     playlist} or {@code artist}
     */
    public static ProviderIds decode(Fields fields, String kind) {
        Pattern uri = Pattern.compile(spotifyUri(kind));
        Pattern catalogId = Pattern.compile(catalogId(kind));
        Map<StreamingProvider, String> ids = new EnumMap<>(StreamingProvider.class);
        fields.optional(
                        nameOf(StreamingProvider.SPOTIFY),
                        text -> matching(uri, text),
                        "a URI such as spotify:%s:0123456789abcdefABCDEF".formatted(kind))
                .ifPresent(id -> ids.put(StreamingProvider.SPOTIFY, id));
        fields.optional(
                        nameOf(StreamingProvider.APPLE_MUSIC),
                        text -> matching(catalogId, text),
                        kind.equals(PLAYLIST)
                                ? "the catalog id of a playlist, such as pl.u-8aAVZAPCLDV0zYa"
                                : "a catalog id of digits")
                .ifPresent(id -> ids.put(StreamingProvider.APPLE_MUSIC, id));
        return new ProviderIds(ids);
    }

    /**
     * As {@link #decode}, but requires an id of at least one service.
     *
     * @return empty if there is none, which is a violation
     */
    public static Optional<ProviderIds> decodeSome(Fields fields, String kind) {
        ProviderIds ids = decode(fields, kind);
        if (ids.byProvider().isEmpty()) {
            fields.violation(
                    nameOf(StreamingProvider.SPOTIFY),
                    "is required unless the %s has another provider's id".formatted(kind));
            return Optional.empty();
        }
        return Optional.of(ids);
    }

    /**
     * As {@link #decode}, but accepts the addresses of the services' pages, too, as their apps and
     * websites share them.
     *
     * @param kind {@code album} or {@code artist}
     */
    public static ProviderIds decodeShared(Fields fields, String kind) {
        Map<StreamingProvider, String> ids = new EnumMap<>(StreamingProvider.class);
        fields.optional(
                        nameOf(StreamingProvider.SPOTIFY),
                        text -> shared(text, spotifyUri(kind), spotifyPage(kind)),
                        "a URI such as spotify:%1$s:0123456789abcdefABCDEF, or an address such as https://open.spotify.com/%1$s/0123456789abcdefABCDEF"
                                .formatted(kind))
                .map(id -> id.startsWith("spotify:") ? id : "spotify:" + kind + ":" + id)
                .ifPresent(id -> ids.put(StreamingProvider.SPOTIFY, id));
        fields.optional(
                        nameOf(StreamingProvider.APPLE_MUSIC),
                        text -> shared(text, CATALOG_ID, applePage(kind)),
                        "a catalog id of digits, or an address such as https://music.apple.com/us/%s/low-tide/1440857781"
                                .formatted(kind))
                .ifPresent(id -> ids.put(StreamingProvider.APPLE_MUSIC, id));
        return new ProviderIds(ids);
    }

    /** The id, or the one that the page's address contains. */
    private static Optional<String> shared(String text, String id, String page) {
        if (Pattern.matches(id, text)) {
            return Optional.of(text);
        }
        Matcher matcher = Pattern.compile(page).matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Such as {@code https://open.spotify.com/intl-de/album/…?si=…}. */
    private static String spotifyPage(String kind) {
        return "https://open\\.spotify\\.com/(?:intl-[a-z-]{2,7}/)?"
                + kind
                + "/([0-9A-Za-z]{22})/?(?:[?#][\\x21-\\x7e]{0,300})?";
    }

    /** Such as {@code https://music.apple.com/de/album/low-tide/1440857781?l=en}. */
    private static String applePage(String kind) {
        return "https://(?:geo\\.)?music\\.apple\\.com/[a-z]{2}/"
                + kind
                + "/(?:[^/?#\\s]{1,300}/)?([0-9]{1,20})/?(?:[?#][\\x21-\\x7e]{0,300})?";
    }

    /** The JSON Schema keywords of what {@link #decodeSome} reads. */
    public static Map<String, Object> schemaOfSome(String kind) {
        return schemaOfSome(kind, "object");
    }

    /** The same, or null. */
    public static Map<String, Object> optionalSchemaOfSome(String kind) {
        return schemaOfSome(kind, List.of("object", "null"));
    }

    private static Map<String, Object> schemaOfSome(String kind, Object type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(nameOf(StreamingProvider.SPOTIFY), optionalText(spotifyUri(kind)));
        properties.put(nameOf(StreamingProvider.APPLE_MUSIC), optionalText(catalogId(kind)));
        return Map.of(
                "description",
                "At least one service id of the %s.".formatted(kind),
                "type",
                type,
                "additionalProperties",
                false,
                "properties",
                properties,
                "anyOf",
                properties.keySet().stream().map(ProviderIdFields::present).toList());
    }

    private static Map<String, Object> optionalText(String pattern) {
        return Map.of("type", List.of("string", "null"), "pattern", "^" + pattern + "$");
    }

    private static Map<String, Object> present(String name) {
        return Map.of(
                "required", List.of(name), "properties", Map.of(name, Map.of("type", "string")));
    }

    /** Apple Music's: of digits, except for playlists. */
    private static String catalogId(String kind) {
        return kind.equals(PLAYLIST) ? CATALOG_PLAYLIST_ID : CATALOG_ID;
    }

    private static String spotifyUri(String kind) {
        return "spotify:" + kind + ":[0-9A-Za-z]{22}";
    }

    public static Map<String, Object> toDocument(ProviderIds ids) {
        Map<String, Object> document = new LinkedHashMap<>();
        for (StreamingProvider provider : StreamingProvider.values()) {
            ids.at(provider).ifPresent(id -> document.put(nameOf(provider), id));
        }
        return document;
    }

    /** The property that holds the provider's id. */
    static String nameOf(StreamingProvider provider) {
        return switch (provider) {
            case SPOTIFY -> "spotifyUri";
            case APPLE_MUSIC -> "appleMusicId";
        };
    }

    private static Optional<String> matching(Pattern pattern, String text) {
        return pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }
}
