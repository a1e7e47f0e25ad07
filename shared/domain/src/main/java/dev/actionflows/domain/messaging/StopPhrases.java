package dev.actionflows.domain.messaging;

import static dev.actionflows.domain.messaging.StopVocabulary.BETWEEN;
import static dev.actionflows.domain.messaging.StopVocabulary.INSTEAD;
import static dev.actionflows.domain.messaging.StopVocabulary.LIST;
import static dev.actionflows.domain.messaging.StopVocabulary.MESSAGES;
import static dev.actionflows.domain.messaging.StopVocabulary.MY_NUMBER;
import static dev.actionflows.domain.messaging.StopVocabulary.SEND;
import static dev.actionflows.domain.messaging.StopVocabulary.TEXT;
import static dev.actionflows.domain.messaging.StopVocabulary.TO_ME;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * English sentences that a reasonable person understands as a request to stop messages, regardless
 * of what else they contain: "take me off your list". {@link ReplyLanguage} has shorter wordings
 * and other languages.
 */
final class StopPhrases {
    /** Phrases that are negated by a preceding "don't" and the like. */
    private static final Pattern ASKED =
            oneOf(
                    "(?:stopp?|quit|cease|halt|end)"
                        + " (?:(?:all|with|the|these|those|this|that|your|ur|u|you|from|ever|just|please|fucking|damn|constantly)"
                        + " ){0,4}"
                            + TEXT,
                    "(?:stopp?|quit|cease) " + SEND + TO_ME,
                    "(?:stopp?|quit|cease|end|halt|cancel|terminate|discontinue|disable|deactivate"
                            + "|turn off|no more|no further|enough of|enough with) "
                            + BETWEEN
                            + MESSAGES,
                    "(?:unsub|unsubs|unsubscrib[^ ]*|optout|opt out|opt (?:me|us|my number"
                            + "|this number|this phone) out|opting out|opted out)",
                    "(?:remove|delete|erase|scrub|purge|unregister|deregister|withdraw|strike) "
                            + MY_NUMBER,
                    "(?:remove|delete|erase|scrub|unregister|deregister|unlist|unenroll|exclude"
                            + "|withdraw) (?:me|us|myself)",
                    "(?:get|want|wanna be|be|taken|please) (?:off|out)(?: of)? " + LIST,
                    "(?:drop|cross|scratch|strike|wipe|pull) (?:me|us|my number|my name)"
                            + " (?:off|from|out)(?: of)? "
                            + LIST,
                    "(?:want|wanna|like|wish|need|request|ask|asked|asking|prefer)(?: to)? be"
                            + " (?:removed|deleted|erased|unsubscribed|taken (?:off|out))",
                    "refrain from (?:ever )?(?:" + TEXT + "|" + SEND + ")",
                    "(?:asked|asking|told|telling|ask|tell|begging|beg) (?:you|u|yall)(?:"
                            + " (?:guys|people|all|already|twice|before|nicely|please)){0,3} to"
                            + " (?:please )?stop(?= (?:$|please|now|it|this|already|and|again))",
                    "(?:lose|forget) (?:my|this) (?:phone |cell |mobile )?number",
                    "(?:take|get|pull|drop|cut|keep|leave|knock|have)"
                            + " (?:me|us|my number|this number|my phone|this phone|our number"
                            + "|my name|this) (?:removed|off(?= (?:of|from|your|ur|the|this|that"
                            + "|these|those|all|any|lists?|please|pls|now|immediately|it|here|$))"
                            + "|out of (?:your|ur|the|this|these|all)(?= (?:text|sms|mailing"
                            + "|marketing|lists?|system|database) ))",
                    "(?:revoke|withdraw|rescind|retract|cancel) (?:(?:my|the|all|any|this|prior"
                            + "|previous|express|written) ){0,3}(?:consent|permission"
                            + "|authori[sz]ation|agreement|optin|opt in|approval)",
                    "count me out");

    /** Phrases that include a "don't". */
    private static final Pattern FORBIDDEN =
            oneOf(
                    "(?<! (?:you|u|they|we|i|she|he|who|why)) (?:dont|donot|do not|never|no longer"
                            + "|please not)(?: (?:ever|you|u|please|pls|dare|even)){0,2}"
                            + INSTEAD
                            + " (?:(?:call|calling|write|writing|e?mail|e?mailing) (?:or|nor|and)"
                            + " )?(?:"
                            + TEXT
                            + "(?= (?!and |while |your? |me spoilers? ))|"
                            + SEND
                            + TO_ME
                            + ")",
                    "(?:dont|donot|do not|didnt|did not|no longer|not|never) (?:want|wish|need|like"
                            + "|care|wanna|agree|consent|interested) "
                            + BETWEEN
                            + "(?:"
                            + MESSAGES
                            + "(?! to (?:ever )?(?:stop|end|cease|finish) )|hear(?:ing)?"
                            + " from|contacted|texted|messaged|spammed)",
                    "(?:dont|donot|do not|no longer) (?:want|need)(?: to (?:get|receive))?"
                            + " (?:this|these|those|it|them|any"
                            + "|anymore|any more|any of this)(?: (?:please|anymore|any more|thanks"
                            + "|thank you|shit))?(?= $)",
                    "(?:dont|donot|do not|didnt|did not|never|no longer) (?:want|wanna|wish|ask"
                            + "|asked|agree|agreed|need)(?: to)?(?: be)?(?: put| added)? (?:on|in) "
                            + LIST,
                    "(?:didnt|did not|never|havent|have not) (?:sign(?:ed)?"
                        + " up|subscribed?|opt(?:ed)? in|consent(?:ed)?)(?! yet )(?!"
                        + " (?:to|for|in|at) (?:the|a|an|your|our|my)"
                        + " (?!(?:text|texts|sms|messages?|msgs?|lists?"
                        + "|mailing|alerts|marketing|notifications?|newsletters?|spam|service|updates|promos?|promotions?|messaging)"
                        + " ))",
                    "(?:dont|donot|do not|no longer|not) consent",
                    "(?:dont|donot|do not|didnt|did not|never|no longer) (?:have|had|give|gave"
                            + "|given|got|get)(?: (?:you|u|anyone))? (?:my|any|the|your)?"
                            + " ?(?:(?<= my )(?:permission|consent|authori[sz]ation)"
                            + "|(?:permission|consent|authori[sz]ation) to (?:"
                            + TEXT
                            + "|"
                            + SEND
                            + "))",
                    "(?:take|keep) your (?:texts|messages) (?:elsewhere|away)");

