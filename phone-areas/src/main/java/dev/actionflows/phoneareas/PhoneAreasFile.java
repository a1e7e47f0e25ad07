package dev.actionflows.phoneareas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes {@code phone-areas.tsv}: per country, and in the North American Numbering Plan per area
 * code, the jurisdiction and the time zones of its numbers.
 *
 * <p>libphonenumber's map of prefixes to time zones is finer, down to exchanges. It is not used in
 * that detail, because it misleads:
 *
 * <ul>
 *   <li>Where only landlines are assigned to places, it maps mobile numbers to one of them: {@code
 *       614}, Australia's, to Sydney and {@code 79}, Russia's, to Moscow.
 *   <li>Some countries have the zone of another one that has the same time at some time of the
 *       year: Algeria has that of Paris, Libya that of Bucharest. So countries have their zones in
 *       the tz database.
 *   <li>In North America, exchanges that are missing in the map get the zone of their neighbors: in
 *       area code 219, most of which has Central Time, they get Eastern Time. So each area code has
 *       all zones that occur in it, corrected by {@link ReviewedAreaCodes}.
 * </ul>
 */
final class PhoneAreasFile {
    static final Path FILE = Path.of("shared/domain/src/main/resources/phone-areas.tsv");

    private static final String HEADER =
            """
            # Jurisdictions and time zones by the prefix of a phone number. Written by `make phone-areas` from the data of
            # libphonenumber (Apache License 2.0; zones of area codes, states by the English names of places) and the tz
            # database (public domain; zones of countries).
            # Columns: jurisdictions (ISO 3166; several if the number can belong to each), how precise the zones are
            # (number: those of the area code; country: those of the country), time zones, prefixes.
            """;

    private PhoneAreasFile() {}

    /**
     * Writes the file if it is stale.
     *
     * @param arguments the root of the project, and the version of the library
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]).resolve(FILE);
        String text = text(arguments[1]);
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.writeString(file, text);
        }
    }

    /** What the file should contain. */
    static String text(String version) throws IOException {
        SequencedMap<String, SequencedSet<String>> prefixes = new TreeMap<>();
        new Areas(TimeZonePrefixes.read(), CountryZones.read())
                .all()
                .forEach(
                        (prefix, area) ->
                                prefixes.computeIfAbsent(row(area), _ -> new TreeSet<>())
                                        .add(prefix));
        StringBuilder text = new StringBuilder(HEADER);
        text.append(
                "version\tlibphonenumber-geocoder %s, tz %s\n"
                        .formatted(version, CountryZones.VERSION));
        prefixes.forEach((row, its) -> text.append(row).append(String.join(" ", its)).append('\n'));
        return text.toString();
    }

    private static String row(Area area) {
        return "%s\t%s\t%s\t"
                .formatted(
                        String.join(" ", area.jurisdictions()),
                        area.precise() ? "number" : "country",
                        String.join(" ", area.zones()));
    }
}
