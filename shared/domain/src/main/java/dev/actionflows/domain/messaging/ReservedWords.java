package dev.actionflows.domain.messaging;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The words that opt out of messages, opt in again or ask for help, in any project.
 *
 * <p>Sources: Twilio's default keywords and Advanced Opt-Out; AWS's required keywords (ARRET,
 * OPT-OUT, REMOVE, TD); the FCC's rule on revocation (47 CFR 64.1200(a)(10)), which includes any
 * wording that a reasonable person understands. Therefore a stop word also counts among words of
 * courtesy ("please stop texting me"), requests in sentences count ({@link StopPhrases}), and
 * stopping by mistake is preferred to sending by mistake. Emoji, case, accents and punctuation are
 * ignored.
 */
public final class ReservedWords {
    /** The meaning of a text, regardless of flows. */
    public enum Meaning {
        STOP,
        START,
        HELP,
        NONE
    }

    /**
     * As {@link Words} folds them: first the words of regulators, carriers and providers and their
     * variants, then those of other languages and scripts, one or two per line.
     */
    static final Set<String> STOP =
            words(
                    """
                    stop stopall unsubscribe end quit cancel revoke optout remove arret td nomas
                    unsub unsubs optmeout stopp stoppen sotp stpo stp stoo stio syop sttop st0p
                    5top stahp stopo tsop stap ztop halt cease cancelall endall removeme nomore
                    alto baja parar para pare paren detener detente basta cancelar darsedebaja
                    darmedebaja dardebaja sair remover descadastrar borrarme borrame eliminar
                    eliminame
                    arrete arreter arretez fin desabonner desabonnement desinscrire
                    desinscription desinscrivez annuler supprimer
                    abmelden abmeldung abbestellen austragen aufhoren aufhoeren ende beenden
                    kundigen widerruf widerrufen loschen keinewerbung keinesms afmelden
                    afmelding uitschrijven stopzetten
                    ferma fermare fermati disiscrivi disiscrivimi disiscriviti cancella
                    cancellami cancellatemi cancellati rimuovi rimuovimi annulla
                    sluta stoppa slutt avsluta avslutt avregistrera avmeld afmeld frameld lopeta
                    peruuta wypisz wypiszmnie rezygnuje rezygnacja odhlasit odhlaste leiratkozas
                    leiratkozom przestan przestancie dezabonare iptal
                    прекрати прекратите стоп отписаться отпишите отписка хватит відписатися відписка στοπ σταματα
                    σταματηστε 停止 ストップ 配信停止 解除 退订 退訂 取消 取消订阅 取消訂閱 중지 정지 그만 수신거부 توقف ايقاف الغاء
                    הסר הפסק עצור बंद रोको
                    """);

    /** Anybody who begins a text with one of these means it, except for {@link #TITLES}. */
    private static final Set<String> STOP_AT_ONCE =
            words(
                    """
                    stop stopp stopall unsubscribe unsub optout arret arrete arretez стоп
                    abmelden abbestellen
                    """);

    static final Set<String> START = Set.of("start", "unstop", "yes");

    static final Set<String> HELP = words("help info aide ayuda hilfe aiuto ajuda hulp");

