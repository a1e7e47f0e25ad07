package dev.actionflows.flows;

import dev.actionflows.domain.fan.Agreement;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.management.FanService;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** JSON representation of a fan for the project's developers. */
final class FanJson {
    private FanJson() {}

    static Map<String, @Nullable Object> of(FanService.Profile profile, Instant now) {
        Fan fan = profile.fan();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        putRecord(json, fan);
        json.put("consents", profile.consents().stream().map(FanJson::toJson).toList());
        json.put("smsStopped", profile.smsStopped());
        putDetails(json, fan);
        json.put(
                "connections",
                profile.connections().stream()
                        .map(it -> toJson(it, profile.agreements(), now))
                        .toList());
        json.put("createdAt", Times.text(fan.createdAt()));
        return json;
    }

    /** What the fan's record contains, without what is stored elsewhere. */
    static Map<String, @Nullable Object> summary(Fan fan) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        putRecord(json, fan);
        putDetails(json, fan);
        json.put("createdAt", Times.text(fan.createdAt()));
        return json;
    }

    private static void putRecord(Map<String, @Nullable Object> json, Fan fan) {
        json.put("id", fan.id().value());
        json.put("phone", fan.phone().map(phone -> phone.number().e164()).orElse(null));
        json.put("identities", fan.identities().stream().map(FanJson::toJson).toList());
        json.put("formerIds", fan.former().stream().map(FanId::value).sorted().toList());
    }

    private static void putDetails(Map<String, @Nullable Object> json, Fan fan) {
        json.put("timeZone", fan.timeZone().map(ZoneId::getId).orElse(null));
        json.put("firstName", fan.firstName().map(FirstName::text).orElse(null));
    }

    static Map<String, Object> toJson(FanIdentity identity) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", identity.kind().wireName());
        json.put("value", identity.value());
        return json;
    }

    static Map<String, Object> toJson(FanService.Consent consent) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", consent.address().kind().wireName());
        json.put("value", consent.address().value());
        json.put("word", consent.change().kind().name().toLowerCase(Locale.ROOT));
        json.put("at", Times.text(consent.change().at()));
        json.put("messageId", consent.change().messageId());
        json.put("evidence", new TreeMap<>(consent.change().evidence()));
        return json;
    }

    static Map<String, Object> toJson(
            Connection connection, List<Agreement> agreements, Instant now) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("provider", connection.provider().wireName());
        json.put("scopes", connection.scopes().stream().sorted().toList());
        json.put("usable", connection.isUsable(now));
        json.put("authorizedAt", Times.text(connection.authorizedAt()));
        json.put("expiresAt", Times.text(connection.expiresAt()));
        json.put(
                "agreements",
                agreements.stream()
                        .filter(it -> it.provider() == connection.provider())
                        .map(FanJson::toJson)
                        .toList());
        return json;
    }

    static Map<String, Object> toJson(Agreement agreement) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", Times.text(agreement.at()));
        json.put("scopes", agreement.scopes().stream().sorted().toList());
        json.put("wording", agreement.wording());
        json.put("language", agreement.language());
        return json;
    }
}
