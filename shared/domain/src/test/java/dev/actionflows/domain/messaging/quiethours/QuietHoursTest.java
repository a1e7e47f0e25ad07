package dev.actionflows.domain.messaging.quiethours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.messaging.PhoneNumber;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

class QuietHoursTest {
    private static final String LOS_ANGELES = "+14155550123";
    private static final String MIAMI = "+13055550123";
    private static final String PENSACOLA = "+18505550123";
    private static final String NEW_YORK = "+12125550123";
    private static final String HOUSTON = "+17135550123";
    private static final String PROVIDENCE = "+14015550123";
    private static final String TORONTO = "+14165550123";
    private static final String TOLL_FREE = "+18005550123";
    private static final String UNASSIGNED_AREA_CODE = "+13355550123";
    private static final String PARIS = "+33612345678";
    private static final String LONDON = "+447400123456";
    private static final String SYDNEY_OR_PERTH = "+61412345678";
    private static final String INTERNATIONAL_TOLL_FREE = "+80012345678";

    private final QuietHours quietHours = QuietHours.standard();

    private static Recipient recipient(String number) {
        return new Recipient(new PhoneNumber(number), Optional.empty());
    }

    private static Recipient recipient(String number, String zone) {
        return new Recipient(new PhoneNumber(number), Optional.of(ZoneId.of(zone)));
    }

    private static Instant at(String local, String zone) {
        return LocalDateTime.parse(local).atZone(ZoneId.of(zone)).toInstant();
    }

    private static Instant until(QuietHoursDecision decision) {
        return switch (decision) {
            case QuietHoursDecision.Open open -> open.until();
            case QuietHoursDecision.Closed closed -> closed.until();
            case QuietHoursDecision.NeverOpen _ -> Instant.MAX;
        };
    }

    private QuietHoursDecision decide(Recipient recipient, String local, String zone) {
        return quietHours.decide(recipient, at(local, zone));
    }

    private void assertOpen(Recipient recipient, String local, String until, String zone) {
        QuietHoursDecision decision = decide(recipient, local, zone);
        assertThat(decision).isInstanceOf(QuietHoursDecision.Open.class);
        assertThat(until(decision)).isEqualTo(at(until, zone));
    }

    private void assertClosed(Recipient recipient, String local, String until, String zone) {
        QuietHoursDecision decision = decide(recipient, local, zone);
        assertThat(decision).isInstanceOf(QuietHoursDecision.Closed.class);
        assertThat(until(decision)).isEqualTo(at(until, zone));
    }

    @Test
    void the_first_minute_of_the_window_is_open_and_the_last_instant_before_it_is_closed() {
        String zone = "America/Los_Angeles";
        assertClosed(recipient(LOS_ANGELES), "2026-11-27T07:59:59.999", "2026-11-27T08:00", zone);
        assertOpen(recipient(LOS_ANGELES), "2026-11-27T08:00", "2026-11-27T21:00", zone);
        assertOpen(recipient(LOS_ANGELES), "2026-11-27T20:59:59.999", "2026-11-27T21:00", zone);
        assertClosed(recipient(LOS_ANGELES), "2026-11-27T21:00", "2026-11-28T08:00", zone);
    }

    @ParameterizedTest
    @CsvSource({
        // Connecticut, Florida, Maryland, Mississippi, New Jersey, Oklahoma, Texas, New York
        "+12035550123, 2026-11-27T09:00, 2026-11-27T20:00, America/New_York",
        "+13055550123, 2026-11-27T08:00, 2026-11-27T20:00, America/New_York",
        "+13015550123, 2026-11-27T08:00, 2026-11-27T20:00, America/New_York",
        "+16015550123, 2026-11-27T08:00, 2026-11-27T20:00, America/Chicago",
        "+19735550123, 2026-11-27T08:00, 2026-11-27T20:00, America/New_York",
        "+14055550123, 2026-11-27T08:00, 2026-11-27T20:00, America/Chicago",
        "+17135550123, 2026-11-27T09:00, 2026-11-27T21:00, America/Chicago",
        "+12125550123, 2026-11-27T08:00, 2026-11-27T21:00, America/New_York",
    })
    void a_state_narrows_the_hours_of_its_country(
            String number, String opens, String closes, String zone) {
        assertClosed(
                recipient(number),
                LocalDateTime.parse(opens).minusMinutes(1).toString(),
                opens,
                zone);
        assertOpen(recipient(number), opens, closes, zone);
    }

