package dev.actionflows.domain.messaging.quiethours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.document.DataFile;
import dev.actionflows.domain.messaging.PhoneNumber;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.ZoneId;
import java.util.stream.Collectors;

class PhoneAreasTest {
    private final PhoneAreas areas = PhoneAreas.standard();

    @ParameterizedTest
    @CsvSource({
        "+14155550123, US-CA, America/Los_Angeles, NUMBER",
        "+12025550123, US-DC, America/New_York, NUMBER",
        "+18505550123, US-FL, America/Chicago America/New_York, NUMBER",
        "+12015550123, US-NJ US-NY, America/New_York, NUMBER",
        "+19155550123, US-TX, America/Denver, NUMBER",
        "+14165550123, CA, America/Toronto, NUMBER",
        "+17875550123, PR, America/Puerto_Rico, NUMBER",
        "+18765550123, JM, America/Jamaica, NUMBER",
        "+33612345678, FR, Europe/Paris, COUNTRY",
        "+818012345678, JP, Asia/Tokyo, COUNTRY",
        "+77012345678, KZ, Asia/Almaty Asia/Aqtau Asia/Aqtobe Asia/Atyrau Asia/Oral Asia/Qostanay"
                + " Asia/Qyzylorda, COUNTRY",
    })
    void a_number_is_in_the_area_of_its_longest_prefix(
            String number, String jurisdictions, String zones, ZoneSource source) {
        assertThat(areas.of(new PhoneNumber(number)))
                .hasValueSatisfying(
                        area -> {
                            assertThat(
                                            area.jurisdictions().stream()
                                                    .map(Jurisdiction::toString)
                                                    .collect(Collectors.joining(" ")))
                                    .isEqualTo(jurisdictions);
                            assertThat(String.join(" ", area.zoneIds())).isEqualTo(zones);
                            assertThat(area.source()).isEqualTo(source);
                        });
    }

    @ParameterizedTest
    @CsvSource({"+18005550123, US", "+15005550006, US", "+16005550123, CA", "+13355550123, CA US"})
    void a_number_without_an_area_is_in_all_zones_of_its_countries(
            String number, String jurisdictions) {
        assertThat(areas.of(new PhoneNumber(number)))
                .hasValueSatisfying(
                        area -> {
                            assertThat(area.jurisdictions())
                                    .extracting(Jurisdiction::toString)
                                    .containsExactly(jurisdictions.split(" ", -1));
                            assertThat(area.zoneIds()).hasSizeGreaterThan(8);
                            assertThat(area.source()).isEqualTo(ZoneSource.COUNTRY);
                        });
    }

    @ParameterizedTest
    @CsvSource({"+80012345678", "+870773111632", "+881612345678", "+883510001234567"})
    void a_number_of_no_country_has_no_area(String number) {
        assertThat(areas.of(new PhoneNumber(number))).isEmpty();
    }

    @Test
    void places_are_found_by_any_id_of_their_zone() {
        assertThat(areas.observing(ZoneId.of("US/Pacific")))
                .isEqualTo(areas.observing(ZoneId.of("America/Los_Angeles")))
                .contains(Jurisdiction.parse("US-CA"), Jurisdiction.parse("US-WA"))
                .doesNotContain(Jurisdiction.parse("US"), Jurisdiction.parse("US-FL"));
        assertThat(areas.observing(ZoneId.of("Europe/Paris"))).contains(Jurisdiction.parse("FR"));
        assertThat(areas.observing(ZoneId.of("Antarctica/Troll"))).isEmpty();
    }

    @Test
    void faulty_data_is_rejected() {
        assertThatThrownBy(() -> PhoneAreas.parse("version\t1\nFR\tcountry\tEurope/Paris\n"))
                .hasMessageContaining("Europe/Paris");
        PhoneAreas faulty = PhoneAreas.parse("version\t1\nfrance\tcountry\tEurope/Paris\t33\n");
        assertThatThrownBy(() -> faulty.of(new PhoneNumber("+33612345678")))
                .hasMessageContaining("france");
    }

    @Test
    void every_area_can_be_read() {
        assertThat(DataFile.parse(DataFile.read("/phone-areas.tsv")).rows())
                .hasSizeGreaterThan(300)
                .allSatisfy(
                        row ->
                                assertThat(
                                                areas.of(
                                                        new PhoneNumber(
                                                                "+"
                                                                        + row.get(3)
                                                                                .split(" ", -1)[0]
                                                                        + "5550123")))
                                        .hasValueSatisfying(
                                                area -> assertThat(area.zones()).isNotEmpty()));
    }
}
