package dev.actionflows.domain.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpcTest {
    @ParameterizedTest
    @CsvSource({
        "602445868162, 602445868162",
        "0602445868162, 602445868162",
        "00602445868162, 602445868162",
        "6 02445 86816 2, 602445868162",
        "036000291452, 036000291452",
        "00036000291452, 036000291452",
        "4006381333931, 4006381333931",
        "04006381333931, 4006381333931"
    })
    void a_code_is_the_same_however_many_zeros_it_is_written_with(String text, String digits) {
        assertThat(Upc.parse(text).map(Upc::digits)).contains(digits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "602445868163",
                "60244586816",
                "000602445868162",
                "60244586816a",
                "６０２４４５８６８１６２"
            })
    void text_with_another_length_or_a_wrong_check_digit_is_no_code(String text) {
        assertThat(Upc.parse(text)).isEmpty();
    }

    @Test
    void all_written_forms_are_the_same_code() {
        Upc upc = Upc.parse("602445868162").orElseThrow();

        assertThat(upc.writtenForms())
                .containsExactly("602445868162", "0602445868162", "00602445868162")
                .allSatisfy(form -> assertThat(Upc.parse(form)).contains(upc));
        assertThat(Upc.parse("10614141000415").orElseThrow().writtenForms())
                .containsExactly("10614141000415");
    }
}
