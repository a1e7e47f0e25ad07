package dev.actionflows.domain.messaging.quiethours;

import dev.actionflows.domain.messaging.PhoneNumber;

import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Jurisdictions and time zones by the prefix of a phone number, read from {@code phone-areas.tsv}.
 * That file is derived from the data of libphonenumber when the project is built, because reading
 * the library's own file at run time loads several hundred classes. Its comments describe the
 * columns.
 */
public final class PhoneAreas {
    private static final String RESOURCE = "/phone-areas.tsv";
    private static final int COLUMNS = 4;

    private final String version;
    private final List<PhoneArea> areas = new ArrayList<>();
    private final Map<String, PhoneArea> byPrefix = new HashMap<>();
    private int longestPrefix;

    private PhoneAreas(String version) {
        this.version = version;
    }

    /** The areas of all countries. */
    public static PhoneAreas standard() {
        return parse(DataFile.read(RESOURCE));
    }

    /**
     * Parses areas in the format of {@code phone-areas.tsv}.
     *
     * @throws IllegalArgumentException with the line that is not in this format
     */
    public static PhoneAreas parse(String text) {
        DataFile file = DataFile.parse(text);
        PhoneAreas areas = new PhoneAreas(file.version());
        file.rows().forEach(areas::add);
        return areas;
    }

    private void add(List<String> row) {
        if (row.size() != COLUMNS) {
            throw new IllegalArgumentException("in phone areas: " + row);
        }
        PhoneArea area =
                new PhoneArea(
                        Arrays.stream(row.getFirst().split(" ", -1))
                                .map(Jurisdiction::parse)
                                .collect(Collectors.toCollection(LinkedHashSet::new)),
                        List.of(row.get(2).split(" ", -1)),
                        ZoneSource.valueOf(row.get(1).toUpperCase(Locale.ROOT)));
        areas.add(area);
        for (String prefix : row.get(3).split(" ", -1)) {
            byPrefix.put(prefix, area);
            longestPrefix = Math.max(longestPrefix, prefix.length());
        }
    }

    /** The version of the data. */
    public String version() {
        return version;
    }

    /** Every area. */
    List<PhoneArea> all() {
        return List.copyOf(areas);
    }

    /**
     * The area of the longest matching prefix.
     *
     * @return empty for numbers of no country, such as international toll-free numbers (+800)
     */
    Optional<PhoneArea> of(PhoneNumber number) {
        String digits = number.e164().substring(1);
        for (int length = Math.min(longestPrefix, digits.length()); length > 0; length--) {
            PhoneArea area = byPrefix.get(digits.substring(0, length));
            if (area != null) {
                return Optional.of(area);
            }
        }
        return Optional.empty();
    }

    /**
     * The jurisdictions in which clocks show the time of this zone: states where area codes are
     * assigned to states, otherwise countries. Zones are compared by their rules because one zone
     * can have several ids, such as {@code US/Pacific}.
     */
    Set<Jurisdiction> observing(ZoneId zone) {
        Set<String> countriesWithAreaCodes = new HashSet<>();
        for (PhoneArea area : areas) {
            if (area.source() == ZoneSource.NUMBER) {
                area.jurisdictions().forEach(it -> countriesWithAreaCodes.add(it.country()));
            }
        }
        ZoneRules clock = zone.getRules();
        Set<Jurisdiction> observing = new LinkedHashSet<>();
        for (PhoneArea area : areas) {
            boolean precise =
                    area.source() == ZoneSource.NUMBER
                            || area.jurisdictions().stream()
                                    .noneMatch(it -> countriesWithAreaCodes.contains(it.country()));
            if (precise && area.zones().stream().anyMatch(it -> it.getRules().equals(clock))) {
                observing.addAll(area.jurisdictions());
            }
        }
        return observing;
    }
}
