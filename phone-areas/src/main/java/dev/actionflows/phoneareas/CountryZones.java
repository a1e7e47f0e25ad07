package dev.actionflows.phoneareas;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The time zones of each country, from {@code zone.tab} of the tz database. */
record CountryZones(Map<String, SequencedSet<String>> zones) {
    /** The release of the tz database that the file is from. */
    static final String VERSION = "2025b";

    private static final String FILE = "zone.tab";

    static CountryZones read() throws IOException {
        Map<String, SequencedSet<String>> zones = new TreeMap<>();
        try (InputStream stream =
                Objects.requireNonNull(CountryZones.class.getResourceAsStream(FILE), FILE)) {
            new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .forEach(
                            columns ->
                                    zones.computeIfAbsent(columns[0], _ -> new TreeSet<>())
                                            .add(columns[2]));
        }
        return new CountryZones(zones);
    }

    /** The country's zones; empty if the file does not have it. */
    SequencedSet<String> of(String country) {
        return new TreeSet<>(zones.getOrDefault(country, new TreeSet<>()));
    }
}
