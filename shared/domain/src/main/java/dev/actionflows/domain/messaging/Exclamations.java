package dev.actionflows.domain.messaging;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What sounds like a wish to stop and is said in delight: "stop it", "stop playing", with praise
 * after it. Narrow on purpose: without praise, or with a word that leaves a doubt, it is a wish.
 */
final class Exclamations {
    /** What follows "stop". */
    private static final Set<String> IDIOMS =
            Set.of("it", "that", "playing", "lying", "kidding", "joking", "teasing");

    private static final Pattern PRAISE =
            Pattern.compile(
                    " (?:(?:i|we)(?: (?:really|so|just|absolutely|totally|do|literally))*+"
                            + " (?:love|loved|adore|adored)(?!(?: it)? (?:if|when|to) )|im (?:so"
                            + " )?(?:obsessed|in love)|amazing|awesome|beautiful|brilliant|cute"
                            + "|fantastic|gorgeous|incredible|lovely|masterpiece|perfect|phenomenal"
                            + "|stunning|unreal|wonderful|(?:so|too) good) ");

    /** Whoever says one of these may be asking for no more messages. */
    private static final Set<String> DOUBT =
            Set.of(
                    """
                    not dont doesnt isnt wasnt arent no never nothing but if enough please pls plz
                    again anymore already alone leave left hate annoying annoyed sick tired text
                    texts texting message messages messaging msg msgs dm dms dming spam spamming
                    send sending sent email emails mail mails notification notifications bot block
                    report unfollow
                    """
                            .strip()
                            .split("\\s+", -1));

    private Exclamations() {}

    /**
     * @param words of a message, as {@link Words} folds them
     * @return whether they begin with such an exclamation and go on with praise that leaves no
     *     doubt
     */
    static boolean isOne(List<String> words) {
        int said = 0;
        while (said + 1 < words.size()
                && words.get(said).equals("stop")
                && IDIOMS.contains(words.get(said + 1))) {
            said += 2;
        }
        List<String> rest = words.subList(said, words.size());
        return said > 0
                && PRAISE.matcher(" " + String.join(" ", rest) + " ").find()
                && rest.stream()
                        .noneMatch(
                                word -> DOUBT.contains(word) || ReservedWords.STOP.contains(word));
    }
}
