package dev.actionflows.domain.intake;

import dev.actionflows.domain.messaging.Keyword;
import dev.actionflows.domain.trigger.InstagramTrigger;
import dev.actionflows.domain.trigger.TriggerScope;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Maps Instagram events to trigger scopes. */
final class InstagramScopes {
    /**
     * The maximum number of different words of a comment that are considered. With two posts each
     * keyword makes three scopes, and a read takes at most 90.
     */
    static final int MAX_WORDS = 25;

    /** The limit for keywords, multi-word ones included. */
    static final int MAX_KEYWORDS = 28;

    private InstagramScopes() {}

    static TriggerType typeOf(InstagramEvent event) {
        return switch (event) {
            case InstagramEvent.DirectMessage _ -> TriggerType.INSTAGRAM_DM;
            case InstagramEvent.Comment _ -> TriggerType.INSTAGRAM_COMMENT;
        };
    }

    /**
     * The scopes under which a flow can listen to the event. The subject of a message is the
     * keyword for which a flow listens. The subject of a comment is the post; for an advertisement,
     * the post it was made from, so that comments on both count as one.
     */
    static EventScopes of(InstagramEvent event) {
        return switch (event) {
            case InstagramEvent.DirectMessage message -> of(message);
            case InstagramEvent.Comment comment -> {
                List<String> posts = posts(comment);
                yield new EventScopes(
                        scopesOf(comment),
                        Map.of(),
                        posts.isEmpty() ? TriggerScope.PROJECT : posts.getLast());
            }
        };
    }

    /** A message without text, such as a photo, starts nothing: no flow can listen for it. */
    private static EventScopes of(InstagramEvent.DirectMessage message) {
        if (message.text().isBlank()) {
            return new EventScopes(List.of(), Map.of(), TriggerScope.NO_TEXT);
        }
        Map<String, String> words = new LinkedHashMap<>();
        Keyword.meantBy(message.text())
                .forEach(
                        word ->
                                words.putIfAbsent(
                                        scope(Optional.empty(), Optional.of(word)), word.folded()));
        return new EventScopes(
                Stream.concat(words.keySet().stream(), Stream.of(TriggerScope.PROJECT)).toList(),
                words,
                TriggerScope.PROJECT);
    }

    private static List<String> scopesOf(InstagramEvent.Comment comment) {
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

    /** The posts that a flow can refer to: nothing else may look like a scope. */
    private static List<String> posts(InstagramEvent.Comment comment) {
        return comment.posts().stream()
                .filter(post -> InstagramTrigger.POST_ID.matcher(post).matches())
                .distinct()
                .toList();
    }

    private static String scope(Optional<String> post, Optional<Keyword> keyword) {
        return TriggerScope.instagram(post, keyword);
    }
}