    /**
     * Counts only when the rest of the text is courtesy, because these phrases also refer to other
     * things.
     */
    private static final Pattern WHOLE =
            Pattern.compile(
                    "(?: (?:please|pls|just|now|hey|ok|im|i am|sorry|thanks|thank you|this is"
                        + " (?:the|a)|i think|(?:you|u) (?:have|got) (?:the|a)|youve got"
                        + " (?:the|a)|its (?:the|a)|the|guys|you|all|texting|with|way)(?= ))*+"
                        + " (?:leave (?:me|us) (?:alone|be)|go away|fuck off|fuck you|piss off|get"
                        + " lost|enough is enough|enough|no"
                        + " (?:texts|messages|msgs|sms|spam|ads|alerts|notifications)|too many"
                        + " (?:texts|messages|msgs|notifications|alerts)|no more of"
                        + " (?:these|this|them|that)|turn"
                        + " (?:this|these|those|them|(?:the|these|those|your|all)"
                        + " (?:texts|messages|msgs|notifications|alerts)) off|knock it off|cut it"
                        + " out|wrong (?:number|person)|(?:not|no longer) interested|no more|i want"
                        + " out|let me out|shut up|stfu|make it stop)(?:"
                        + " (?:please|pls|now|thanks|thank you|anymore|guys|sorry|already|me|in"
                        + " this|remove)(?= ))*+ ");

    /** Negates a request to stop. */
    private static final Pattern CONTRARY =
            Pattern.compile(
                    " (?:(?:dont|donot|do not|does not|doesnt|did"
                        + " not|didnt|never|cant|cannot|havent|have not|hasnt|refused? to|can"
                        + " not|couldnt|could not|wont|will not|wouldnt|shouldnt|should"
                        + " not|aint|not|unable to|(?:who|nobody|why) would|(?:why|when) did"
                        + " (?:you|u|they|it)|(?:did|have) (?:you|u|they|i))(?:"
                        + " (?:(?:want|need|think|wish|like|have|let|make)(?:"
                        + " (?:you|u|it|this|them|i|we|me))?|(?:you|u) (?:ever|dare)|ever"
                        + "|dare|wanna|gonna|going|plan|planning|mean|even|just|really|please|pls|to|be|should|me)){0,6})"
                        + " $");

    /** Only reports a stop, which the fan may regret. */
    private static final Pattern TOLD = Pattern.compile(" (?:unsubscribed|opted out)");

    private static final Pattern REGRET =
            Pattern.compile(
                    " (?:accidentally|by (?:mistake|accident)|somehow|resubscribe|re subscribe|add"
                        + " me again|(?:get|opt|go|come|be|let me) back (?:in|on)|(?<!"
                        + " (?:you|u|they|dont|not|never|keep|and) )(?:put|add|sign|opt) me back)"
                        + " ");

    /** Shows, when it follows, that the phrase is not about messages. */
    private static final Pattern OF_OTHER_THINGS =
            Pattern.compile(
                    "(?: (?:from|off|of|out|the|your|ur|a|that|this|my|all))*+"
                        + " (?:(?:guest|wait|waiting|comp|door) ?lists?|cookies|hands|other|every"
                        + " other) | for (?!me |my |us |now |this |good |ever )(?:[^ ]+ ){1,3}but"
                        + " keep ");

    private static final int LONGEST_CONTRARY = 80;

    private StopPhrases() {}

    private static Pattern oneOf(String... phrases) {
        return Pattern.compile(
                Stream.of(phrases)
                        .map(it -> it.startsWith("(?<!") ? it : " " + it)
                        .reduce((some, more) -> some + "|" + more)
                        .map(all -> "(?:" + all + ")(?= )")
                        .orElseThrow());
    }

    /**
     * @param words folded by {@link Words}, separated by single spaces
     */
    static boolean isIn(String words) {
        String text = " " + words + " ";
        if (WHOLE.matcher(text).matches() || FORBIDDEN.matcher(text).find()) {
            return true;
        }
        Matcher asked = ASKED.matcher(text);
        while (asked.find()) {
            int start = asked.start() + 1;
            String before = text.substring(Math.max(0, start - LONGEST_CONTRARY), start);
            if (!CONTRARY.matcher(before).find()
                    && !isOfOtherThings(text, asked.end())
                    && !isRegretted(asked.group(), text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfOtherThings(String text, int end) {
        return OF_OTHER_THINGS.matcher(text).region(end, text.length()).lookingAt();
    }

    /** "I unsubscribed by mistake, add me again." */
    private static boolean isRegretted(String asked, String text) {
        return TOLD.matcher(asked).matches() && REGRET.matcher(text).find();
    }
}
