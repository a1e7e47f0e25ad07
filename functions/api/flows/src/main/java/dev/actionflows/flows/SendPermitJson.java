package dev.actionflows.flows;

import dev.actionflows.domain.messaging.limits.CapUse;
import dev.actionflows.domain.messaging.limits.MessageUse;
import dev.actionflows.domain.messaging.permit.Assigned;
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
        permit.use().ifPresent(use -> addTo(json, use));
        permit.assigned()
                .variant()
                .ifPresent(variant -> json.put("variant", Assigned.nameOf(variant)));
        return json;
    }

    private static void addTo(Map<String, Object> json, MessageUse use) {
        if (!use.caps().isEmpty()) {
            json.put("frequencyCaps", use.caps().stream().map(SendPermitJson::of).toList());
        }
        use.credits()
                .ifPresent(
                        credits -> {
                            json.put("credits", credits.credits());
                            json.put("parts", credits.parts());
                            json.put("pricesVersion", credits.priceVersion());
                        });
    }

    private static Map<String, Object> of(CapUse use) {
        Map<String, Object> json = MessageLimitsResource.json(use.cap());
        json.remove("channel");
        json.put("count", use.count());
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
