package dev.actionflows.domain.management;

import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.List;

/** Says why a release or artist has no id at a service, and how to mend it. */
public final class MatchDetails {
    private MatchDetails() {}

    /**
     * @param kind {@code release} or {@code artist}
     * @param ids without an id at the service
     */
    public static String of(String kind, StreamingProvider provider, ServiceIds ids) {
        String service = name(provider);
        String give = "give its id there (PUT /v1/%ss/{id}/ids)".formatted(kind);
        String again = "search again (POST /v1/%ss/{id}/match)".formatted(kind);
        return switch (ids.at(provider).orElse(null)) {
            case null ->
                    "its id at %s has not been searched; %s or %s".formatted(service, again, give);
            case ServiceId.Pending() ->
                    "its id at %s is being searched; read it again later, or %s"
                            .formatted(service, give);
            case ServiceId.NotFound(var reason, var candidates) ->
                    notFound(reason, service, give, again) + others(candidates);
            case ServiceId.Ambiguous _ ->
                    "%s has candidates, of which none is certainly it; choose one and %s"
                            .formatted(service, give);
            case ServiceId.NoAccess(var reason) ->
                    switch (reason) {
                        case NO_APP ->
                                "the project has no app at %s; set it up and %s, or %s"
                                        .formatted(service, again, give);
                        case APP_REJECTED ->
                                "%s rejects the project's app; set it up again and %s, or %s"
                                        .formatted(service, again, give);
                    };
            case ServiceId.Absent() -> "it is stated not to be at %s".formatted(service);
            case ServiceId.Given _, ServiceId.Matched _ ->
                    throw new IllegalArgumentException("it has an id at " + provider);
        };
    }

    private static String notFound(
            ServiceId.NotFoundReason reason, String service, String give, String again) {
        return switch (reason) {
            case NO_UPC ->
                    "it cannot be searched at %s: no service shows its UPC; give its upc or isrc, or %s"
                            .formatted(service, give);
            case UPC_NOT_IN_CATALOG ->
                    "%s has no album with its UPC; services list a release shortly before release day: %s then, or %s"
                            .formatted(service, again, give);
            case ISRC_NOT_IN_CATALOG ->
                    "%s has no album with its recording; services list a release shortly before release day: %s then, or give its upc, or %s"
                            .formatted(service, again, give);
            case UNKNOWN_ID ->
                    "it could not be searched at %s: the service with the given id does not know it; correct it, or %s"
                            .formatted(service, give);
            case NO_COMMON_ALBUM ->
                    "no album that both services show led to the artist at %s; %s"
                            .formatted(service, give);
            case NO_ANSWER ->
                    "the search at %s was given up after a week without an answer; %s, or %s"
                            .formatted(service, again, give);
        };
    }

    private static String others(List<ServiceId.Candidate> candidates) {
        return candidates.isEmpty()
                ? ""
                : "; the candidates contain its recording, but show another UPC or none";
    }

    static String name(StreamingProvider provider) {
        return switch (provider) {
            case SPOTIFY -> "Spotify";
            case APPLE_MUSIC -> "Apple Music";
        };
    }
}
