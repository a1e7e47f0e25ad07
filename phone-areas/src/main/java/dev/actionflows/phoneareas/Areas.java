package dev.actionflows.phoneareas;

import com.google.i18n.phonenumbers.PhoneNumberUtil;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All areas by prefix. */
final class Areas {
    private static final int NORTH_AMERICA = 1;

    /** What the library answers for calling codes of no country. */
    private static final String NO_COUNTRY = "001";

    /** Kazakhstan's part of the calling code that it shares with Russia (Recommendation E.164). */
    private static final Map<String, String> SHARED = Map.of("77", "KZ");

    /**
     * Left out of the zones of calling code 61: three thousand people on Christmas Island and the
     * Cocos Islands, whose time would close Australia for another 90 minutes.
     */
    private static final Set<String> LEFT_OUT = Set.of("CC", "CX");

    private final TimeZonePrefixes prefixes;
    private final CountryZones countryZones;
    private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();

    Areas(TimeZonePrefixes prefixes, CountryZones countryZones) {
        this.prefixes = prefixes;
        this.countryZones = countryZones;
    }

    SequencedMap<String, Area> all() {
        SequencedMap<String, Area> all = new TreeMap<>();
        for (int callingCode : library.getSupportedCallingCodes()) {
            List<String> countries = library.getRegionCodesForCountryCode(callingCode);
            if (callingCode != NORTH_AMERICA && !countries.contains(NO_COUNTRY)) {
                all.put(String.valueOf(callingCode), area(callingCode, countries));
            }
        }
        SHARED.forEach(
                (prefix, country) ->
                        all.put(prefix, new Area(one(country), countryZones.of(country), false)));
        all.putAll(northAmerica());
        return all;
    }

    /** The rules of the main country, in the zones of all that share the calling code. */
    private Area area(int callingCode, List<String> countries) {
        SequencedSet<String> zones = new TreeSet<>();
        for (String country : countries) {
            if (!LEFT_OUT.contains(country)) {
                zones.addAll(countryZones.of(country));
            }
        }
        if (zones.isEmpty()) {
            zones.addAll(prefixes.of(String.valueOf(callingCode)));
        }
        if (zones.isEmpty()) {
            throw new IllegalStateException("no time zone for +" + callingCode);
        }
        return new Area(one(library.getRegionCodeForCountryCode(callingCode)), zones, false);
    }

    private SequencedMap<String, Area> northAmerica() {
        Map<String, AreaCode> assigned = new LinkedHashMap<>();
        for (int code = AreaCode.FIRST; code <= AreaCode.LAST; code++) {
            AreaCode.of(code).ifPresent(it -> assigned.put(it.code(), it));
        }
        Map<String, SequencedSet<String>> zonesOfRegions = new LinkedHashMap<>();
        for (AreaCode areaCode : assigned.values()) {
            for (String region : areaCode.regions()) {
                zonesOfRegions
                        .computeIfAbsent(region, _ -> new TreeSet<>())
                        .addAll(zonesOf(areaCode.code()));
            }
        }
        SequencedMap<String, Area> areas = new TreeMap<>();
        for (AreaCode areaCode : assigned.values()) {
            areas.put(NORTH_AMERICA + areaCode.code(), area(areaCode, assigned, zonesOfRegions));
        }
        areas.put(String.valueOf(NORTH_AMERICA), unknownAreaCode(zonesOfRegions));
        return areas;
    }

    private Area area(
            AreaCode areaCode,
            Map<String, AreaCode> assigned,
            Map<String, SequencedSet<String>> zonesOfRegions) {
        SequencedSet<String> jurisdictions = new TreeSet<>();
        SequencedSet<String> zones = new TreeSet<>();
        for (String shared : ReviewedAreaCodes.sharedWith(areaCode.code())) {
            jurisdictions.addAll(Objects.requireNonNull(assigned.get(shared)).jurisdictions());
            zones.addAll(zonesOf(shared));
        }
        if (zones.isEmpty()) {
            return new Area(
                    one(areaCode.country()),
                    Objects.requireNonNull(zonesOfRegions.get(areaCode.country())),
                    false);
        }
        if (zones.size() == 1
                && ReviewedAreaCodes.sharedWith(areaCode.code()).equals(List.of(areaCode.code()))
                && !ReviewedAreaCodes.isOneZone(areaCode.code())) {
            // a new code in a divided state or province may have any of its zones
            jurisdictions.forEach(
                    it -> zones.addAll(Objects.requireNonNull(zonesOfRegions.get(it))));
        }
        return new Area(jurisdictions, zones, true);
    }

    private SequencedSet<String> zonesOf(String areaCode) {
        return prefixes.within(NORTH_AMERICA + areaCode);
    }

    /** New area codes are assigned in these two countries, nearly always. */
    private static Area unknownAreaCode(Map<String, SequencedSet<String>> zonesOfRegions) {
        SequencedSet<String> countries = one("CA");
        countries.add("US");
        SequencedSet<String> zones = new TreeSet<>();
        countries.forEach(it -> zones.addAll(Objects.requireNonNull(zonesOfRegions.get(it))));
        return new Area(countries, zones, false);
    }

    private static SequencedSet<String> one(String jurisdiction) {
        SequencedSet<String> one = new TreeSet<>();
        one.add(jurisdiction);
        return one;
    }
}
