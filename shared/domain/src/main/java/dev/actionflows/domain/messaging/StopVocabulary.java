package dev.actionflows.domain.messaging;

/**
 * English words that the patterns of {@link StopPhrases} share. The compiler copies them into the
 * patterns, so this class is never loaded.
 */
final class StopVocabulary {
    /** What is sent. */
    static final String MESSAGES =
            "(?:texts?|txts?|messages?|msgs?|sms|mms|dms?|spam|notifications?|reminders?|alerts?|ads"
                + "|adverts?|advertisements?|advertising|marketing|promos?|promotions?"
                + "|newsletters?|subscriptions?|messaging|texting|e?mails?|mailings?|updates"
                + "|blasts?|communications?|communicating|correspondence|service|bullshit|crap|nonsense)";

    /** What may occur between a verb and its object. */
    static final String BETWEEN =
            "(?:(?:all|any|these|those|this|that|the|your|ur|my|our|with|sending|send|getting|receive"
                + "|receiving|of|from|more|me|us|such|to|be|daily|weekly|annoying|stupid|damn"
                + "|fucking|automated|marketing|promotional|promo|text|sms|phone|unwanted|for|further|it|please|up|out|on|in|you|u|get|see|anymore|kind|sort)"
                + " ){0,6}";

    static final String TEXT =
            "(?:text|txt|texting|textin|txting|txtin|message|messaging|msg|msging|sms|contact|contacting|spam"
                + "|spamming|harass|harassing|dm|dming|pester|pestering)";

    /** Verbs that require a person as their object. */
    static final String SEND =
            "(?:send|sending|e?mail|e?mailing|bother|bothering|write|writing|ping|pinging|notify"
                    + "|notifying|reach|disturb|bug|bugging|annoy|annoying|hit|call|calling)"
                    + "(?: (?:to|out))?";

    /** "Don't email me, just text me." */
    static final String INSTEAD =
            "(?! (?:e?mail|call|dm|write|ring|phone)(?: to)? (?:me|us)(?:"
                    + " (?:just|please|but|instead|only|rather|simply)){0,2} (?:text|txt|sms) )";

    static final String TO_ME =
            "(?= (?:me|us|any|more|texts?|messages?|msgs?|sms|these|those|anything|stuff|again"
                    + "|anymore|my (?:phone|number|cell)) )(?! me (?:up|maybe|angel) )";

    static final String MY_NUMBER =
            "(?:(?:my|our|this|the|that) )?(?:(?:phone|cell|mobile|telephone|contact|own) ){0,2}"
                    + "(?:numbers?|phone|cell|mobile|contact|info|information|data|details|record"
                    + "|name)";

    /** A list of message recipients, as opposed to a guest list. */
    static final String LIST =
            "(?:your|ur|ya|the|this|that|these|those|all|any)(?: (?:text|texts|texting|sms|mailing"
                    + "|marketing|contact|contacts|phone|call|calling|messaging|message|stupid|damn"
                    + "|fucking|spam|subscriber|promo)){0,3} (?:lists?|database|system|texts?"
                    + "|messages?|msgs?|thread|spam|alerts|notifications)";

    private StopVocabulary() {}
}
