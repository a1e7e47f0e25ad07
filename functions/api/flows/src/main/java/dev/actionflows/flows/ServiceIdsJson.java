package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.management.MatchDetails;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.streaming.ProviderIdFields;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.ServiceLinks;
import dev.actionflows.domain.streaming.StreamingProvider;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The ids of a release or artist at the services, in requests and responses. */
final class ServiceIdsJson {
    private static final String ABSENT_FROM = "absentFrom";

    /** What has ids. */
    enum Kind {
        RELEASE("album"),
        ARTIST("artist");

        private final String atServices;

        Kind(String atServices) {
            this.atServices = atServices;
        }

        private String link(StreamingProvider provider, String id) {
            return switch (this) {
                case RELEASE -> ServiceLinks.album(provider, id);
                case ARTIST -> ServiceLinks.artist(provider, id);
            };
        }
    }

    private ServiceIdsJson() {}

    static ServiceIds.Statement decode(Fields fields, Kind kind) {
        ProviderIds given = ProviderIdFields.decodeShared(fields, kind.atServices);
        List<StreamingProvider> absent =
                fields.optionalList(
                        ABSENT_FROM,
                        StreamingProvider.values().length,
                        StreamingProvider::ofWireName,
                        "spotify or apple_music");
        if (absent.stream().anyMatch(provider -> given.at(provider).isPresent())) {
            fields.violation(ABSENT_FROM, "must not name a service whose id is given");
        }
        return new ServiceIds.Statement(given, Set.copyOf(absent));
    }

    /** Adds the ids and the state of each service. */
    static void put(Map<String, @Nullable Object> json, ServiceIds ids, Kind kind) {
        json.put("spotifyUri", ids.known().at(StreamingProvider.SPOTIFY).orElse(null));
        json.put("appleMusicId", ids.known().at(StreamingProvider.APPLE_MUSIC).orElse(null));
        Map<String, Object> services = new LinkedHashMap<>();
        for (StreamingProvider provider : StreamingProvider.values()) {
            services.put(provider.wireName(), service(provider, ids, kind));
        }
        json.put("services", services);
    }

    private static Map<String, @Nullable Object> service(
            StreamingProvider provider, ServiceIds ids, Kind kind) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("state", ids.at(provider).map(ServiceIdsJson::state).orElse("not_searched"));
        json.put("reason", ids.at(provider).map(ServiceIdsJson::reason).orElse(null));
        json.put(
                "detail",
                ids.known().at(provider).isPresent()
                        ? null
                        : MatchDetails.of(kind.name().toLowerCase(Locale.ROOT), provider, ids));
        json.put("link", ids.known().at(provider).map(id -> kind.link(provider, id)).orElse(null));
        json.put(
                "candidates",
                ids.at(provider).map(ServiceIdsJson::candidates).orElse(List.of()).stream()
                        .map(it -> candidate(provider, it, kind))
                        .toList());
        return json;
    }

    private static String state(ServiceId id) {
        return switch (id) {
            case ServiceId.Given _ -> "given";
            case ServiceId.Matched _ -> "matched";
            case ServiceId.Pending() -> "pending";
            case ServiceId.NotFound _ -> "not_found";
            case ServiceId.Ambiguous _ -> "ambiguous";
            case ServiceId.NoAccess _ -> "no_access";
            case ServiceId.Absent() -> "absent";
        };
    }

    private static @Nullable String reason(ServiceId id) {
        return switch (id) {
            case ServiceId.NotFound(var reason, var _) -> reason.wireName();
            case ServiceId.NoAccess(var reason) -> reason.wireName();
            case ServiceId.Given _,
                    ServiceId.Matched _,
                    ServiceId.Pending(),
                    ServiceId.Ambiguous _,
                    ServiceId.Absent() ->
                    null;
        };
    }

    private static List<ServiceId.Candidate> candidates(ServiceId id) {
        return switch (id) {
            case ServiceId.NotFound(var _, var candidates) -> candidates;
            case ServiceId.Ambiguous(var candidates) -> candidates;
            case ServiceId.Given _,
                    ServiceId.Matched _,
                    ServiceId.Pending(),
                    ServiceId.NoAccess _,
                    ServiceId.Absent() ->
                    List.of();
        };
    }

    private static Map<String, Object> candidate(
            StreamingProvider provider, ServiceId.Candidate candidate, Kind kind) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", candidate.id());
        json.put("title", candidate.title());
        json.put("artistName", candidate.artistName());
        json.put("link", kind.link(provider, candidate.id()));
        return json;
    }
}
