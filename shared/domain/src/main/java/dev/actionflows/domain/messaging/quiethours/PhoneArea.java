package dev.actionflows.domain.messaging.quiethours;

import java.time.ZoneId;
import java.util.List;

/**
 * Where phones are whose numbers start with one of some prefixes.
 *
 * @param jurisdictions one, or several if the number can belong to each of them
 * @param zoneIds of all time zones in the area
 * @param source {@link ZoneSource#NUMBER} or {@link ZoneSource#COUNTRY}
 */
record PhoneArea(List<Jurisdiction> jurisdictions, List<String> zoneIds, ZoneSource source) {
    List<ZoneId> zones() {
        return zoneIds.stream().map(ZoneId::of).toList();
    }
}
