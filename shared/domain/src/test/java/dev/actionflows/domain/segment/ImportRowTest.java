package dev.actionflows.domain.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a row of an import, and what is not. */
class ImportRowTest {
    private static final Instant NOW = Samples.NOW;

    private final Map<ImportColumn, String> cells = new EnumMap<>(ImportColumn.class);

    private ImportRow row() {
        ImportRowDecoder decoder = new ImportRowDecoder(cells, NOW);
        ImportRow row = decoder.decode();
        assertThat(decoder.problems()).isEmpty();
        return row;
    }

    private List<String> problems() {
        ImportRowDecoder decoder = new ImportRowDecoder(cells, NOW);
        decoder.decode();
        return decoder.problems().stream()
                .map(it -> it.column().orElse("") + " " + it.detail())
                .toList();
    }

    private void withConsent() {
        cells.put(ImportColumn.PHONE, "+1 (415) 555-0123");
        cells.put(ImportColumn.CONSENT_TEXT, "Yes");
        cells.put(ImportColumn.CONSENT_TEXT_AT, "2026-03-01T18:00:00+02:00");
        cells.put(ImportColumn.CONSENT_TEXT_SOURCE, "shop checkout");
        cells.put(ImportColumn.CONSENT_TEXT_WORDING, "Text me about new music.");
    }

    @ParameterizedTest
    @CsvSource({
        "first_name, FIRST_NAME",
        "First Name, FIRST_NAME",
        "firstName, FIRST_NAME",
        "PHONE, PHONE",
        "consent-text-AT, CONSENT_TEXT_AT"
    })
    void a_title_is_known_in_any_notation(String title, ImportColumn column) {
        assertThat(ImportColumn.ofTitle(title)).contains(column);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "phones", "mobile", "last_name", "text_permission", "тел"})
    void another_title_is_unknown(String title) {
        assertThat(ImportColumn.ofTitle(title)).isEmpty();
    }

    @Test
    void a_consent_has_its_evidence() {
        withConsent();

        assertThat(row().consents())
                .singleElement()
                .satisfies(
                        consent -> {
                            assertThat(consent.at()).isEqualTo("2026-03-01T16:00:00Z");
                            assertThat(consent.source()).isEqualTo("shop checkout");
                            assertThat(consent.wording()).isEqualTo("Text me about new music.");
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"consent_text_at", "consent_text_source", "consent_text_wording", "phone"})
    void a_consent_without_any_part_of_its_evidence_is_rejected(String missing) {
        withConsent();
        cells.put(ImportColumn.EMAIL, "ada@fans.example");
        cells.put(ImportColumn.ofTitle(missing).orElseThrow(), " ");

        assertThat(problems()).singleElement().asString().startsWith(missing + " is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "FALSE", "0", ""})
    void evidence_without_a_yes_is_no_consent(String word) {
        withConsent();
        cells.put(ImportColumn.CONSENT_TEXT, word);

        assertThat(row().consents()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"maybe", "given", "y", "x", "ja"})
    void another_word_is_not_guessed(String word) {
        withConsent();
        cells.put(ImportColumn.CONSENT_TEXT, word);

        assertThat(problems()).containsExactly("consent_text must be yes or no");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"03/04/2026", "1.3.2026", "2026-02-30", "46082", "1026-01-01", "yesterday"})
    void an_ambiguous_date_is_not_guessed(String date) {
        withConsent();
        cells.put(ImportColumn.CONSENT_TEXT_AT, date);

        assertThat(problems()).singleElement().asString().contains("ISO 8601");
    }

    @Test
    void a_consent_of_the_future_is_rejected() {
        withConsent();
        cells.put(ImportColumn.CONSENT_TEXT_AT, NOW.plusSeconds(1).toString());

        assertThat(problems()).containsExactly("consent_text_at must not be in the future");
    }

    @Test
    void a_wording_that_is_too_long_is_rejected() {
        withConsent();
        cells.put(
                ImportColumn.CONSENT_TEXT_WORDING,
                "x".repeat(ImportRowDecoder.MAX_WORDING_LENGTH + 1));

        assertThat(problems())
                .containsExactly("consent_text_wording must have at most 2000 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+14155550123", "'+14155550123", "''+14155550123", " +1 415 555 0123\u00A0"})
    void a_number_may_have_an_apostrophe_before_it(String number) {
        cells.put(ImportColumn.PHONE, number);

        assertThat(row().phone())
                .hasValueSatisfying(it -> assertThat(it.e164()).isEqualTo("+14155550123"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.15555E+09", "1,41556E+10", "+1.41556e10"})
    void a_number_that_a_spreadsheet_shortened_is_explained(String number) {
        cells.put(ImportColumn.PHONE, number);

        assertThat(problems()).singleElement().asString().contains("format the column as text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4155550123", "14155550123", "+1 555", "Ada", "+1415555012345678"})
    void another_number_needs_its_country_code(String number) {
        cells.put(ImportColumn.PHONE, number);

        assertThat(problems()).singleElement().asString().contains("with + and the country code");
    }

    @Test
    void all_problems_of_a_row_are_reported() {
        cells.put(ImportColumn.EMAIL, "ada");
        cells.put(ImportColumn.FAN_ID, "17");
        cells.put(ImportColumn.FIRST_NAME, "www.example.com");
        cells.put(ImportColumn.TIME_ZONE, "+02:00");

        assertThat(problems())
                .extracting(it -> it.split(" ", 2)[0])
                .containsExactly("email", "fan_id", "first_name", "time_zone");
    }

    @Test
    void a_row_without_an_identity_is_rejected() {
        cells.put(ImportColumn.FIRST_NAME, "Ada");

        assertThat(problems()).containsExactly(" must identify the fan by phone, email or fan_id");
    }
}
