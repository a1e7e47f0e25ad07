package dev.actionflows.domain.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsrcTest {
    @ParameterizedTest
    @CsvSource({
        "USRC17607839, USRC17607839",
        "US-RC1-76-07839, USRC17607839",
        "us-rc1-76-07839, USRC17607839",
        "US RC1 76 07839, USRC17607839",
        "QZS7J2542546, QZS7J2542546",
        "JM-K40-14-00212, JMK401400212"
    })
    void a_code_is_the_same_however_it_is_written(String text, String code) {
        assertThat(Isrc.parse(text).map(Isrc::code)).contains(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "USRC1760783",
                "USRC176078390",
                "1SRC17607839",
                "U1RC17607839",
                "USRC1760783A",
                "USRC1A607839",
                "ISRC US-RC1-76-07839",
                "U-SRC17607839",
                "US--RC1-76-07839",
                "US-RC1-76-07839-",
                "US_RC1_76_07839",
                "602445868162",
                "ＵＳＲＣ１７６０７８３９",
                "ıSRC17607839",
                "USRC١٧٦٠٧٨٣٩"
            })
    void other_text_is_no_code(String text) {
        assertThat(Isrc.parse(text)).isEmpty();
    }
}
