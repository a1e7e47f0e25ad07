package dev.actionflows.flows;

import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.messaging.permit.SendingHours;
import dev.actionflows.domain.messaging.quiethours.QuietHoursEvidence;

import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** JSON representation of what permitted a message. */
final class SendPermitJson {
    private SendPermitJson() {}

    static Map<String, Object> of(SendPermit permit) {
        Map<String, Object> json = new LinkedHashMap<>();
        switch (permit.basis()) {
            case SendPermit.Basis.Consent(String id) -> json.put("consent", id);
            case SendPermit.Basis.LastMessage(Instant at) ->
                    json.put("lastMessageAt", Times.text(at));
            case SendPermit.Basis.Comment(String id) -> json.put("commentId", id);
        }
        switch (permit.hours()) {
            case SendingHours.Unrestricted() -> {}
            case SendingHours.Answer() -> json.put("quietHours", Map.of("exemption", "answer"));
            case SendingHours.Open(QuietHoursEvidence evidence) ->
                    json.put("quietHours", of(evidence));
        }
        return json;
    }

    private static Map<String, Object> of(QuietHoursEvidence evidence) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rules", evidence.rules());
        json.put("rulesVersion", evidence.tableVersion());
        json.put("timeZones", evidence.zones().stream().map(ZoneId::getId).toList());
        json.put("timeZoneSource", evidence.zoneSource().name().toLowerCase(Locale.ROOT));
        json.put("areasVersion", evidence.areasVersion());
        return json;
    }
}
