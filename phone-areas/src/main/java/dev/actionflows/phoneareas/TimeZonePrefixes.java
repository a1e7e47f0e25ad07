package dev.actionflows.phoneareas;

import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.prefixmapper.PrefixTimeZonesMap;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * libphonenumber's map of prefixes to time zones. The library answers for whole numbers only, so
 * its file is read.
 */
record TimeZonePrefixes(SequencedMap<String, List<String>> zones) {
    private static final String MAP = "timezones/data/map_data";

    static TimeZonePrefixes read() throws IOException {
        PrefixTimeZonesMap map = new PrefixTimeZonesMap();
        try (InputStream stream =
                        Objects.requireNonNull(
                                PhoneNumberToTimeZonesMapper.class.getResourceAsStream(MAP), MAP);
                ObjectInputStream objects = new ObjectInputStream(stream)) {
            map.readExternal(objects);
        }
        SequencedMap<String, List<String>> zones = new TreeMap<>();
        // one line for each prefix: 1907|America/Adak&America/Anchorage
        map.toString()
                .lines()
                .forEach(
                        line -> {
                            String[] parts = line.split("\\|", -1);
                            zones.put(parts[0], List.of(parts[1].split("&", -1)));
                        });
        return new TimeZonePrefixes(zones);
    }

    /** The zones of exactly this prefix; empty if the map does not have it. */
    List<String> of(String prefix) {
        return zones.getOrDefault(prefix, List.of());
    }

    /** The zones of this prefix and of all longer ones that start with it. */
    SequencedSet<String> within(String prefix) {
        SequencedSet<String> within = new TreeSet<>();
        zones.forEach(
                (longer, its) -> {
                    if (longer.startsWith(prefix)) {
                        within.addAll(its);
                    }
                });
        return within;
    }
}
