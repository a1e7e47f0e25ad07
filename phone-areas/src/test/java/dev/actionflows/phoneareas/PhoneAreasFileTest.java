package dev.actionflows.phoneareas;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The output of {@code make phone-areas}. */
class PhoneAreasFileTest {
    private static final Path ROOT = Path.of(property("project.root"));

    private static final String VERSION = property("libphonenumber-geocoder.version");

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name));
    }

    private static Map<String, List<String>> rowsByPrefix() throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(ROOT.resolve(PhoneAreasFile.FILE))) {
            if (!line.startsWith("#") && !line.startsWith("version")) {
                List<String> columns = List.of(line.split("\t", -1));
                for (String prefix : columns.get(3).split(" ", -1)) {
                    assertThat(rows.put(prefix, columns)).as(prefix).isNull();
                }
            }
        }
        return rows;
    }

    private static Set<String> words(String column) {
        return new TreeSet<>(Arrays.asList(column.split(" ", -1)));
    }

    @Test
    void the_file_is_up_to_date_and_a_stale_one_is_rewritten(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve(PhoneAreasFile.FILE);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, "stale");

        PhoneAreasFile.main(new String[] {folder.toString(), VERSION});

        assertThat(file)
                .as("stale: run `make phone-areas`")
                .hasSameTextualContentAs(ROOT.resolve(PhoneAreasFile.FILE));
    }

    @Test
    void every_zone_exists() throws IOException {
        assertThat(rowsByPrefix().values())
                .hasSizeGreaterThan(600)
                .allSatisfy(
                        row ->
                                assertThat(words(row.get(2)))
                                        .isNotEmpty()
                                        .allSatisfy(
                                                zone -> assertThat(ZoneId.of(zone)).isNotNull()));
    }

    @Test
    void every_state_has_an_area_code() throws IOException {
        Set<String> states = new TreeSet<>();
        rowsByPrefix().values().forEach(row -> states.addAll(words(row.getFirst())));
        states.removeIf(it -> !it.startsWith("US-"));

        assertThat(states).hasSize(51);
    }

    @Test
    void an_area_code_has_every_zone_that_the_library_answers_for_it() throws IOException {
        PhoneNumberToTimeZonesMapper library = PhoneNumberToTimeZonesMapper.getInstance();
        Map<String, Set<String>> differences = new LinkedHashMap<>();
        rowsByPrefix()
                .forEach(
                        (prefix, row) -> {
                            if (prefix.startsWith("1") && row.get(1).equals("number")) {
                                Set<String> answered = new TreeSet<>();
                                for (int exchange = 200; exchange < 1_000; exchange++) {
                                    answered.addAll(
                                            library.getTimeZonesForGeographicalNumber(
                                                    number(prefix, exchange)));
                                }
                                answered.removeAll(words(row.get(2)));
                                if (!answered.isEmpty()) {
                                    differences.put(prefix, answered);
                                }
                            }
                        });

        // 474 is in Saskatchewan, 689 in Orlando
        assertThat(differences)
                .isEqualTo(
                        Map.of(
                                "1474", Set.of("America/Winnipeg"),
                                "1689", Set.of("America/Chicago")));
    }

    private static PhoneNumber number(String prefix, int exchange) {
        return new PhoneNumber()
                .setCountryCode(1)
                .setNationalNumber(
                        (Long.parseLong(prefix.substring(1)) * 1_000 + exchange) * 10_000 + 1_234);
    }

    @Test
    void an_area_code_in_two_zones_has_both() throws IOException {
        Map<String, List<String>> rows = rowsByPrefix();

        assertThat(rows.get("1219")).element(2).isEqualTo("America/Chicago America/New_York");
        assertThat(rows.get("1448")).isEqualTo(rows.get("1850"));
        assertThat(rows.get("1778")).element(2).isEqualTo("America/Edmonton America/Vancouver");
    }

    @Test
    void a_new_area_code_in_a_divided_state_has_all_its_zones() {
        assertThat(ReviewedAreaCodes.isOneZone("305")).isTrue();
        assertThat(ReviewedAreaCodes.isOneZone("850")).isFalse();
        assertThat(ReviewedAreaCodes.sharedWith("448")).containsExactly("850");
        assertThat(ReviewedAreaCodes.sharedWith("305")).containsExactly("305");
    }

    @Test
    void a_country_has_its_own_zones() throws IOException {
        Map<String, List<String>> rows = rowsByPrefix();

        assertThat(rows.get("213")).contains("DZ", "Africa/Algiers");
        assertThat(rows.get("7")).element(2).asString().contains("Europe/Kaliningrad");
        assertThat(rows.get("77")).contains("KZ");
    }

    @Test
    void calling_codes_of_no_country_are_left_out() throws IOException {
        assertThat(rowsByPrefix()).doesNotContainKeys("800", "808", "870", "881", "882", "883");
    }
}
