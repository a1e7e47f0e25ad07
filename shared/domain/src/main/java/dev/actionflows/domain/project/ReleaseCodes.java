package dev.actionflows.domain.project;

import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.Upc;

import java.util.Optional;

/**
 * The codes by which a release is searched.
 *
 * @param givenUpc that a developer gave
 * @param foundUpc that was read at a service where it has an id or was found
 * @param isrc of a recording of it, by which it is searched while its UPC is unknown
 */
public record ReleaseCodes(Optional<Upc> givenUpc, Optional<Upc> foundUpc, Optional<Isrc> isrc) {
    /** No code is known. */
    public static ReleaseCodes none() {
        return new ReleaseCodes(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The UPC that decides. */
    public Optional<Upc> upc() {
        return givenUpc.or(() -> foundUpc);
    }

    /** Whether there is one to search by. */
    boolean isAnyKnown() {
        return upc().isPresent() || isrc.isPresent();
    }

    /** With the UPC that a search went by, unless a developer gave it. */
    ReleaseCodes found(Optional<Upc> upc) {
        return new ReleaseCodes(givenUpc, givenUpc.isPresent() ? Optional.empty() : upc, isrc);
    }

    /** With the codes that a developer gives; one that is left out stays. */
    ReleaseCodes given(Optional<Upc> upc, Optional<Isrc> recording) {
        return new ReleaseCodes(upc.or(() -> givenUpc), Optional.empty(), recording.or(() -> isrc));
    }
}