    /** Words that do not change the meaning of any reserved word next to them. */
    private static final Set<String> COURTESY =
            words(
                    """
                    please pls plz now thanks thank you thx me texting texts text sending
                    messaging messages message sms all it this these to from the my number i
                    want just por favor svp bitte subscription on phone list spamming spam
                    contacting
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

    /** Emoji that mean stop without any word. */
    private static final Set<String> SIGNS = Set.of("🛑", "⛔", "🚫");

    /** Emoji that people put next to such a sign. */
    private static final Set<String> BESIDE_SIGNS =
            Set.of("✋", "🤚", "🖐", "🙅", "🙏", "😡", "😠", "🤬", "🙄", "❌", "❗");

    /**
     * Matches a text of one word that is a stop request, although it is not one next to other
     * words: forms of stop words, and stop words written without a space ("pleasestop",
     * "stoptexting", "STOP2END"). Kept here because {@link StopPhrases} takes time to load, and
     * keywords are one word.
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

    /** Before "stop" these form a compound, or negate it. */
    private static final Set<String> NOT_BEFORE_STOP =
            words(
                    """
                    non dont never cant wont not didnt aint cannot nicht bus pit full next last
                    first final tour one truck short door back whistle rest hard quick tram
                    train
                    """);

    private static final Pattern SENTENCES =
            Pattern.compile("[\\p{P}\\p{S}\\n\\r&&[^'’‘‛`´ʼʻ＇\\-‐‑_*]]+");

    private ReservedWords() {}

    private static Set<String> words(String list) {
        return Set.of(list.strip().split("\\s+", -1));
    }

    /**
     * @param text the whole message
     */
    public static Meaning meaningOf(String text) {
        return meaningOfBeginning(Words.beginningOf(text));
    }

    private static Meaning meaningOfBeginning(String text) {
        List<String> words = spelled(text);
        if (isSign(Words.of(text))) {
            return Meaning.STOP;
        }
        if (words.isEmpty()) {
            return Meaning.NONE;
        }
        Meaning whole = meaningOfWord(String.join("", words));
        if (whole != Meaning.NONE) {
            return whole;
        }
        if (words.size() == 1) {
            return isOneWord(words.getFirst()) ? Meaning.STOP : Meaning.NONE;
        }
        if (isStop(words, text)) {
            return Meaning.STOP;
        }
        if (TITLES.matcher(String.join(" ", words)).matches()) {
            return Meaning.NONE;
        }
        List<String> telling = without(COURTESY, words);
        Meaning joined = meaningOfWord(String.join("", telling));
        if (joined != Meaning.NONE || telling.isEmpty()) {
            return joined;
        }
        Meaning first = meaningOfWord(telling.getFirst());
        return telling.stream().allMatch(word -> meaningOfWord(word) == first)
                ? first
                : Meaning.NONE;
    }

    /**
     * @param optOutType what the provider itself recognized (Twilio's {@code OptOutType}, with
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

    private static boolean isOneWord(String word) {
        return word.length() <= LONGEST_ONE_WORD && ONE_WORD.matcher(word).matches();
    }

    /** "🛑🛑", "✋🛑", "🛑 please": a sign and nothing else of meaning. */
    private static boolean isSign(List<String> all) {
        return all.stream().anyMatch(SIGNS::contains)
                && all.stream()
                        .allMatch(
                                word ->
                                        SIGNS.contains(word)
                                                || BESIDE_SIGNS.contains(word)
                                                || COURTESY.contains(word));
    }

    private static boolean isStop(List<String> words, String text) {
        String spaced = String.join(" ", words);
        if (StopPhrases.isIn(spaced)) {
            return true;
        }
        return !TITLES.matcher(spaced).matches()
                && (isStopOfFewWords(words) || isStopOfOneSentence(words.size(), text));
    }

    private static boolean isStopOfOneSentence(int words, String text) {
        return SENTENCES
                .splitAsStream(text)
                .map(ReservedWords::spelled)
                .filter(sentence -> sentence.size() < words)
                .anyMatch(sentence -> isAmong(sentence, BESIDE_STOP, STOP_AT_ONCE::contains));
    }

    private static boolean isStopOfFewWords(List<String> words) {
        return STOP_AT_ONCE.contains(words.getFirst())
                || isAmong(words, Set.of(), STOP::contains)
                || isAmong(words, BESIDE_STOP, word -> STOP.contains(word) && !WEAK.contains(word))
                || isKeywordAndStop(words);
    }

    private static List<String> spelled(String text) {
        return Words.of(text).stream()
                .filter(Words::isSpelled)
                .map(LookAlikes::latin)
                .map(Typos::corrected)
                .toList();
    }

    /** "Can you stop", "no, stop stop", "help me to stop this": nothing else of meaning. */
    private static boolean isAmong(
            List<String> words, Set<String> neutral, Predicate<String> stops) {
        List<String> telling = without(neutral, without(COURTESY, words));
        return stops.test(String.join("", telling))
                || (telling.stream().anyMatch(stops)
                        && telling.stream().allMatch(word -> meaningOfWord(word) != Meaning.NONE));
    }

    /** "NEON STOP", but not "bus stop" and "don't stop". */
    private static boolean isKeywordAndStop(List<String> words) {
        return words.size() == 2
                && STOP_AT_ONCE.contains(words.getLast())
                && !NOT_BEFORE_STOP.contains(words.getFirst());
    }

    private static List<String> without(Set<String> neutral, List<String> words) {
        return words.stream().filter(word -> !neutral.contains(word)).toList();
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