    @Test
    void texas_opens_at_noon_on_sundays() {
        assertClosed(recipient(HOUSTON), "2026-11-29T10:00", "2026-11-29T12:00", "America/Chicago");
    }

    @Test
    void mississippi_is_closed_on_sundays() {
        assertClosed(
                recipient("+16015550123"),
                "2026-11-28T20:00",
                "2026-11-30T08:00",
                "America/Chicago");
    }

    @Test
    void rhode_island_is_closed_on_sundays_and_holidays() {
        String zone = "America/New_York";
        assertOpen(recipient(PROVIDENCE), "2026-11-28T10:00", "2026-11-28T17:00", zone);
        assertClosed(recipient(PROVIDENCE), "2026-11-28T17:00", "2026-11-30T09:00", zone);
        // Thanksgiving
        assertClosed(recipient(PROVIDENCE), "2026-11-26T12:00", "2026-11-27T09:00", zone);
    }

    @Test
    void france_is_closed_on_sundays_and_public_holidays() {
        String zone = "Europe/Paris";
        assertOpen(recipient(PARIS), "2026-11-27T21:59", "2026-11-27T22:00", zone);
        assertClosed(recipient(PARIS), "2026-11-28T22:00", "2026-11-30T08:00", zone);
        // Saturday, then Easter Sunday and Monday, on the weekend of the clock change
        assertClosed(recipient(PARIS), "2027-03-27T22:00", "2027-03-30T08:00", zone);
        // the first of May and the eighth are Saturdays
        assertClosed(recipient(PARIS), "2027-05-01T12:00", "2027-05-03T08:00", zone);
    }

    @Test
    void an_area_code_in_two_zones_is_open_while_both_are() {
        assertClosed(
                recipient(PENSACOLA), "2026-11-27T08:30", "2026-11-27T09:00", "America/New_York");
        assertOpen(
                recipient(PENSACOLA), "2026-11-27T09:00", "2026-11-27T20:00", "America/New_York");
    }

    @Test
    void a_country_in_several_zones_is_open_while_all_are() {
        QuietHoursDecision decision =
                decide(recipient(SYDNEY_OR_PERTH), "2026-11-27T08:00", "Australia/Sydney");
        assertThat(until(decision)).isEqualTo(at("2026-11-27T08:00", "Australia/Perth"));
        assertThat(until(quietHours.decide(recipient(SYDNEY_OR_PERTH), until(decision))))
                .isEqualTo(at("2026-11-27T21:00", "Australia/Sydney"));
    }

    @Test
    void canadian_numbers_have_canadian_rules() {
        QuietHoursDecision decision =
                decide(recipient(TORONTO), "2026-11-29T08:00", "America/Toronto");

        assertThat(until(decision)).isEqualTo(at("2026-11-29T21:00", "America/Toronto"));
        assertThat(decision.evidence().rules()).containsExactly("CUSTOM");
    }

    @Test
    void a_toll_free_number_has_the_rules_of_all_states_in_all_zones() {
        QuietHoursDecision decision =
                decide(recipient(TOLL_FREE), "2026-11-27T08:00", "America/New_York");

        // from 9:00 in Hawaii to 18:00 in Rhode Island
        assertThat(until(decision)).isEqualTo(at("2026-11-27T09:00", "Pacific/Honolulu"));
        assertThat(until(quietHours.decide(recipient(TOLL_FREE), until(decision))))
                .isEqualTo(at("2026-11-27T18:00", "America/New_York"));
        assertThat(decision.evidence().rules())
                .contains("US", "US-FL", "US-RI", "US-TX")
                .doesNotContain("CUSTOM");
        assertThat(decision.evidence().zoneSource()).isEqualTo(ZoneSource.COUNTRY);
    }

    @Test
    void a_new_area_code_is_in_the_united_states_or_canada() {
        QuietHoursDecision decision =
                decide(recipient(UNASSIGNED_AREA_CODE), "2026-11-27T12:00", "America/New_York");

        assertThat(until(decision)).isEqualTo(at("2026-11-27T09:00", "Pacific/Honolulu"));
        assertThat(decision.evidence().rules()).contains("US", "US-RI", "CUSTOM");
        assertThat(decision.evidence().zones())
                .contains(ZoneId.of("America/St_Johns"), ZoneId.of("Pacific/Honolulu"));
    }

