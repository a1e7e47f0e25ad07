package dev.actionflows.domain.page;

import dev.actionflows.domain.connect.FanAction;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.HostedPages;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseStatus;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.streaming.ServiceLinks;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A page with everything that it shows.
 *
 * @param artist whom fans can follow
 * @param now decides whether the release is out
 */
public record OpenPage(
        ReleasePage page, Project project, Release release, Optional<Artist> artist, Instant now) {
    /** The page's address, which is the same before and after release day. */
    public String url() {
        return HostedPages.url(project, page.slug().text());
    }

    public PageContent content() {
        return page.content();
    }

    public ReleaseStatus status() {
        return release.status(now);
    }

    private boolean isOut() {
        return status() == ReleaseStatus.OUT;
    }

    /**
     * Where the release can be listened to, once it is out.
     *
     * @param device the services that the visitor probably uses, best first
     */
    public Map<StreamingProvider, String> services(List<StreamingProvider> device) {
        Map<StreamingProvider, String> links = new LinkedHashMap<>();
        if (isOut()) {
            Stream.concat(device.stream(), Arrays.stream(StreamingProvider.values()))
                    .distinct()
                    .forEach(
                            provider ->
                                    release.providerIds()
                                            .at(provider)
                                            .ifPresent(
                                                    id ->
                                                            links.put(
                                                                    provider,
                                                                    ServiceLinks.album(
                                                                            provider, id))));
        }
        return links;
    }

    /** What fans can have done at their streaming service. */
    public List<PageOffer> offers() {
        List<PageOffer> offers = new ArrayList<>();
        switch (status()) {
            case OUT -> add(offers, new FanAction.AddToLibrary(release.id()), release.serviceIds());
            case ANNOUNCED ->
                    add(offers, new FanAction.PreSave(release.id()), release.serviceIds());
            case CANCELLED -> {}
        }
        artist.ifPresent(
                it -> {
                    add(offers, new FanAction.Follow(it.id()), it.serviceIds());
                    add(offers, new FanAction.NextSave(it.id()), it.serviceIds());
                });
        return offers;
    }

    private void add(List<PageOffer> offers, FanAction action, ServiceIds ids) {
        Arrays.stream(StreamingProvider.values())
                .filter(project::hasApp)
                .filter(provider -> isPossible(action, ids, provider))
                .forEach(provider -> offers.add(new PageOffer(action, provider)));
    }

    private static boolean isPossible(
            FanAction action, ServiceIds ids, StreamingProvider provider) {
        boolean hasIt = ids.known().at(provider).isPresent();
        return switch (action) {
            case FanAction.AddToLibrary _ -> hasIt;
            // Apple has no operation for following artists
            case FanAction.Follow _ -> hasIt && provider != StreamingProvider.APPLE_MUSIC;
            case FanAction.PreSave _ -> hasIt || ids.undecided(false).contains(provider);
            // nobody knows which services will have the artist's future releases
            case FanAction.NextSave _ -> true;
        };
    }
}
