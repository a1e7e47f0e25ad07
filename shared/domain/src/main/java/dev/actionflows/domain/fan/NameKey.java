package dev.actionflows.domain.fan;

import java.util.Optional;

/**
 * A name as it is searched for, folded like a keyword: case, accents, punctuation and spaces are
 * ignored, so that "Anne-Maríe" and "annemarie" are equal. {@link #toString} omits the name, which
 * must not be logged.
 *
 * @param folded letters, digits and emoji
 */
public record NameKey(String folded) {
    public NameKey {
        if (folded.isEmpty()) {
            throw new IllegalArgumentException("a name that is searched for is not empty");
        }
    }

    /**
     * @return empty if the name has neither a letter nor a digit nor an emoji: no search finds it
     */
    public static Optional<NameKey> of(FirstName name) {
        return ofTyped(name.text());
    }

    /**
     * The beginning of a name as somebody typed it.
     *
     * @param typed what exceeds the length of a name does not count
     * @return empty if it has neither a letter nor a digit nor an emoji
     */
    public static Optional<NameKey> ofTyped(String typed) {
        return Optional.of(FirstName.folded(typed))
                .filter(folded -> !folded.isEmpty())
                .map(NameKey::new);
    }

    /** Whether a search for this beginning finds the name. */
    public boolean begins(FirstName name) {
        return begins(name.text());
    }

    /** Whether a search for this beginning finds another name, such as that of a segment. */
    public boolean begins(String name) {
        return ofTyped(name).filter(it -> it.folded.startsWith(folded)).isPresent();
    }

    @Override
    public String toString() {
        return "beginning of a name";
    }
}
