package dev.actionflows.domain.fan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ada",
                "José María",
                "J. R.",
                "O'Neil",
                "李",
                "{{connect_link}}",
                "<b onclick=\"x\">Ada</b>",
                "🎧",
                "Awww.",
                "St. John",
            })
    void names_are_kept_as_they_are_written(String name) {
        assertThat(FirstName.parse(" " + name + " ").map(FirstName::text)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u200B",
                "Ada\nGrace",
                "Ada\tGrace",
                "Ada\u2028Grace",
                "Ada\u202Egnp.exe",
                "Ada\uD83D",
                "http://evil.example",
                "click www.evil.example",
                "evil.example",
                "t.me/evil",
                "win at evil.example/now",
                "bücher.example",
            })
    void anything_else_is_no_first_name(String text) {
        assertThat(FirstName.parse(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new FirstName(text));
    }

    @Test
    void a_name_has_at_most_fifty_characters_however_many_bytes_they_take() {
        assertThat(FirstName.parse("\uD83D\uDE00".repeat(50))).isPresent();
        assertThat(FirstName.parse("a".repeat(51))).isEmpty();
    }

    @Test
    void a_name_is_not_logged() {
        assertThat(new FirstName("Ada")).asString().doesNotContain("Ada");
    }
}
