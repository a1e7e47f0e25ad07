package dev.actionflows.domain.messaging;

/**
 * Cyrillic and Greek letters that look like Latin ones: "STOP" with a Cyrillic O. Source:
 * confusables.txt of Unicode Technical Standard 39. Only to recognise reserved words: as keywords
 * these are different words.
 */
final class LookAlikes {
    /**
     * Small letters, since words are folded. Where the capital looks like another letter than the
     * small one, the capital counts (Н, Ν), but for υ: more reserved words have a U than a Y.
     */
    private static final String LETTERS = "авекмнорстухѕіјһԁԛԝαβεηικμνορτυχ";

    private static final String LATIN = "abekmhopctyxsijhdqwabehikmnoptux";

    private LookAlikes() {}

    /**
     * @param word as {@link Words} folds it
     * @return the same in Latin letters, as far as they look alike, if some are Latin already, or
     *     if all look alike and read as a word that stops; a word of one script may else be one of
     *     that language
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
