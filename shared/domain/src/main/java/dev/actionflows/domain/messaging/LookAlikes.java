package dev.actionflows.domain.messaging;

/**
 * Cyrillic and Greek letters that look like Latin ones, for example "STOP" with a Cyrillic O.
 * Source: confusables.txt of Unicode Technical Standard 39. Used only to recognize reserved words;
 * as keywords, these words stay different.
 */
final class LookAlikes {
    /**
     * Lowercase letters, because words are folded. Where uppercase and lowercase look like
     * different letters, uppercase counts (Н, Ν), except for υ: more reserved words contain a U
     * than a Y.
     */
    private static final String LETTERS = "авекмнорстухѕіјһԁԛԝαβεηικμνορτυχ";

    private static final String LATIN = "abekmhopctyxsijhdqwabehikmnoptux";

    private LookAlikes() {}

    /**
     * @param word folded by {@link Words}
     * @return the word with look-alikes replaced by Latin letters, if it already contains Latin
     *     letters, or if all its letters are look-alikes and the result is a stop word; otherwise
     *     the word is taken to be of its own script's language
     */
    static String latin(String word) {
        StringBuilder latin = new StringBuilder(word);
        boolean mixed = false;
        boolean all = true;
        for (int place = 0; place < word.length(); place++) {
            char letter = word.charAt(place);
            mixed |= letter >= 'a' && letter <= 'z';
            int alike = letter < 0x80 ? -1 : LETTERS.indexOf(letter);
            if (alike >= 0) {
                latin.setCharAt(place, LATIN.charAt(alike));
            } else {
                all = false;
            }
        }
        return mixed || (all && ReservedWords.STOP.contains(latin.toString()))
                ? latin.toString()
                : word;
    }
}
