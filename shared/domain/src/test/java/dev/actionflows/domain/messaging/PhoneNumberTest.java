package dev.actionflows.domain.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+14155550123",
                "+1 (415) 555-0123",
                "+1-415-555-0123",
                "+1\u00A0415\u202F555\u20110123",
                "+1 415\u2013555\u20130123",
                "\u202A+1 415 555 0123\u202C",
                "\u200E+1\u2212415\u2212555\u22120123",
                "\uFF0B1 415 555 0123",
                "\uFF0B\uFF11 \uFF08415\uFF09 555-0123",
            })
    void an_international_number_is_parsed_in_any_notation(String text) {
        assertThat(PhoneNumber.parse(text)).contains(new PhoneNumber("+14155550123"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12345",
                "Night Harbour",
                "whatsapp:+14155550123",
                "+1800FLOWERS",
                "4155550123",
                "+1",
                "+0415555",
                "+999999999999999999",
                "+1 555-0123",
                "\u202A\u202C",
                "\uFF0B1800\uFF26LOWERS",
                "+15550123",
                "+1 155 555 0123",
                "+1 415 055 0123",
                "+44 7946 0958"
            })
    void short_codes_names_and_local_numbers_are_rejected(String text) {
        assertThat(PhoneNumber.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+4915112345678",
                "+442079460958",
                "+33612345678",
                "+5215512345678",
                "+525512345678",
                "+5491112345678",
                "+551187654321",
                "+5511987654321",
                "+6591234567",
                "+35312345678",
                "+2348012345678",
                "+18765550123"
            })
    void a_number_is_kept_as_given(String text) {
        assertThat(PhoneNumber.parse(text)).contains(new PhoneNumber(text));
    }

    @ParameterizedTest
    @CsvSource({
        "+52 1 55 1234 5678, +52 55 1234 5678",
        "+54 9 11 1234 5678, +54 11 1234 5678",
        "+54 9 351 123 4567, +54 351 123 4567",
        "+55 11 98765 4321, +55 11 8765 4321",
    })
    void two_numbers_of_one_phone_have_the_same_canonical_form(String one, String other) {
        PhoneNumber first = PhoneNumber.parse(one).orElseThrow();
        PhoneNumber second = PhoneNumber.parse(other).orElseThrow();

        assertThat(first).isNotEqualTo(second);
        assertThat(first.ofSamePhone()).isEqualTo(second.ofSamePhone());
    }

    @ParameterizedTest
    @CsvSource({
        "+55 11 92345 6789, +55 11 2345 6789",
        "+1 915 555 0123, +1 155 555 0123",
        "+49 1511 2345678, +49 511 2345678",
        "+52 1 55 1234 5678, +52 15 5123 4567",
    })
    void numbers_of_different_phones_have_different_canonical_forms(String one, String other) {
        assertThat(PhoneNumber.parse(one).map(PhoneNumber::ofSamePhone))
                .isNotEqualTo(PhoneNumber.parse(other).map(PhoneNumber::ofSamePhone));
    }

    @Test
    void to_string_masks_the_number() {
        assertThat(new PhoneNumber("+14155550123")).hasToString("+***23");
    }
}
