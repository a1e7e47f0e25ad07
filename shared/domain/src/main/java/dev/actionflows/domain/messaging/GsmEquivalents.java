package dev.actionflows.domain.messaging;

import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;

/**
 * Characters of the GSM alphabet that can stand for others, so that a text needs fewer parts. Word
 * processors and phones insert most of the others without being asked: typographic quotation marks,
 * dashes, ellipses and spaces.
 */
final class GsmEquivalents {
    private static final Map<Integer, String> TYPOGRAPHIC =
            Map.ofEntries(
                    Map.entry(0x2018, "'"),
                    Map.entry(0x2019, "'"),
                    Map.entry(0x201A, "'"),
                    Map.entry(0x201B, "'"),
                    Map.entry(0x2032, "'"),
                    Map.entry(0x00B4, "'"),
                    Map.entry(0x0060, "'"),
                    Map.entry(0x201C, "\""),
                    Map.entry(0x201D, "\""),
                    Map.entry(0x201E, "\""),
                    Map.entry(0x201F, "\""),
                    Map.entry(0x2033, "\""),
                    Map.entry(0x00AB, "\""),
                    Map.entry(0x00BB, "\""),
                    Map.entry(0x2010, "-"),
                    Map.entry(0x2011, "-"),
                    Map.entry(0x2012, "-"),
                    Map.entry(0x2013, "-"),
                    Map.entry(0x2014, "-"),
                    Map.entry(0x2015, "-"),
                    Map.entry(0x2212, "-"),
                    Map.entry(0x2022, "*"),
                    Map.entry(0x00B7, "*"),
                    Map.entry(0x2026, "..."),
                    Map.entry(0x2190, "<-"),
                    Map.entry(0x2192, "->"));

    private GsmEquivalents() {}

    /**
     * @return a replacement in the GSM alphabet; empty text for an invisible character; empty for a
     *     character without one, such as an emoji or a letter of another script
     */
    static Optional<String> of(int character) {
        String typographic = TYPOGRAPHIC.get(character);
        if (typographic != null) {
            return Optional.of(typographic);
        }
        return switch (Character.getType(character)) {
            case Character.SPACE_SEPARATOR -> Optional.of(" ");
            case Character.FORMAT -> Optional.of("");
            default -> withoutAccents(character);
        };
    }

    private static Optional<String> withoutAccents(int character) {
        String base =
                Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKD)
                        .replaceAll("\\p{M}+", "");
        return !base.isEmpty() && base.chars().allMatch(TextParts::isGsm)
                ? Optional.of(base)
                : Optional.empty();
    }
}
