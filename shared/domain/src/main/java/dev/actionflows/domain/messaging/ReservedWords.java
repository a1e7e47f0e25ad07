package dev.actionflows.domain.messaging;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The words that stop messages, start them again or ask for help, whatever flows a project has.
 *
 * <p>Sources: Twilio's default keywords and Advanced Opt-Out; AWS's required keywords (ARRET,
 * OPT-OUT, REMOVE, TD); the FCC's rule on revocation (47 CFR 64.1200(a)(10)), which adds any
 * wording that a reasonable person understands. So a stop word counts also among words of courtesy
 * ("please stop texting me"), and wrongly stopping is preferred to wrongly sending.
 */
public final class ReservedWords {
    /** What a text means before any flow is asked. */
    public enum Meaning {
        STOP,
        START,
        HELP,
        NONE
    }

    private static final Set<String> STOP =
            Set.of(
                    "stop",
                    "stopp",
                    "stopall",
                    "unsubscribe",
                    "end",
                    "quit",
                    "revoke",
                    "optout",
                    "cancel",
                    "arret",
                    "arrete",
                    "remove",
                    "td",
                    "nomas",
                    "parar",
                    "baja",
                    "stoppen");

    /** Nobody begins a text with one of these who does not mean it. */
    private static final Set<String> STOP_AT_ONCE =
            Set.of("stop", "stopp", "stopall", "unsubscribe", "optout", "arret");

    private static final Set<String> START = Set.of("start", "unstop", "yes");

    private static final Set<String> HELP = Set.of("help", "info", "aide", "ayuda");

    /** Words that leave the meaning of the reserved word beside them as it is. */
    private static final Set<String> COURTESY =
            Set.of(
                    "please",
                    "pls",
                    "plz",
                    "now",
                    "thanks",
                    "thank",
                    "you",
                    "thx",
                    "me",
                    "texting",
                    "texts",
                    "text",
                    "sending",
                    "messaging",
                    "messages",
                    "message",
                    "sms",
                    "all",
                    "it",
                    "this",
                    "these",
                    "to",
                    "from",
                    "the",
                    "my",
                    "number",
                    "i",
                    "want",
                    "just",
                    "por",
                    "favor",
                    "svp",
                    "bitte",
                    "subscription",
                    "on",
                    "phone",
                    "list",
                    "spamming",
                    "spam",
                    "contacting");

    private ReservedWords() {}

    /**
     * @param text the whole message
     */
    public static Meaning meaningOf(String text) {
        List<String> words = Words.of(text);
        Meaning whole = meaningOfWord(String.join("", words));
        if (whole != Meaning.NONE) {
            return whole;
        }
        if (STOP_AT_ONCE.contains(words.isEmpty() ? "" : words.getFirst())) {
            return Meaning.STOP;
        }
        List<String> telling = words.stream().filter(word -> !COURTESY.contains(word)).toList();
        Meaning joined = meaningOfWord(String.join("", telling));
        if (joined != Meaning.NONE || telling.isEmpty()) {
            return joined;
        }
        // "stop stop", "stop cancel end"
        Meaning first = meaningOfWord(telling.getFirst());
        return telling.stream().allMatch(word -> meaningOfWord(word) == first)
                ? first
                : Meaning.NONE;
    }

    /**
     * @param optOutType what the provider itself recognised (Twilio's {@code OptOutType}, with
     *     Advanced Opt-Out)
     */
    public static Meaning meaningOf(String text, Optional<String> optOutType) {
        return switch (optOutType.orElse("")) {
            case "STOP" -> Meaning.STOP;
            case "START" -> Meaning.START;
            case "HELP" -> Meaning.HELP;
            default -> meaningOf(text);
        };
    }

    private static Meaning meaningOfWord(String word) {
        if (STOP.contains(word)) {
            return Meaning.STOP;
        }
        if (START.contains(word)) {
            return Meaning.START;
        }
        return HELP.contains(word) ? Meaning.HELP : Meaning.NONE;
    }
}
