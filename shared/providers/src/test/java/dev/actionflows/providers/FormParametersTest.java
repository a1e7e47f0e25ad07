package dev.actionflows.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.providers.FormParameters.Parameter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormParametersTest {
    @Test
    void order_repeated_empty_and_unknown_parameters_are_kept() {
        assertThat(FormParameters.decode("b=2&a=&b=1&=x&c").all())
                .containsExactly(
                        new Parameter("b", "2"),
                        new Parameter("a", ""),
                        new Parameter("b", "1"),
                        new Parameter("", "x"),
                        new Parameter("c", ""));
    }

    @Test
    void an_empty_pair_is_not_a_parameter() {
        assertThat(FormParameters.decode("&a=1&&b=2&").all())
                .containsExactly(new Parameter("a", "1"), new Parameter("b", "2"));
        assertThat(FormParameters.decode("")).isEqualTo(FormParameters.none());
    }

    @Test
    void names_and_values_are_decoded_and_not_trimmed() {
        assertThat(FormParameters.decode("Bo%64y=+Gr%C3%B6%C3%9Fe%20%26+%3D+%f0%9f%8e%b5%0A").all())
                .containsExactly(new Parameter("Body", " Größe & = 🎵\n"));
    }

    @Test
    void only_the_first_equals_sign_separates_name_and_value() {
        assertThat(FormParameters.decode("a=b=c").first("a")).contains("b=c");
    }

    @Test
    void an_empty_value_is_a_value() {
        FormParameters form = FormParameters.decode("a=&a=2");

        assertThat(form.first("a")).contains("");
        assertThat(form.first("b")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a=%, a percent sequence is broken at character 4",
        "a=%4, a percent sequence is broken at character 5",
        "a=%4&b=1, a percent sequence is broken at character 5",
        "a=%zz, a percent sequence is broken at character 4",
        "a=%+1, a percent sequence is broken at character 4",
        "a=%-1, a percent sequence is broken at character 4",
        "a=%１0, a percent sequence is broken at character 4",
        "a=%C3, a percent sequence is not UTF-8 at character 3",
        "a=%C3&b=%9F, a percent sequence is not UTF-8 at character 3",
        "a=%C0%80, a percent sequence is not UTF-8 at character 3",
        "a=%ED%A0%80, a percent sequence is not UTF-8 at character 3",
        "a=ö, a character is not percent-encoded at character 3"
    })
    void a_malformed_form_is_an_error_with_a_position_and_no_quotation(String form, String error) {
        assertThatExceptionOfType(MalformedFormException.class)
                .isThrownBy(() -> FormParameters.decode(form))
                .withMessage(error.replace(" at character", ", at character"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", " a+b & c=d% ", "ünï🎵\r\n\0", "*-._~"})
    void encoding_is_reversible(String value) {
        FormParameters form =
                FormParameters.none().with("a b", value).with(value, "").with("x", "");

        assertThat(FormParameters.decode(form.encode())).isEqualTo(form);
    }

    @Test
    void values_are_not_in_the_string_representation() {
        assertThat(FormParameters.decode("Body=secret&From=%2B12025550123"))
                .hasToString("FormParameters[Parameter[Body], Parameter[From]]");
    }
}
