package dev.actionflows.lambda.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class PageLanguagesTest {
    private final PageLanguages languages = new PageLanguages(PageLanguagesTest.class);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    de                                | de
                    de-CH                             | de
                    pt-PT,en;q=0.5                    | pt
                    EN-us                             | en
                    fr;q=0.2, ja;q=0.9                | ja
                    it-IT,it;q=0.9,es;q=0.8,en;q=0.7  | es
                    de;q=0, fr;q=0.1                  | fr
                    *                                 | en
                    it                                | en
                    it, *;q=0.1                       | en
                    ''                                | en
                    de;q=high                         | en
                    ;;;,,,                            | en
                    ja-Hira-JP-x-private              | ja
                    """)
    void the_browsers_preferred_language_is_used(String header, String language) {
        assertThat(
                        languages
                                .preferredBy(
                                        new HttpRequest(
                                                Map.of(
                                                        "headers",
                                                        Map.of("accept-language", header))))
                                .language())
                .isEqualTo(language);
    }

    @Test
    void a_browser_without_preference_gets_english() {
        assertThat(languages.preferredBy(new HttpRequest(Map.of())).language()).isEqualTo("en");
    }

    @Test
    void placeholders_are_replaced_once() {
        PageTexts texts = languages.in("ja").with("project", "{service} $1").with("service", "x");

        assertThat(texts.text("greeting")).isEqualTo("こんにちは、{service} $1");
    }

    @Test
    void a_missing_text_or_value_is_a_mistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> languages.in("en").text("nothing"));
        assertThatIllegalArgumentException().isThrownBy(() -> languages.in("en").text("greeting"));
    }
}
