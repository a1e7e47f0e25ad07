package dev.actionflows.domain.messaging.quiethours;

import dev.actionflows.domain.document.DataFile;
import dev.actionflows.domain.messaging.PhoneNumber;

import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Jurisdictions and time zones by the prefix of a phone number, read from {@code phone-areas.tsv}.
 * That file is derived from libphonenumber and the tz database when the project is built, because
 * the library's own map loads two hundred classes and misleads for mobile numbers (docs/adr/0039).
 * Its comments describe the columns.
 */
public final class PhoneAreas {
    private static final String RESOURCE = "/phone-areas.tsv";
    private static final int COLUMNS = 4;

    private final String version;
    private final List<List<String>> rows;
    private final Map<String, List<String>> byPrefix = new HashMap<>();
    private int longestPrefix;

    private PhoneAreas(String version, List<List<String>> rows) {
        this.version = version;
        this.rows = rows;
        for (List<String> row : rows) {
            if (row.size() != COLUMNS) {
                throw new IllegalArgumentException("in phone areas: " + row);
            }
            for (String prefix : row.get(3).split(" ", -1)) {
                byPrefix.put(prefix, row);
                longestPrefix = Math.max(longestPrefix, prefix.length());
            }
        }
    }

    /** The areas of all countries. */
    public static PhoneAreas standard() {
        return parse(DataFile.read(RESOURCE));
    }

    /**
     * Reads areas in the format of {@code phone-areas.tsv}. Their columns are parsed when they are
     * needed, because most never are.
     *
     * @throws IllegalArgumentException with the line that does not have these columns
     */
    public static PhoneAreas parse(String text) {
        DataFile file = DataFile.parse(text);
        return new PhoneAreas(file.version(), file.rows());
    }

    private static PhoneArea area(List<String> row) {
        List<Jurisdiction> jurisdictions = new ArrayList<>();
        for (String jurisdiction : row.getFirst().split(" ", -1)) {
            jurisdictions.add(Jurisdiction.parse(jurisdiction));
        }
        return new PhoneArea(
                jurisdictions,
                List.of(row.get(2).split(" ", -1)),
                ZoneSource.valueOf(row.get(1).toUpperCase(Locale.ROOT)));
    }

    /** The version of the data. */
    public String version() {
        return version;
    }

    /**
     * The area of the longest matching prefix.
     *
     * @return empty for numbers of no country, such as international toll-free numbers (+800)
     */
    Optional<PhoneArea> of(PhoneNumber number) {
        String digits = number.e164().substring(1);
        for (int length = Math.min(longestPrefix, digits.length()); length > 0; length--) {
            List<String> row = byPrefix.get(digits.substring(0, length));
            if (row != null) {
                return Optional.of(area(row));
            }
        }
        return Optional.empty();
    }

    /**
     * The jurisdictions in a time zone: states where area codes are assigned to states, otherwise
     * countries. If no area has an id, such as {@code US/Pacific}, the areas count that have a zone
     * with the same rules.
     */
    Set<Jurisdiction> observing(ZoneId zone) {
        List<PhoneArea> precise = precise();
        Set<Jurisdiction> observing = new LinkedHashSet<>();
        for (PhoneArea area : precise) {
            if (area.zoneIds().contains(zone.getId())) {
                observing.addAll(area.jurisdictions());
            }
        }
        if (observing.isEmpty()) {
            ZoneRules clock = zone.getRules();
            for (PhoneArea area : precise) {
                if (area.zones().stream().anyMatch(it -> it.getRules().equals(clock))) {
                    observing.addAll(area.jurisdictions());
                }
            }
        }
        return observing;
    }

    /** The area codes, and the countries without area codes. */
    private List<PhoneArea> precise() {
        List<PhoneArea> precise = new ArrayList<>();
        Set<String> countriesWithAreaCodes = new HashSet<>();
        List<PhoneArea> ofCountries = new ArrayList<>();
        for (List<String> row : rows) {
            PhoneArea area = area(row);
            if (area.source() == ZoneSource.NUMBER) {
                precise.add(area);
                area.jurisdictions().forEach(it -> countriesWithAreaCodes.add(it.country()));
            } else {
                ofCountries.add(area);
            }
        }
        for (PhoneArea area : ofCountries) {
            if (area.jurisdictions().stream()
                    .noneMatch(it -> countriesWithAreaCodes.contains(it.country()))) {
                precise.add(area);
            }
        }
        return precise;
    }
}
