package dev.actionflows.domain.messaging.quiethours;

import java.time.ZoneId;
import java.util.List;

/**
 * What a decision is based on, to be stored with the message.
 *
 * @param rules ids of the rows in {@code quiet-hours.tsv} that were applied, each in every zone
 * @param tableVersion the version of that file
 * @param zones the recipient's time zone, or all possible ones; empty if none is known
 * @param zoneSource how they were determined
 * @param areasVersion the version of {@code phone-areas.tsv}
 */
public record QuietHoursEvidence(
        List<String> rules,
        String tableVersion,
        List<ZoneId> zones,
        ZoneSource zoneSource,
        String areasVersion) {
    public QuietHoursEvidence {
        rules = List.copyOf(rules);
        zones = List.copyOf(zones);
    }
}
