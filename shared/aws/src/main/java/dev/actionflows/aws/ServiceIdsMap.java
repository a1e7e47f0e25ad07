package dev.actionflows.aws;

import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Maps a release's or artist's ids to attributes of its item. The ids themselves are in {@code
 * providerIds}, as before ids were searched; {@code matching} holds everything else and is missing
 * if nothing has ever been searched.
 */
final class ServiceIdsMap {
    /** The attribute whose value an update depends on. */
    static final String REVISION = "idsRevision";

    private static final String IDS = "providerIds";
    private static final String STATES = "matching";
    private static final String SINCE = "matchingSince";
    private static final String DUE = "matchingDue";

    private static final String STATE = "state";
    private static final String REASON = "reason";
    private static final String CANDIDATES = "candidates";

    private static final String MATCHED = "matched";
    private static final String PENDING = "pending";
    private static final String NOT_FOUND = "not_found";
    private static final String AMBIGUOUS = "ambiguous";
    private static final String NO_ACCESS = "no_access";
    private static final String ABSENT = "absent";

    private ServiceIdsMap() {}

    static Item encode(ServiceIds ids, Item item) {
        item.put(IDS, ProviderIdsMap.encode(ids.known()));
        if (ids.revision() == 0) {
            return item;
        }
        Item states = Item.map();
        ids.byProvider()
                .forEach(
                        (provider, id) ->
                                stateOf(id).ifPresent(it -> states.put(provider.wireName(), it)));
        item.put(STATES, states).put(REVISION, ids.revision());
        ids.search().ifPresent(it -> item.put(SINCE, it.since()).put(DUE, it.due()));
        return item;
    }

    /** Empty if the id was given. */
    private static Optional<Item> stateOf(ServiceId id) {
        return switch (id) {
            case ServiceId.Given _ -> Optional.empty();
            case ServiceId.Matched _ -> Optional.of(state(MATCHED));
            case ServiceId.Pending() -> Optional.of(state(PENDING));
            case ServiceId.NotFound(var reason, var candidates) ->
                    Optional.of(
                            withCandidates(
                                    state(NOT_FOUND).put(REASON, reason.wireName()), candidates));
            case ServiceId.Ambiguous(var candidates) ->
                    Optional.of(withCandidates(state(AMBIGUOUS), candidates));
            case ServiceId.NoAccess(var reason) ->
                    Optional.of(state(NO_ACCESS).put(REASON, reason.wireName()));
            case ServiceId.Absent() -> Optional.of(state(ABSENT));
        };
    }

    private static Item state(String state) {
        return Item.map().put(STATE, state);
    }

    private static Item withCandidates(Item state, List<ServiceId.Candidate> candidates) {
        return state.putMaps(CANDIDATES, candidates.stream().map(ServiceIdsMap::encode).toList());
    }

    private static Item encode(ServiceId.Candidate candidate) {
        return Item.map()
                .put("id", candidate.id())
                .put("title", candidate.title())
                .put("artistName", candidate.artistName());
    }

    static ServiceIds decode(Item item) {
        Map<StreamingProvider, ServiceId> ids = new EnumMap<>(StreamingProvider.class);
        Map<StreamingProvider, String> known = ProviderIdsMap.decode(item.map(IDS)).byProvider();
        known.forEach((provider, id) -> ids.put(provider, new ServiceId.Given(id)));
        Item states = item.optionalMap(STATES).orElseGet(Item::map);
        for (StreamingProvider provider : StreamingProvider.values()) {
            states.optionalMap(provider.wireName())
                    .ifPresent(
                            it ->
                                    ids.put(
                                            provider,
                                            decode(it, Optional.ofNullable(known.get(provider)))));
        }
        Optional<Instant> since = item.optionalTime(SINCE);
        return new ServiceIds(
                ids,
                since.map(it -> new ServiceIds.Search(it, item.time(DUE))),
                item.optionalNumber(REVISION).orElse(0L));
    }

    private static ServiceId decode(Item state, Optional<String> id) {
        return switch (state.text(STATE)) {
            case MATCHED -> new ServiceId.Matched(id.orElseThrow());
            case PENDING -> new ServiceId.Pending();
            case NOT_FOUND ->
                    new ServiceId.NotFound(
                            ServiceId.NotFoundReason.ofWireName(state.text(REASON)).orElseThrow(),
                            candidates(state));
            case AMBIGUOUS -> new ServiceId.Ambiguous(candidates(state));
            case NO_ACCESS ->
                    new ServiceId.NoAccess(
                            ServiceId.NoAccessReason.ofWireName(state.text(REASON)).orElseThrow());
            case ABSENT -> new ServiceId.Absent();
            default -> throw new IllegalStateException("unknown state " + state.text(STATE));
        };
    }

    private static List<ServiceId.Candidate> candidates(Item state) {
        return state.optionalMaps(CANDIDATES).stream().map(ServiceIdsMap::candidate).toList();
    }

    private static ServiceId.Candidate candidate(Item map) {
        return new ServiceId.Candidate(map.text("id"), map.text("title"), map.text("artistName"));
    }
}
