package dev.actionflows.aws;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.intake.ReEntryStore.ReEntryKey;
import dev.actionflows.domain.privacy.DataKind;
import dev.actionflows.domain.privacy.FanDataStore;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds fans in the lists of a project's artists, flows, releases and segments. No index leads from
 * a fan to these items, but their keys follow from the two ids.
 */
final class FanListItems {
    /** In the order of the project's partition. */
    private static final List<String> PREFIXES =
            List.of("ARTIST#", Key.FLOW_LIST_PREFIX, "RELEASE#", Key.SEGMENT_PREFIX);

    private final Table table;

    FanListItems(Table table) {
        this.table = table;
    }

    /** An item, and what it says. */
    record Entry(Key key, FanDataStore.Listed listed) {}

    /**
     * @param next the cursor of the next page; empty at the end
     */
    record Found(List<Entry> entries, Optional<String> next) {}

    /** Where an entry would be. */
    private record Place(DataKind kind, String of, FanId fan) {}

    Found find(ProjectId project, Collection<FanId> fans, Optional<String> cursor) {
        Optional<String> after = Cursor.decode(cursor, FanListItems::position);
        String prefix = after.map(FanListItems::prefixOf).orElse(PREFIXES.getFirst());
        List<Item> lists =
                table.list(
                        Key.projectPartition(project),
                        prefix,
                        after.filter(it -> !it.equals(prefix)),
                        FanDataStore.LISTED_PER_CALL);
        Map<Key, Place> places = new LinkedHashMap<>();
        for (Item list : lists) {
            String of = list.key().sk().substring(list.key().sk().lastIndexOf('#') + 1);
            fans.forEach(fan -> addPlaces(project, prefix, of, fan, places));
        }
        Map<Key, Item> items = table.findAll(places.keySet());
        List<Entry> entries = new ArrayList<>();
        places.forEach(
                (key, place) -> {
                    Item item = items.get(key);
                    if (item != null) {
                        entries.add(entry(key, place, item));
                    }
                });
        return new Found(List.copyOf(entries), next(prefix, lists).map(Cursor::encode));
    }

    private static Entry entry(Key key, Place place, Item item) {
        return new Entry(
                key,
                new FanDataStore.Listed(
                        place.kind(),
                        place.of(),
                        place.fan(),
                        item.optionalTime(MemberLists.SINCE)));
    }

    private static void addPlaces(
            ProjectId project, String prefix, String of, FanId fan, Map<Key, Place> places) {
        switch (prefix) {
            case "ARTIST#" ->
                    places.put(
                            FanListKeys.nextSave(project, new ArtistId(of), fan),
                            new Place(DataKind.NEXT_SAVE, of, fan));
            case Key.FLOW_LIST_PREFIX -> {
                Place place = new Place(DataKind.RE_ENTRY, of, fan);
                ReEntryKey entry = new ReEntryKey(project, new FlowId(of), fan, false);
                places.put(Key.cooldown(entry), place);
                places.put(Key.counter(entry), place);
                places.put(Key.counter(new ReEntryKey(project, new FlowId(of), fan, true)), place);
            }
            case "RELEASE#" ->
                    places.put(
                            FanListKeys.preSave(project, new ReleaseId(of), fan),
                            new Place(DataKind.PRE_SAVE, of, fan));
            default ->
                    places.put(
                            FanListKeys.member(project, new SegmentId(of), fan),
                            new Place(DataKind.SEGMENT_MEMBERSHIP, of, fan));
        }
    }

    /** The last list, or the prefix of the lists that come next. */
    private static Optional<String> next(String prefix, List<Item> lists) {
        if (lists.size() >= FanDataStore.LISTED_PER_CALL) {
            return Optional.of(lists.getLast().key().sk());
        }
        int following = PREFIXES.indexOf(prefix) + 1;
        return following < PREFIXES.size()
                ? Optional.of(PREFIXES.get(following))
                : Optional.empty();
    }

    private static Optional<String> position(String text) {
        return PREFIXES.stream().anyMatch(text::startsWith) ? Optional.of(text) : Optional.empty();
    }

    private static String prefixOf(String position) {
        return PREFIXES.stream().filter(position::startsWith).findFirst().orElseThrow();
    }
}
