package dev.actionflows.domain.messaging;

import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    static final Set<String> START = Set.of("start", "unstop", "yes");

    static final Set<String> HELP = words("help info aide ayuda hilfe aiuto ajuda hulp");

    /** Words that do not change the meaning of any reserved word next to them. */
    static final Set<String> COURTESY =
            words(
                    """
                    please pls plz now thanks thank you thx me texting texts text sending
                    messaging messages message sms all it this these to from the my number i
                    want just por favor svp bitte subscription on phone list spamming spam
                    contacting
                    """);

    /** Emoji that mean stop without any word. */
    private static final Set<String> SIGNS = Set.of("🛑", "⛔", "🚫");

    /** Emoji that people put next to such a sign. */
    private static final Set<String> BESIDE_SIGNS =
            Set.of("✋", "🤚", "🖐", "🙅", "🙏", "😡", "😠", "🤬", "🙄", "❌", "❗");

    private static final Pattern SENTENCES =
            Pattern.compile("[\\p{P}\\p{S}\\n\\r&&[^'’‘‛`´ʼʻ＇\\-‐‑_*]]+");

    private ReservedWords() {}

    static Set<String> words(String list) {
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
        if ((words.size() == 1 && StopReplies.isOneWord(words.getFirst()))
                || Typos.isSlip(String.join("", words))) {
            return Meaning.STOP;
        }
        if (words.size() == 1 && isKeyword(text, words.getFirst())) {
            return Meaning.NONE;
        }
        ReplyText reply = new ReplyText(words, clauses(text));
        if (Reactions.isOne(text)) {
            return Meaning.NONE;
        }
        if (StopReplies.isStop(reply)) {
            return Meaning.STOP;
        }
        if (ReplyLanguages.isStart(reply)) {
            return Meaning.START;
        }
        return ReplyLanguages.isHelp(reply) ? Meaning.HELP : withoutCourtesy(words);
    }

    /**
     * A word without any meaning here; what follows would find the same, more slowly. Only for
     * plain characters: others can fold to nothing, and separate clauses.
     */
    private static boolean isKeyword(String text, String word) {
        return text.chars().allMatch(letter -> letter < 0x80)
                && !ReplyLanguages.mayMeanSomethingAlone(word);
    }

    private static Meaning withoutCourtesy(List<String> words) {
        if (StopReplies.isTitle(words)) {
            return Meaning.NONE;
        }
        List<String> telling =
                without(COURTESY, words).stream()
                        .filter(word -> !ReplyLanguages.isCourtesy(word))
                        .toList();
        Meaning joined = meaningOfWord(String.join("", telling));
        if (joined != Meaning.NONE || telling.isEmpty()) {
            return joined == Meaning.STOP ? Meaning.NONE : joined;
        }
        Meaning first = meaningOfWord(telling.getFirst());
        return first != Meaning.STOP
                        && telling.stream().allMatch(word -> meaningOfWord(word) == first)
                ? first
                : Meaning.NONE;
    }

    private static List<List<String>> clauses(String text) {
        return SENTENCES
                .splitAsStream(text)
                .map(ReservedWords::spelled)
                .filter(clause -> !clause.isEmpty())
                .toList();
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

    private static List<String> spelled(String text) {
        return Words.of(text).stream()
                .filter(Words::isSpelled)
                .map(LookAlikes::latin)
                .map(Typos::corrected)
                .toList();
    }

    static List<String> without(Set<String> neutral, List<String> words) {
        return words.stream().filter(word -> !neutral.contains(word)).toList();
    }

    static Meaning meaningOfWord(String word) {
        if (STOP.contains(word)) {
            return Meaning.STOP;
        }
        if (START.contains(word)) {
            return Meaning.START;
        }
        return HELP.contains(word) ? Meaning.HELP : Meaning.NONE;
    }
}
