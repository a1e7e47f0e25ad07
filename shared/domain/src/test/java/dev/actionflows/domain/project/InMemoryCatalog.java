package dev.actionflows.domain.project;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.detection.WatchedArtist;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.testing.Pages;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

public final class InMemoryCatalog
        implements Catalog, CatalogWriter, SegmentMemberStore, PreSaveStore {
    private static final Pages<Member> MEMBERS =
            Pages.ascending(member -> member.fan().value(), "fan_[0-9a-z]{16}");

    private static final Pages<Release> RELEASES =
            Pages.ascending(release -> release.id().value(), "rel_[0-9a-z]{16}");

    private static final Pages<Artist> ARTISTS =
            Pages.ascending(artist -> artist.id().value(), "art_[0-9a-z]{16}");

    private static final Pages<Segment> SEGMENTS =
            Pages.ascending(segment -> segment.id().value(), "seg_[0-9a-z]{16}");

    private final Map<String, Release> releases = new ConcurrentHashMap<>();
    private final Map<String, Artist> artists = new ConcurrentHashMap<>();
    private final Map<String, Segment> segments = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Instant>> preSaves = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Instant>> nextSaves = new ConcurrentHashMap<>();
    private final Map<String, WatchedArtist> watched = new TreeMap<>();
    private final Map<String, Map<String, Instant>> members = new ConcurrentHashMap<>();

    @Override
    public void create(ProjectId project, Release release) {
        putNew(releases, project + "/" + release.id(), release);
    }

    @Override
    public Optional<Release> findRelease(ProjectId project, ReleaseId id) {
        return Optional.ofNullable(releases.get(project + "/" + id));
    }

    @Override
    public Page<Release> releases(ProjectId project, Optional<String> cursor, int limit) {
        return RELEASES.page(
                releases.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(project + "/"))
                        .map(Map.Entry::getValue)
                        .toList(),
                cursor,
                limit);
    }

    @Override
    public void create(ProjectId project, Artist artist) {
        putNew(artists, project + "/" + artist.id(), artist);
    }

    @Override
    public Optional<Artist> findArtist(ProjectId project, ArtistId id) {
        return Optional.ofNullable(artists.get(project + "/" + id));
    }

    @Override
    public synchronized List<Artist> artists(ProjectId project) {
        return artists.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(project + "/"))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public Page<Artist> artists(ProjectId project, Optional<String> cursor, int limit) {
        return ARTISTS.page(artists(project), cursor, limit);
    }

    @Override
    public synchronized boolean replace(ProjectId project, Release changed, long revision) {
        return changed.equals(
                releases.computeIfPresent(
                        project + "/" + changed.id(),
                        (_, it) -> it.serviceIds().revision() == revision ? changed : it));
    }

    @Override
    public synchronized boolean replace(ProjectId project, Artist changed, long revision) {
        return changed.equals(
                artists.computeIfPresent(
                        project + "/" + changed.id(),
                        (_, it) -> it.serviceIds().revision() == revision ? changed : it));
    }

    @Override
    public void create(ProjectId project, Segment segment) {
        putNew(segments, project + "/" + segment.id(), segment);
    }

    private static <T> void putNew(Map<String, T> map, String key, T value) {
        T before = map.putIfAbsent(key, value);
        if (before != null && !before.equals(value)) {
            throw new IllegalStateException("there is already " + key);
        }
    }

    /** All of a project's segments. */
    public List<Segment> segments(ProjectId project) {
        return segments.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(project + "/"))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public Page<Segment> segments(ProjectId project, Optional<String> cursor, int limit) {
        return SEGMENTS.page(segments(project), cursor, limit);
    }

    @Override
    public Optional<Segment> findSegment(ProjectId project, SegmentId id) {
        return Optional.ofNullable(segments.get(project + "/" + id));
    }

    @Override
    public synchronized void registerPreSave(
            ProjectId project, ReleaseId release, FanId fan, Instant at) {
        preSaves.computeIfAbsent(project + "/" + release, _ -> new TreeMap<>())
                .putIfAbsent(fan.value(), at);
    }

    /** When the fan's pre-save was registered, for assertions. */
    public synchronized Optional<Instant> preSavedAt(
            ProjectId project, ReleaseId release, FanId fan) {
        return Optional.ofNullable(
                preSaves.getOrDefault(project + "/" + release, Map.of()).get(fan.value()));
    }

    /** The pre-saves of a release, by the ids of their fans in ascending order. */
    public synchronized Map<String, Instant> preSaves(ProjectId project, ReleaseId release) {
        return new TreeMap<>(preSaves.getOrDefault(project + "/" + release, Map.of()));
    }

    @Override
    public synchronized void registerNextSave(
            ProjectId project, ArtistId artist, FanId fan, Instant at) {
        watched.putIfAbsent(
                project + "/" + artist,
                new WatchedArtist(project, artist, at, Optional.empty(), Optional.empty()));
        nextSaves
                .computeIfAbsent(project + "/" + artist, _ -> new TreeMap<>())
                .putIfAbsent(fan.value(), at);
    }

    /** The artists in whose lists a fan was ever registered. */
    public synchronized List<WatchedArtist> watched() {
        return List.copyOf(watched.values());
    }

    /** When the fan's opt-in was registered, for assertions. */
    public synchronized Optional<Instant> nextSavedAt(
            ProjectId project, ArtistId artist, FanId fan) {
        return Optional.ofNullable(
                nextSaves.getOrDefault(project + "/" + artist, Map.of()).get(fan.value()));
    }

    @Override
    public synchronized boolean addMember(
            ProjectId project, SegmentId segment, FanId fan, Instant at) {
        return members.computeIfAbsent(project + "/" + segment, _ -> new TreeMap<>())
                        .putIfAbsent(fan.value(), at)
                == null;
    }

    @Override
    public synchronized void removeMember(ProjectId project, SegmentId segment, FanId fan) {
        members.getOrDefault(project + "/" + segment, new TreeMap<>()).remove(fan.value());
    }

    @Override
    public synchronized Count count(
            ProjectId project, SegmentId segment, Optional<String> cursor, int limit) {
        Page<Member> counted = members(project, segment, cursor, limit);
        return new Count(counted.items().size(), counted.next());
    }

    @Override
    public synchronized boolean isMember(ProjectId project, SegmentId segment, FanId fan) {
        return members.getOrDefault(project + "/" + segment, Map.of()).containsKey(fan.value());
    }

    @Override
    public synchronized Optional<Instant> memberSince(
            ProjectId project, SegmentId segment, FanId fan) {
        return Optional.ofNullable(
                members.getOrDefault(project + "/" + segment, Map.of()).get(fan.value()));
    }

    @Override
    public synchronized Page<Member> members(
            ProjectId project, SegmentId segment, Optional<String> cursor, int limit) {
        return page(members.getOrDefault(project + "/" + segment, Map.of()), cursor, limit);
    }

    @Override
    public synchronized Page<Member> nextSaves(
            ProjectId project, ArtistId artist, Optional<String> cursor, int limit) {
        return page(nextSaves.getOrDefault(project + "/" + artist, Map.of()), cursor, limit);
    }

    @Override
    public synchronized Page<Member> nextSavesBetween(
            ProjectId project, ArtistId artist, String cursor, String next, int limit) {
        return MEMBERS.between(
                listed(nextSaves.getOrDefault(project + "/" + artist, Map.of())),
                cursor,
                next,
                limit);
    }

    private static Page<Member> page(
            Map<String, Instant> since, Optional<String> cursor, int limit) {
        return MEMBERS.page(listed(since), cursor, limit);
    }

    private static List<Member> listed(Map<String, Instant> since) {
        return since.entrySet().stream()
                .map(entry -> new Member(new FanId(entry.getKey()), entry.getValue()))
                .toList();
    }

    /**
     * A fan in a list; see {@code InMemoryFanDataStore}.
     *
     * @param list the id of what the list belongs to
     */
    public record Entry(String list, FanId fan, Instant since) {}

    /** The fans' pre-saves. */
    public synchronized List<Entry> preSavesOf(ProjectId project, Collection<FanId> fans) {
        return entries(preSaves, project, fans);
    }

    /** The fans' opt-ins to all releases of an artist. */
    public synchronized List<Entry> nextSavesOf(ProjectId project, Collection<FanId> fans) {
        return entries(nextSaves, project, fans);
    }

    /** The fans' memberships. */
    public synchronized List<Entry> membershipsOf(ProjectId project, Collection<FanId> fans) {
        return entries(members, project, fans);
    }

    /** Removes fans from all lists. */
    public synchronized void remove(ProjectId project, Collection<FanId> fans) {
        for (Map<String, Map<String, Instant>> lists : List.of(preSaves, nextSaves, members)) {
            lists.forEach(
                    (list, entries) -> {
                        if (list.startsWith(project + "/")) {
                            fans.forEach(fan -> entries.remove(fan.value()));
                        }
                    });
        }
    }

    private static List<Entry> entries(
            Map<String, Map<String, Instant>> lists, ProjectId project, Collection<FanId> fans) {
        List<Entry> found = new ArrayList<>();
        lists.forEach(
                (list, entries) -> {
                    if (list.startsWith(project + "/")) {
                        String id = list.substring(project.value().length() + 1);
                        entries.forEach(
                                (fan, since) -> {
                                    if (fans.contains(new FanId(fan))) {
                                        found.add(new Entry(id, new FanId(fan), since));
                                    }
                                });
                    }
                });
        return found;
    }
}