    @Test
    void a_number_of_no_country_is_never_open() {
        QuietHoursDecision decision =
                decide(recipient(INTERNATIONAL_TOLL_FREE), "2026-11-27T12:00", "UTC");

        assertThat(decision).isInstanceOf(QuietHoursDecision.NeverOpen.class);
        assertThat(decision.evidence().zones()).isEmpty();
        assertThat(decision.evidence().zoneSource()).isEqualTo(ZoneSource.NONE);
    }

    @Test
    void a_number_of_no_country_has_the_rules_of_the_declared_zone() {
        QuietHoursDecision decision =
                decide(
                        recipient(INTERNATIONAL_TOLL_FREE, "Europe/Paris"),
                        "2026-11-29T12:00",
                        "Europe/Paris");

        assertThat(until(decision)).isEqualTo(at("2026-11-30T08:00", "Europe/Paris"));
        assertThat(decision.evidence().zoneSource()).isEqualTo(ZoneSource.DECLARED);
    }

    @Test
    void a_country_without_a_row_has_the_default_rule() {
        QuietHoursDecision decision =
                decide(recipient("+819012345678"), "2026-11-29T07:59", "Asia/Tokyo");

        assertThat(until(decision)).isEqualTo(at("2026-11-29T08:00", "Asia/Tokyo"));
        assertThat(decision.evidence().rules()).containsExactly("DEFAULT");
    }

    @Test
    void a_declared_zone_in_the_numbers_area_selects_one_of_its_zones() {
        QuietHoursDecision decision =
                decide(
                        recipient(PENSACOLA, "America/New_York"),
                        "2026-11-27T08:00",
                        "America/New_York");

        assertThat(decision).isInstanceOf(QuietHoursDecision.Open.class);
        assertThat(decision.evidence().rules()).containsExactly("US", "US-FL");
    }

    @Test
    void a_declared_zone_elsewhere_adds_the_rules_of_the_places_that_observe_it() {
        QuietHoursDecision moved =
                decide(recipient(MIAMI, "US/Pacific"), "2026-11-27T08:00", "America/Los_Angeles");
        assertThat(until(moved)).isEqualTo(at("2026-11-27T20:00", "America/Los_Angeles"));
        assertThat(moved.evidence().rules()).containsExactly("US", "US-FL");

        QuietHoursDecision arrived =
                decide(
                        recipient(LOS_ANGELES, "America/New_York"),
                        "2026-11-27T08:00",
                        "America/New_York");
        assertThat(until(arrived)).isEqualTo(at("2026-11-27T09:00", "America/New_York"));
        assertThat(arrived.evidence().rules())
                .containsExactlyInAnyOrder("US", "US-CT", "US-FL", "US-MD", "US-NJ", "US-RI");

        QuietHoursDecision abroad =
                decide(recipient(NEW_YORK, "Europe/Paris"), "2026-11-27T21:00", "Europe/Paris");
        assertThat(until(abroad)).isEqualTo(at("2026-11-28T08:00", "Europe/Paris"));
        assertThat(abroad.evidence().rules()).containsExactlyInAnyOrder("US", "FR");
    }

    @Test
    void a_declared_offset_is_a_zone() {
        Recipient recipient =
                new Recipient(new PhoneNumber(LONDON), Optional.of(ZoneOffset.ofHours(2)));

        assertThat(until(quietHours.decide(recipient, Instant.parse("2026-11-27T05:59:00Z"))))
                .isEqualTo(Instant.parse("2026-11-27T06:00:00Z"));
    }

    @Test
    void zones_too_far_apart_are_never_open() {
        QuietHours far =
                new QuietHours(
                        QuietHoursTable.standard(),
                        PhoneAreas.parse("version\t1\nFR\tcountry\tUTC Etc/GMT-8 Etc/GMT+8\t33\n"));

        assertThat(far.decide(recipient(PARIS), at("2026-11-27T12:00", "UTC")))
                .isInstanceOf(QuietHoursDecision.NeverOpen.class);
    }

    @Test
    void a_decision_carries_its_evidence() {
        QuietHoursDecision decision =
                decide(recipient(PENSACOLA), "2026-11-27T12:00", "America/New_York");

        assertThat(decision.evidence())
                .isEqualTo(
                        new QuietHoursEvidence(
                                List.of("US", "US-FL"),
                                QuietHoursTable.standard().version(),
                                List.of(
                                        ZoneId.of("America/Chicago"),
                                        ZoneId.of("America/New_York")),
                                ZoneSource.NUMBER,
                                PhoneAreas.standard().version()));
    }
}
