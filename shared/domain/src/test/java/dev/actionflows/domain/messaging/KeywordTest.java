package dev.actionflows.domain.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

class KeywordTest {
    private static final int ALL = 1_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRESAVE",
                "presave",
                "  PreSave \n",
                "Pre-Save!",
                "pre save",
                "“presave”",
                "présave",
                "ＰＲＥＳＡＶＥ",
                "p.r.e.s.a.v.e",
                "#PRESAVE",
                "presave\u200B",
                "pre\u00ADsave",
                "\uFEFFpre\u2060save",
                "🅿🆁🅴🆂🅰🆅🅴",
            })
    void case_accents_width_punctuation_and_spaces_do_not_matter(String text) {
        assertThat(Keyword.of(text)).contains(new Keyword("presave"));
    }

    @ParameterizedTest
    @CsvSource({
        "STRASSE, straße",
        "GROẞE, große",
        "GROSSE, große",
        "ΣΕΙΣ, σεις",
        "İSTANBUL, istanbul",
        "ISTANBUL, ıstanbul",
        "ŁÓDŹ, lodz",
        "łódź, LODZ",
        "TROMSØ, tromso",
        "ÆON, aeon",
        "cœur, COEUR",
        "Đà Nẵng, da nang",
        "ÞÓR, thor",
        "Seyðisfjörður, seydisfjordur",
        "Ħamrun, hamrun",
        "Ŋo, no",
        "ﬁre, FIRE",
        "don’t, DONT",
        "ёлка, ЕЛКА",
    })
    void variants_of_a_letter_are_equal(String one, String other) {
        assertThat(Keyword.of(one)).isPresent().isEqualTo(Keyword.of(other));
    }

    @Test
    void an_emoji_is_a_keyword_regardless_of_skin_tone_and_presentation() {
        assertThat(Keyword.of("🔥")).isPresent().isNotEqualTo(Keyword.of("🎵"));
        assertThat(Keyword.of("✌🏽")).isEqualTo(Keyword.of("✌\uFE0F"));
        assertThat(Keyword.of("👨‍👩‍👧")).isNotEqualTo(Keyword.of("👨"));
        assertThat(Keyword.of("🇫🇷")).isNotEqualTo(Keyword.of("🇫🇮"));
    }

    @Test
    void scripts_with_vowel_signs_keep_them() {
        assertThat(Keyword.of("हिन्दी")).isNotEqualTo(Keyword.of("हन्द"));
        assertThat(Keyword.of("プレセーブ")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "!?.", "\uFE0F", "#", "\u200B", "\u3164", "\u00A0"})
    void a_text_without_letters_digits_or_symbols_is_not_a_keyword(String text) {
        assertThat(Keyword.of(text)).isEmpty();
    }

    @Test
    void a_long_text_is_not_a_keyword() {
        assertThat(Keyword.of("a".repeat(40))).isPresent();
        assertThat(Keyword.of("a".repeat(41))).isEmpty();
        assertThat(Keyword.of("🔥".repeat(40))).isPresent();
        assertThat(Keyword.of("🔥".repeat(41))).isEmpty();
        assertThat(Keyword.of("\uFDFA".repeat(1600))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NEON", "NEON 🔥", "🔥NEON", "🔥 neon! 🔥🔥", "NEON ❤️"})
    void emoji_next_to_a_keyword_are_ignored(String text) {
        assertThat(Keyword.meantBy(text)).contains(new Keyword("neon"));
    }

    @Test
    void a_keyword_with_its_emoji_takes_precedence_over_the_one_without() {
        assertThat(Keyword.meantBy("NEON 🔥"))
                .containsExactly(new Keyword("neon🔥"), new Keyword("neon"));
        assertThat(Keyword.meantBy("NEON")).containsExactly(new Keyword("neon"));
        assertThat(Keyword.meantBy("🔥")).containsExactly(new Keyword("🔥"));
        assertThat(Keyword.meantBy("?!")).isEmpty();
    }

    @Test
    void a_text_can_match_as_a_whole_as_adjacent_words_or_as_a_single_word() {
        assertThat(Keyword.allIn("Pre-save, please! PLEASE", 10, ALL))
                .extracting(Keyword::folded)
                .containsExactly(
                        "presavepleaseplease",
                        "presave",
                        "saveplease",
                        "pleaseplease",
                        "pre",
                        "save",
                        "please");
        assertThat(Keyword.allIn("Link!", 10, ALL)).containsExactly(new Keyword("link"));
        assertThat(Keyword.allIn("?!", 10, ALL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Pre-order please",
                "pre order please",
                "can't wait to preorder",
                "PRE–ORDER!!",
                "i want it, pre_order",
                "🔥pre-order🔥",
                "#PreOrder now",
            })
    void a_hyphenated_word_is_found_in_any_spelling(String comment) {
        assertThat(Keyword.allIn(comment, 25, 28)).contains(new Keyword("preorder"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP🔥",
                "🔥drop🔥 pls",
                "drop❤️",
                "I want the (drop)",
                "drop, now",
                "love it.Drop",
                "#drop",
                "@band drop",
                "DROP👏🏽it",
                "DROP@band",
                "drop@the_band!",
                "Awww...drop",
                "awww.drop!",
                "see www.band.example drop",
            })
    void a_word_is_found_next_to_punctuation_and_emoji(String comment) {
        assertThat(Keyword.allIn(comment, 25, 28)).contains(new Keyword("drop"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@drop_fan look at this",
                "look @drop.fan",
                "@drop",
                "＠drop hi",
                "hey,@drop_fan!",
                "write to drop@band.example",
                "me@drop.com",
                "https://drop.example/x",
                "see www.drop.example",
                "drop.com is nice",
                "band.example/drop",
                "HTTPS://BAND.EXAMPLE/DROP",
                "dropped",
                "raindrop",
            })
    void parts_of_handles_addresses_and_other_words_do_not_match(String comment) {
        assertThat(Keyword.allIn(comment, 25, 28)).doesNotContain(new Keyword("drop"));
    }

    @Test
    void a_whole_text_that_looks_like_a_domain_is_a_keyword() {
        assertThat(Keyword.allIn("DROP.IO", 25, 28)).containsExactly(new Keyword("dropio"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.", "a@", "www.", "👨\u200D", "\uFDFA", "a-", "@a"})
    void a_hostile_repetitive_text_is_parsed_in_reasonable_time(String unit) {
        String text = unit.repeat(100_000);

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> Keyword.allIn(text, 25, 28));
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> Keyword.meantBy(text));
    }

    @Test
    void only_the_first_words_of_a_long_text_are_checked() {
        assertThat(Keyword.allIn("one one two three four", 3, 4))
                .extracting(Keyword::folded)
                .containsExactly("oneonetwothreefour", "one", "two", "three");
        assertThat(Keyword.allIn("word ".repeat(100_000), 3, ALL))
                .extracting(Keyword::folded)
                .containsExactly("wordword", "word");
        assertThat(Keyword.allIn("a".repeat(41) + " link", 3, ALL))
                .extracting(Keyword::folded)
                .containsExactly("link");
        assertThat(
                        Keyword.allIn(
                                String.join(" ", List.of("a b c d e f g h i j".split(" "))),
                                25,
                                12))
                .hasSize(12)
                .contains(new Keyword("a"), new Keyword("j"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOP❗", "🛑 stop", "ST-OP", "unsub", "Opt Out", "ＨＥＬＰ", "Yes!", "🛑"})
    void legally_required_words_are_reserved_in_any_spelling(String text) {
        assertThat(Keyword.isReserved(text)).isTrue();
    }

    /**
     * Only reserved words are recognized in look-alike spelling; two flows can use such keywords.
     */
    @Test
    void a_cyrillic_letter_makes_a_different_keyword_but_a_reserved_word_stays_reserved() {
        assertThat(Keyword.of("NE\u041EN")).isNotEqualTo(Keyword.of("NEON"));
        assertThat(Keyword.isReserved("NE\u041EN")).isFalse();
        assertThat(Keyword.isReserved("ST\u041EP")).isTrue();
    }
}
