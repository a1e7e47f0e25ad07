package dev.actionflows.aws;

import dev.actionflows.domain.detection.AlbumKind;
import dev.actionflows.domain.detection.Detection;
import dev.actionflows.domain.detection.Discography;
import dev.actionflows.domain.detection.KnownAlbum;
import dev.actionflows.domain.detection.ListedAlbum;
import dev.actionflows.domain.detection.PassProgress;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Maps what is known of an artist's albums to one item. Names are short, for there are many. */
final class DiscographyItem {
    static final String REVISION = "revision";

    private static final String PASSES = "passes";
    private static final String ALBUMS = "albums";
    private static final String WAITING = "waiting";
    private static final String OPEN = "open";

    private static final String PROVIDER = "p";
    private static final String WORK = "w";
    private static final String KIND = "k";
    private static final String DATE = "d";
    private static final String UPC = "u";
    private static final String RELEASE = "r";

    private DiscographyItem() {}

    static Item encode(Key key, Discography discography) {
        Item passes = Item.map();
        discography.passes().forEach((at, pass) -> passes.put(at.wireName(), encode(pass)));
        Item albums = Item.map();
        discography.albums().forEach((id, album) -> albums.put(id, encode(album)));
        return Item.at(key)
                .put(PASSES, passes)
                .put(ALBUMS, albums)
                .putTexts(WAITING, discography.waiting().stream().sorted().toList())
                .putMaps(OPEN, discography.open().stream().map(DiscographyItem::encode).toList())
                .put(REVISION, discography.revision());
    }

    static Discography decode(Item item) {
        Map<StreamingProvider, PassProgress> passes = new EnumMap<>(StreamingProvider.class);
        Item stored = item.map(PASSES);
        for (StreamingProvider provider : StreamingProvider.values()) {
            stored.optionalMap(provider.wireName())
                    .ifPresent(it -> passes.put(provider, decodePass(it)));
        }
        Map<String, KnownAlbum> albums = new LinkedHashMap<>();
        Item known = item.map(ALBUMS);
        known.attributes().keySet().forEach(id -> albums.put(id, decodeAlbum(known.map(id))));
        List<Detection> open =
                item.maps(OPEN).stream().map(DiscographyItem::decodeDetection).toList();
        return new Discography(
                passes, albums, Set.copyOf(item.texts(WAITING)), open, item.number(REVISION));
    }

    private static Item encode(PassProgress pass) {
        Item map = Item.map().put("artistId", pass.artistId());
        pass.current().ifPresent(at -> map.put("current", at));
        pass.full().ifPresent(at -> map.put("full", at));
        pass.open()
                .ifPresent(
                        it -> {
                            map.put("since", it.since()).put("toTheEnd", it.toTheEnd());
                            it.cursor().ifPresent(cursor -> map.put("cursor", cursor));
                        });
        return map;
    }

    private static PassProgress decodePass(Item map) {
        return new PassProgress(
                map.text("artistId"),
                map.optionalTime("current"),
                map.optionalTime("full"),
                map.optionalTime("since")
                        .map(
                                since ->
                                        new PassProgress.Open(
                                                since,
                                                map.flag("toTheEnd"),
                                                map.optionalText("cursor"))));
    }

    private static Item encode(KnownAlbum album) {
        Item map =
                Item.map()
                        .put(PROVIDER, album.provider().wireName())
                        .put(WORK, album.work())
                        .put(KIND, wireName(album.kind()))
                        .put(DATE, album.date().toString());
        album.upc().ifPresent(it -> map.put(UPC, it.digits()));
        album.release().ifPresent(it -> map.put(RELEASE, it.value()));
        return map;
    }

    private static KnownAlbum decodeAlbum(Item map) {
        return new KnownAlbum(
                provider(map),
                map.text(WORK),
                kind(map),
                LocalDate.parse(map.text(DATE)),
                map.optionalText(UPC).map(Upc::new),
                map.optionalText(RELEASE).map(ReleaseId::new));
    }

    private static Item encode(Detection detection) {
        ListedAlbum album = detection.album();
        Item map =
                Item.map()
                        .put(RELEASE, detection.release().value())
                        .put(PROVIDER, detection.provider().wireName())
                        .put("id", album.id())
                        .put("title", album.title())
                        .put("artistName", album.artistName())
                        .put(KIND, wireName(album.kind()))
                        .put(DATE, album.date().text())
                        .put("isFirst", detection.isFirst())
                        .put("at", detection.at());
        album.upc().ifPresent(it -> map.put(UPC, it.digits()));
        return map;
    }

    private static Detection decodeDetection(Item map) {
        return new Detection(
                new ReleaseId(map.text(RELEASE)),
                provider(map),
                new ListedAlbum(
                        map.text("id"),
                        map.text("title"),
                        map.text("artistName"),
                        kind(map),
                        ReleaseDate.parse(map.text(DATE), ReleaseDate.DEFAULT_ZONE).orElseThrow(),
                        map.optionalText(UPC).map(Upc::new)),
                map.flag("isFirst"),
                map.time("at"));
    }

    private static StreamingProvider provider(Item map) {
        return StreamingProvider.ofWireName(map.text(PROVIDER)).orElseThrow();
    }

    private static String wireName(AlbumKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static AlbumKind kind(Item map) {
        return AlbumKind.valueOf(map.text(KIND).toUpperCase(Locale.ROOT));
    }
}
