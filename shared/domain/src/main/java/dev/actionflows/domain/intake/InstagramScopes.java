package dev.actionflows.domain.intake;

import dev.actionflows.domain.messaging.Keyword;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerScope;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** To which scopes of triggers something on Instagram belongs. */
final class InstagramScopes {
    /**
     * Different words of a comment that are looked at. With two posts each keyword makes three
     * scopes, and a read takes at most 90.
     */
    static final int MAX_WORDS = 25;

    /** The same with words that belong together. */
    static final int MAX_KEYWORDS = 28;

    private InstagramScopes() {}

    static TriggerType typeOf(InstagramEvent event) {
        return switch (event) {
            case InstagramEvent.DirectMessage _ -> TriggerType.INSTAGRAM_DM;
            case InstagramEvent.Comment _ -> TriggerType.INSTAGRAM_COMMENT;
        };
    }

    /** All scopes under which a flow can listen to it, most specific first. */
    static List<String> of(InstagramEvent event) {
        return switch (event) {
            case InstagramEvent.DirectMessage message ->
                    Stream.concat(
                                    Keyword.meantBy(message.text()).stream()
                                            .map(it -> scope(Optional.empty(), Optional.of(it))),
                                    Stream.of(TriggerScope.PROJECT))
                            .toList();
            case InstagramEvent.Comment comment -> of(comment);
        };
    }

    private static List<String> of(InstagramEvent.Comment comment) {
        List<Keyword> keywords = Keyword.allIn(comment.text(), MAX_WORDS, MAX_KEYWORDS);
        List<String> posts = posts(comment);
        return Stream.of(
                        keywords.stream()
                                .flatMap(
                                        word ->
                                                posts.stream()
                                                        .map(
                                                                post ->
                                                                        scope(
                                                                                Optional.of(post),
                                                                                Optional.of(
                                                                                        word)))),
                        posts.stream().map(post -> scope(Optional.of(post), Optional.empty())),
                        keywords.stream().map(word -> scope(Optional.empty(), Optional.of(word))),
                        Stream.of(TriggerScope.PROJECT))
                .flatMap(scopes -> scopes)
                .toList();
    }

    /**
     * What it is about: of a comment the post, which for an advertisement is the one that it was
     * made of, so that a fan who comments on both has commented on one thing; of a message the
     * keyword, if a flow listens for it.
     *
     * @param claimed scopes of the flows that it enters
     */
    static String objectOf(InstagramEvent event, Set<String> claimed) {
        return switch (event) {
            case InstagramEvent.DirectMessage message ->
                    Keyword.meantBy(message.text()).stream()
                            .filter(
                                    word ->
                                            claimed.contains(
                                                    scope(Optional.empty(), Optional.of(word))))
                            .findFirst()
                            .map(Keyword::folded)
                            .orElse(TriggerScope.PROJECT);
            case InstagramEvent.Comment comment -> {
                List<String> posts = posts(comment);
                yield posts.isEmpty() ? TriggerScope.PROJECT : posts.getLast();
            }
        };
    }

    /** Those that a flow can name: nothing else may look like a scope. */
    private static List<String> posts(InstagramEvent.Comment comment) {
        return comment.posts().stream()
                .filter(post -> Trigger.POST_ID.matcher(post).matches())
                .distinct()
                .toList();
    }

    private static String scope(Optional<String> post, Optional<Keyword> keyword) {
        return TriggerScope.instagram(post, keyword);
    }
}
