package dev.actionflows.domain.messaging;

import static dev.actionflows.domain.messaging.ReservedWords.COURTESY;
import static dev.actionflows.domain.messaging.ReservedWords.STOP;
import static dev.actionflows.domain.messaging.ReservedWords.words;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Decides whether a message asks to stop. */
final class StopReplies {
    /** Anybody who begins a text with one of these means it, except for {@link #TITLES}. */
    private static final Set<String> STOP_AT_ONCE =
            words(
                    """
                    stop stopp stopall unsubscribe unsub optout arret arrete arretez стоп
                    abmelden abbestellen
                    """);

    /** Words that do not change the meaning of a stop word next to them. */
    private static final Set<String> BESIDE_STOP =
            words(
                    """
                    a again already alerts am and anymore asap ask asked asking be been bot but
                    can could cud danke de dear do every everything faut forever free fuck
                    fucking gracias grazie guys have hello here hey hi how id im immediately is
                    kindly les let like make marketing merci messaggi mich mensajes must need
                    needs nachrichten no notifications of ok okay once or per permanently plait
                    pleas plse prego quiero receive receiving reminders request right said say
                    saying send service shall should sil sir so sorry stuff thankyou that there
                    thing time today told ty u up updates ur urgent vous when will wish with
                    would ya your msg msgs je veux ich mochte obrigado favore пожалуиста plus
                    spams texto textos why
                    """);

    /**
     * Matches a text of one word that is a stop request, although it is not one next to other
     * words: forms of stop words, and stop words written without a space ("pleasestop",
     * "stoptexting", "STOP2END"). Apart from {@link ReplyLanguages}, which takes time to load,
     * because keywords are one word.
     */
    private static final Pattern ONE_WORD =
            Pattern.compile(
                    "(?:please|pls|plz)*+stopp?(?:all|now|please|pls|plz|it|sms|txts?|texts?|texting"
                        + "|messages?|messaging|msgs?|me|spam|spamming|this|thanks|thankyou|end"
                        + "|quit|stop|to|\\d++)*"
                        + "|enough|stfu|(?:unsubscri|desabonn|desinscri|desuscri|descadastr"
                        + "|disiscri|abmeld|abbestell|austragung|uitschrijv|uitschrijf|afmeld"
                        + "|отпис|отпиш|відпис|відпиш)\\p{L}*+"
                        + "|(?:cancell|rimuov|togl|elimin)\\p{L}{1,4}mi|(?:borr|elimin|saqu)en?me");

    private static final int LONGEST_ONE_WORD = 200;

    /** Everyday words, of which only the plainest wording counts. */
    private static final Set<String> WEAK = words("end ende fin para pare alto halt td basta baja");

    /** Begin with "stop" but are names of songs or things. */
    private static final Pattern TITLES =
            Pattern.compile(
                    "stop (?:motion|sign|signs|light|lights|watch|gap|and stare|in the name of love"
                            + "|the (?:cavalry|world|music|clocks?|war|rain|party|train|bleeding)"
                            + "|this train|crying|dragg?in[g]?|me if you|making sense|whispering"
                            + "|loving|breathing|breaking|dreaming|by|over)(?: .*)?|the end");

    /** Anywhere shortly before a last "stop", these negate it. */
    private static final Set<String> NEGATION =
            words(
                    """
                    dont doesnt didnt wont cant cannot not never aint couldnt wouldnt shouldnt
                    nobody nothing nicht nie niet pas jamais nunca nao non mai inte aldrig
                    """);

    private static final int FAR = 4;

    /** Before "stop" these form a compound, or a sentence of which it is the verb or the object. */
    private static final Set<String> NOT_BEFORE_STOP =
            words(
                    """
                    a the to will would can could it we they he she i you who that this music
                    party rain heart world time one best favorite my your our and or every
                    each any no another which what metro subway shuttle gas sans un une der den
                    die el la le il de een en przystanek prossimo prochain
                    non dont never cant wont not didnt aint cannot nicht bus pit full next last
                    first final tour truck short door back whistle rest hard quick tram
                    train
                    """);

    private StopReplies() {}

    static boolean isStop(ReplyText reply) {
        if (ReplyLanguages.hasStop(reply)
                || (reply.words().size() > 1
                        && StopPhrases.isIn(String.join(" ", reply.words())))) {
            return true;
        }
        return !isTitle(reply.words())
                && !ReplyLanguages.isOther(reply)
                && (ReplyLanguages.isStop(reply)
                        || isStopOfFewWords(reply.words())
                        || isStopOfOneClause(reply));
    }

    /** Whether a text is or begins with the title of a song. */
    static boolean isTitle(List<String> words) {
        return TITLES.matcher(String.join(" ", words)).matches();
    }

    private static boolean isStopOfOneClause(ReplyText reply) {
        return reply.clauses().size() > 1
                && reply.clauses().stream()
                        .anyMatch(
                                clause ->
                                        isAmong(
                                                clause,
                                                BESIDE_STOP::contains,
                                                STOP_AT_ONCE::contains));
    }

    static boolean isOneWord(String word) {
        return word.length() <= LONGEST_ONE_WORD && ONE_WORD.matcher(word).matches();
    }

    private static boolean isStopOfFewWords(List<String> words) {
        List<String> asked = ReplyLanguages.withoutGreeting(words);
        return (!asked.isEmpty() && STOP_AT_ONCE.contains(asked.getFirst()))
                || isAmong(words, word -> false, STOP::contains)
                || isAmong(
                        words,
                        BESIDE_STOP::contains,
                        word -> STOP.contains(word) && !WEAK.contains(word))
                || isAmong(
                        words,
                        ReplyLanguages::isCourtesy,
                        word -> word.equals("end") || (STOP.contains(word) && !WEAK.contains(word)))
                || isKeywordAndStop(words);
    }

    /** "Can you stop", "no, stop stop", "help me to stop this": nothing else of meaning. */
    private static boolean isAmong(
            List<String> words, Predicate<String> neutral, Predicate<String> stops) {
        List<String> telling =
                words.stream()
                        .filter(word -> !COURTESY.contains(word) && !neutral.test(word))
                        .toList();
        return stops.test(String.join("", telling))
                || (telling.stream().anyMatch(stops)
                        && telling.stream()
                                .allMatch(
                                        word ->
                                                ReservedWords.meaningOfWord(word)
                                                        != ReservedWords.Meaning.NONE));
    }

    /** "NEON STOP", "no thanks I'm good stop", but not "bus stop" and "don't ever stop". */
    private static boolean isKeywordAndStop(List<String> words) {
        int last = words.size() - 1;
        return last > 0
                && STOP_AT_ONCE.contains(words.getLast())
                && words.subList(Math.max(0, last - FAR), last).stream()
                        .noneMatch(NEGATION::contains)
                && !NOT_BEFORE_STOP.contains(words.get(last - 1));
    }
}
