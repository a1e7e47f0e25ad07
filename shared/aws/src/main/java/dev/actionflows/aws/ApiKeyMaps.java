package dev.actionflows.aws;

import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.project.ApiKeyHashes;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Maps the hashes of a project's keys to attributes of its item. */
final class ApiKeyMaps {
    private static final String RETIRED = "retiredKeys";

    /**
     * Apart from the others: an earlier version cannot read a project with a kind unknown to it.
     */
    private static final String RETIRED_OF_ROLES = "retiredRoleKeys";

    private ApiKeyMaps() {}

    static void encode(ApiKeyHashes keys, Item item) {
        for (ApiKey.Kind kind : ApiKey.Kind.values()) {
            keys.current(kind).ifPresent(hash -> item.put(attribute(kind), hash));
        }
        put(RETIRED, keys, item, ApiKeyMaps::isOfEachProject);
        put(RETIRED_OF_ROLES, keys, item, kind -> !isOfEachProject(kind));
    }

    private static void put(
            String attribute, ApiKeyHashes keys, Item item, Predicate<ApiKey.Kind> kinds) {
        List<Item> retired =
                keys.retired().stream()
                        .filter(it -> kinds.test(it.kind()))
                        .map(ApiKeyMaps::encode)
                        .toList();
        if (!retired.isEmpty()) {
            item.putMaps(attribute, retired);
        }
    }

    private static Item encode(ApiKeyHashes.Retired key) {
        return Item.map()
                .put("kind", key.kind().wireName())
                .put("hash", key.hash())
                .put("endsAt", key.endsAt());
    }

    static ApiKeyHashes decode(Item item) {
        Map<ApiKey.Kind, String> current = new EnumMap<>(ApiKey.Kind.class);
        for (ApiKey.Kind kind : ApiKey.Kind.values()) {
            if (isOfEachProject(kind)) {
                current.put(kind, item.text(attribute(kind)));
            } else {
                item.optionalText(attribute(kind)).ifPresent(hash -> current.put(kind, hash));
            }
        }
        return new ApiKeyHashes(
                current,
                Stream.of(RETIRED, RETIRED_OF_ROLES)
                        .flatMap(attribute -> item.optionalMaps(attribute).stream())
                        .map(ApiKeyMaps::decodeRetired)
                        .toList());
    }

    private static ApiKeyHashes.Retired decodeRetired(Item key) {
        return new ApiKeyHashes.Retired(
                ApiKey.Kind.ofWireName(key.text("kind")).orElseThrow(),
                key.text("hash"),
                key.time("endsAt"));
    }

    private static String attribute(ApiKey.Kind kind) {
        return kind.wireName() + "KeyHash";
    }

    private static boolean isOfEachProject(ApiKey.Kind kind) {
        return kind == ApiKey.Kind.SECRET || kind == ApiKey.Kind.PUBLISHABLE;
    }
}
