package dev.actionflows.domain.project;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A release's or artist's ids at the streaming services, and how far the missing ones have been
 * searched.
 *
 * @param byProvider a service is missing if there is no id and none has been searched
 * @param search present while a service is {@link ServiceId.Pending}
 * @param revision incremented by each change; 0 if nothing has ever been searched
 */
public record ServiceIds(
        Map<StreamingProvider, ServiceId> byProvider, Optional<Search> search, long revision) {
    public ServiceIds {
        byProvider = Map.copyOf(byProvider);
    }

    /**
     * A search that is not finished.
     *
     * @param since when it was requested
     * @param due when services are asked, or asked again; a moment later, it is done or put off
     */
    public record Search(Instant since, Instant due) {}

    /** What a developer states; services in neither of them are to be searched. */
    public record Statement(ProviderIds given, Set<StreamingProvider> absent) {
        public Statement {
            absent = Set.copyOf(absent);
        }
    }

    /** Given ids; nothing is searched. */
    public static ServiceIds given(ProviderIds ids) {
        return new ServiceIds(
                ids.byProvider().entrySet().stream()
                        .collect(
                                toUnmodifiableMap(
                                        Map.Entry::getKey,
                                        it -> new ServiceId.Given(it.getValue()))),
                Optional.empty(),
                0);
    }

    /** The ids that are known. */
    public ProviderIds known() {
        return ids(_ -> true);
    }

    /** The ids that a developer has given. */
    public ProviderIds given() {
        return ids(ServiceId.Given.class::isInstance);
    }

    /** Whether given ids only add to what was given before, and correct nothing that was found. */
    boolean agreesWith(ProviderIds stated) {
        return stated.includes(given())
                && known().byProvider().entrySet().stream()
                        .allMatch(
                                it ->
                                        stated.at(it.getKey())
                                                .filter(id -> !id.equals(it.getValue()))
                                                .isEmpty());
    }

    private ProviderIds ids(Predicate<ServiceId> which) {
        Map<StreamingProvider, String> ids = new EnumMap<>(StreamingProvider.class);
        byProvider.forEach(
                (provider, it) ->
                        it.id().filter(_ -> which.test(it)).ifPresent(id -> ids.put(provider, id)));
        return new ProviderIds(ids);
    }

    /** Empty if the service has neither an id nor been searched. */
    public Optional<ServiceId> at(StreamingProvider provider) {
        return Optional.ofNullable(byProvider.get(provider));
    }

    /**
     * The services that may have it although no id is known: those that are being searched and,
     * before a release is out, all that are not known to be without it. An id is not needed before,
     * and many services list a release only on its day.
     */
    public Set<StreamingProvider> undecided(boolean isOut) {
        return Arrays.stream(StreamingProvider.values())
                .filter(provider -> isUndecided(at(provider), isOut))
                .collect(toUnmodifiableSet());
    }

    private static boolean isUndecided(Optional<ServiceId> id, boolean isOut) {
        return isOut
                ? id.filter(ServiceId.Pending.class::isInstance).isPresent()
                : id.filter(ServiceId.Absent.class::isInstance).isEmpty();
    }

    /** The services that are to be searched. */
    public Set<StreamingProvider> pending() {
        return byProvider.entrySet().stream()
                .filter(it -> it.getValue() instanceof ServiceId.Pending)
                .map(Map.Entry::getKey)
                .collect(toUnmodifiableSet());
    }

    /**
     * States the ids again. Found ids are kept if they have been found by the same facts.
     *
     * @param sameFacts whether what was searched by is as before
     * @param missing {@link ServiceId.Pending}, or why there is nothing to search by
     */
    public ServiceIds stated(
            Statement statement, boolean sameFacts, ServiceId missing, Instant now) {
        Map<StreamingProvider, ServiceId> changed = new EnumMap<>(StreamingProvider.class);
        for (StreamingProvider provider : StreamingProvider.values()) {
            Optional<ServiceId> found =
                    at(provider).filter(it -> sameFacts && it instanceof ServiceId.Matched);
            changed.put(
                    provider,
                    statement
                            .given()
                            .at(provider)
                            .<ServiceId>map(ServiceId.Given::new)
                            .or(
                                    () ->
                                            statement.absent().contains(provider)
                                                    ? Optional.of(new ServiceId.Absent())
                                                    : found)
                            .orElse(missing));
        }
        return next(changed, new Search(now, now));
    }

    /** Searches again what is missing, except where it is known to be absent. */
    public ServiceIds searchedAgain(ServiceId missing, Instant now) {
        Map<StreamingProvider, ServiceId> changed = new EnumMap<>(StreamingProvider.class);
        for (StreamingProvider provider : StreamingProvider.values()) {
            changed.put(
                    provider,
                    at(provider)
                            .filter(it -> it.id().isPresent() || it instanceof ServiceId.Absent)
                            .orElse(missing));
        }
        return next(changed, new Search(now, now));
    }

    /**
     * With the results of a search.
     *
     * @param results of services that were pending; those without a result stay pending
     * @param due when those are asked again
     */
    public ServiceIds searched(Map<StreamingProvider, ServiceId> results, Instant due) {
        Map<StreamingProvider, ServiceId> changed = new EnumMap<>(StreamingProvider.class);
        changed.putAll(byProvider);
        pending().stream()
                .filter(results::containsKey)
                .forEach(provider -> changed.put(provider, results.get(provider)));
        return next(changed, new Search(search.map(Search::since).orElse(due), due));
    }

    /**
     * With an id that was found without a search.
     *
     * @return the same if it has an id there, or is known to be absent
     */
    ServiceIds found(StreamingProvider provider, String id) {
        boolean isDecided =
                at(provider)
                        .filter(it -> it.id().isPresent() || it instanceof ServiceId.Absent)
                        .isPresent();
        if (isDecided) {
            return this;
        }
        Map<StreamingProvider, ServiceId> changed = new EnumMap<>(StreamingProvider.class);
        changed.putAll(byProvider);
        changed.put(provider, new ServiceId.Matched(id));
        boolean isPending = changed.values().stream().anyMatch(ServiceId.Pending.class::isInstance);
        return new ServiceIds(changed, isPending ? search : Optional.empty(), revision + 1);
    }

    /**
     * The same with another revision: whoever is about to store a change on the ground of this one
     * has to read the record again.
     */
    ServiceIds touched() {
        return new ServiceIds(byProvider, search, revision + 1);
    }

    private ServiceIds next(Map<StreamingProvider, ServiceId> changed, Search ifPending) {
        boolean isPending = changed.values().stream().anyMatch(ServiceId.Pending.class::isInstance);
        return new ServiceIds(
                changed, isPending ? Optional.of(ifPending) : Optional.empty(), revision + 1);
    }
}
