package dev.actionflows.domain.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
    @ParameterizedTest
    @ValueSource(strings = {"+14155550123", "+1 (415) 555-0123", "+1-415-555-0123"})
    void an_international_number_is_understood_however_it_is_written(String text) {
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
                "+999999999999999999"
            })
    void short_codes_names_and_local_numbers_are_none(String text) {
        assertThat(PhoneNumber.parse(text)).isEmpty();
    }

    @Test
    void it_does_not_show_itself_in_logs() {
        assertThat(new PhoneNumber("+14155550123")).hasToString("+***23");
    }
}
