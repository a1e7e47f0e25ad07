package dev.actionflows.domain.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlbumTitleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Low Tide                       | Low Tide (Deluxe Edition)
                    Low Tide                       | Low Tide [Remastered]
                    Low Tide                       | Low Tide - Deluxe Edition
                    Low Tide                       | Low Tide – 10th Anniversary Edition
                    Low Tide                       | Low Tide: Expanded Edition
                    Low Tide                       | low tide (Remastered 2026) [Explicit]
                    Low Tide                       | Low Tide (Édition deluxe)
                    Low Tide                       | Low Tide (Re-Issue)
                    Low Tide                       | LOW  TIDE!
                    Low Tide                       | Low Tide - Single
                    Low Tide                       | Low Tide - EP
                    Low Tide                       | Low Tide (feat. Nova) - Single
                    Low Tide                       | Low Tide [Clean Version]
                    Low Tide                       | Low Tide (Bonus Track Version)
                    Low Tide                       | Low Tide (Édition limitée)
                    Low Tide                       | Ｌｏｗ Ｔｉｄｅ
                    ÷                              | ÷ (Deluxe)
                    夜の港                          | 夜の港 (Deluxe)
                    (What's the Story) Morning Glory? | (What's The Story) Morning Glory? (Remastered)
                    """)
    void editions_of_one_release_have_something_in_common(String one, String other) {
        assertThat(new AlbumTitle(one).work()).isEqualTo(new AlbumTitle(other).work());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Low Tide           | High Tide
                    Low Tide           | Low Tide (Live)
                    Low Tide           | Low Tide - Acoustic
                    Low Tide           | Low Tide (Nova Remix)
                    Low Tide           | Low Tide (Nova's Version)
                    Low Tide           | Low Tide, Pt. 2
                    Low Tide           | Low Tide - Instrumental
                    Low Tide           | Low Tide (With Strings)
                    Low Tide           | Low Tide: Clean Water
                    Sessions (Summer Edition) | Sessions (Winter Edition)
                    (Deluxe)           | [Remastered]
                    ÷                  | ×
                    夜の港              | 昼の港
                    """)
    void other_titles_and_recordings_are_other_releases(String one, String other) {
        assertThat(new AlbumTitle(one).work()).isNotEqualTo(new AlbumTitle(other).work());
    }

    @Test
    void a_word_is_a_mark_only_in_its_place() {
        assertThat(new AlbumTitle("Deluxe").isEdition()).isFalse();
        assertThat(new AlbumTitle("Clean Water").isEdition()).isFalse();
        assertThat(new AlbumTitle("(Deluxe)").isEdition()).isFalse();
        assertThat(new AlbumTitle("Low Tide (Deluxe)").isEdition()).isTrue();
        assertThat(new AlbumTitle("Low Tide (Nova Remix)").isEdition()).isFalse();
        assertThat(new AlbumTitle("Low Tide - Single").isEdition()).isFalse();
    }

    @Test
    void long_titles_are_short_and_told_apart() {
        String begin = "a".repeat(200);

        assertThat(new AlbumTitle(begin + "b").work())
                .hasSizeLessThanOrEqualTo(60)
                .isNotEqualTo(new AlbumTitle(begin + "c").work());
    }
}
