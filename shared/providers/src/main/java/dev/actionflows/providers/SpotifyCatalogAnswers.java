package dev.actionflows.providers;

import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAlbum.CatalogArtist;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.Upc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the answers of Spotify's catalog. Ids are returned without the prefix of a URI. */
final class SpotifyCatalogAnswers {
    static final String ALBUM = "spotify:album:";
    static final String ARTIST = "spotify:artist:";

    private static final Pattern ID = Pattern.compile("[0-9A-Za-z]{22}");

    private SpotifyCatalogAnswers() {}

    /** The id in a URI; none if it cannot exist. */
    static Set<String> ids(String uri, String prefix) {
        return Optional.of(uri)
                .filter(it -> it.startsWith(prefix))
                .map(it -> it.substring(prefix.length()))
                .filter(SpotifyCatalogAnswers::isId)
                .map(Set::of)
                .orElse(Set.of());
    }

    /**
     * The ids of the objects in an array, in this order.
     *
     * @param array its path
     */
    static Set<String> idsIn(Answer answer, Object... array) {
        Set<String> ids = new LinkedHashSet<>();
        for (int index = 0; index < answer.size(array); index++) {
            answer.text(path(array, index, "id"))
                    .filter(SpotifyCatalogAnswers::isId)
                    .ifPresent(ids::add);
        }
        return ids;
    }

    /** The ids of the albums of the found tracks that show this code. */
    static Set<String> albumsOfTracksWith(Isrc isrc, Answer answer) {
        Set<String> ids = new LinkedHashSet<>();
        for (int index = 0; index < answer.size("tracks", "items"); index++) {
            Optional<Isrc> code =
                    answer.text("tracks", "items", index, "external_ids", "isrc")
                            .flatMap(Isrc::parse);
            if (code.equals(Optional.of(isrc))) {
                answer.text("tracks", "items", index, "album", "id")
                        .filter(SpotifyCatalogAnswers::isId)
                        .ifPresent(ids::add);
            }
        }
        return ids;
    }

    /** A whole album. */
    static CatalogAlbum album(Answer answer, String id) {
        List<CatalogArtist> artists = new ArrayList<>();
        for (int index = 0; index < answer.size("artists"); index++) {
            String name = answer.text("artists", index, "name").orElse("");
            answer.text("artists", index, "id")
                    .filter(SpotifyCatalogAnswers::isId)
                    .ifPresent(it -> artists.add(new CatalogArtist(ARTIST + it, name)));
        }
        return new CatalogAlbum(
                ALBUM + id,
                answer.text("name").orElse(""),
                String.join(", ", artists.stream().map(CatalogArtist::name).toList()),
                artists,
                answer.text("external_ids", "upc")
                        .or(() -> answer.text("external_ids", "ean"))
                        .flatMap(Upc::parse));
    }

    private static Object[] path(Object[] path, Object... more) {
        return Stream.concat(Arrays.stream(path), Arrays.stream(more)).toArray();
    }

    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }
}
