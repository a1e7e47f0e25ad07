package dev.actionflows.phoneareas;

import java.util.SequencedSet;
import java.util.TreeSet;

/**
 * What is known about the numbers with a prefix.
 *
 * @param jurisdictions ISO 3166 codes
 * @param zones ids of all time zones
 * @param precise whether the zones are those of an area code
 */
record Area(SequencedSet<String> jurisdictions, SequencedSet<String> zones, boolean precise) {
    Area {
        jurisdictions = new TreeSet<>(jurisdictions);
        zones = new TreeSet<>(zones);
    }
}
