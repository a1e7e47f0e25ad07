package dev.actionflows.domain.trigger;

import dev.actionflows.domain.messaging.Keyword;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The texts by which scopes of triggers are compared and stored. Of each type, two active flows of
 * a project never have the same one.
 */
public final class TriggerScope {
    /** Of what is not about one thing among many. */
    public static final String PROJECT = "project";

    /** What a direct message without text, such as a photo, is about: it can be no keyword. */
    public static final String NO_TEXT = "no-text";

    /** Of a trigger that counts events of every scope; only together with a threshold. */
    public static final String ANY = "*";

    private TriggerScope() {}

    /**
     * What a trigger on Instagram listens to.
     *
     * @param post id of the post that is commented on
     */
    public static String instagram(Optional<String> post, Optional<Keyword> keyword) {
        String parts =
                String.join(
                        "|",
                        Stream.of(
                                        post.map(id -> "post:" + id),
                                        keyword.map(word -> "keyword:" + word.folded()))
                                .flatMap(Optional::stream)
                                .toList());
        return parts.isEmpty() ? PROJECT : parts;
    }
}
