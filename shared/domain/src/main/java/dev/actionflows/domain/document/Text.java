package dev.actionflows.domain.document;

import java.util.regex.Pattern;

/** Properties of text that do not depend on its use. */
public final class Text {
    /**
     * White space of any kind, and invisible characters: Unicode's Default_Ignorable_Code_Point,
     * and the blank Braille pattern.
     */
    private static final Pattern BLANK =
            Pattern.compile(
                    "[\\s\\p{Z}\\u0085\\u00AD\\u034F\\u061C\\u115F\\u1160\\u17B4\\u17B5"
                            + "\\u180B-\\u180F\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u206F\\u2800"
                            + "\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\x{E0000}-\\x{E0FFF}]*");

    private Text() {}

    /** Whether the text has no visible character. */
    public static boolean isBlank(String text) {
        return BLANK.matcher(text).matches();
    }

    /** The number of code points, so that an emoji outside the BMP counts as one. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
