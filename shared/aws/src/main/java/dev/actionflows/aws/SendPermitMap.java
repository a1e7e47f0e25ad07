package dev.actionflows.aws;

import dev.actionflows.domain.messaging.limits.CapUse;
import dev.actionflows.domain.messaging.limits.CreditUse;
import dev.actionflows.domain.messaging.limits.MessageUse;
import dev.actionflows.domain.messaging.permit.Assigned;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.messaging.permit.SendingHours;
import dev.actionflows.domain.messaging.quiethours.QuietHoursEvidence;
import dev.actionflows.domain.messaging.quiethours.ZoneSource;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Maps what permitted a message to a small map of a run's item. */
final class SendPermitMap {
    private static final String CONSENT = "c";
    private static final String LAST_MESSAGE = "m";
    private static final String COMMENT = "i";

    /** Of an answer to the fan's own text. */
    private static final String ANSWER = "a";

    /** This and the following attributes belong to open hours. */
    private static final String RULES = "r";

    private static final String TABLE_VERSION = "v";
    private static final String ZONES = "z";
    private static final String ZONE_SOURCE = "s";
    private static final String AREAS_VERSION = "w";

    /** This and the following attributes belong to what the message used up. */
    private static final String CREDITS = "k";

    private static final String PARTS = "n";
    private static final String PRICES_VERSION = "q";
    private static final String CAPS = "f";

    /** What the flow's experiment made of the message. */
    private static final String VARIANT = "x";

    private static final String BESIDE_HOLDOUT = "h";
    private static final String COUNT = "n";

    private SendPermitMap() {}

    static Item encode(SendPermit permit) {
        Item map = encode(permit.basis());
        permit.use().ifPresent(use -> encode(use, map));
        permit.assigned().variant().ifPresent(it -> map.put(VARIANT, it));
        if (permit.assigned().besideHoldout()) {
            map.put(BESIDE_HOLDOUT, true);
        }
        return switch (permit.hours()) {
            case SendingHours.Unrestricted() -> map;
            case SendingHours.Answer() -> map.put(ANSWER, true);
            case SendingHours.Open(QuietHoursEvidence evidence) ->
                    map.put(RULES, String.join(" ", evidence.rules()))
                            .put(TABLE_VERSION, evidence.tableVersion())
                            .put(
                                    ZONES,
                                    String.join(
                                            " ",
                                            evidence.zones().stream().map(ZoneId::getId).toList()))
                            .put(ZONE_SOURCE, evidence.zoneSource().name())
                            .put(AREAS_VERSION, evidence.areasVersion());
        };
    }

    static SendPermit decode(Item map) {
        return new SendPermit(basis(map), hours(map), use(map), assigned(map));
    }

    /** The credits of a message that was handed to a provider; empty if none was. */
    static Optional<Long> credits(Item map) {
        return map.optionalNumber(CREDITS);
    }

    /** What the flow's experiment made of the message. */
    static Assigned assigned(Item map) {
        return new Assigned(
                map.optionalNumber(VARIANT).map(Long::intValue),
                map.optionalFlag(BESIDE_HOLDOUT).orElse(false));
    }

    private static void encode(MessageUse use, Item map) {
        map.put(CREDITS, use.credits().map(CreditUse::credits).orElse(0));
        use.credits()
                .ifPresent(
                        credits ->
                                map.put(PARTS, credits.parts())
                                        .put(PRICES_VERSION, credits.priceVersion()));
        if (!use.caps().isEmpty()) {
            map.putMaps(CAPS, use.caps().stream().map(SendPermitMap::encode).toList());
        }
    }

    private static Item encode(CapUse use) {
        return CapMap.encode(use.cap()).put(COUNT, use.count());
    }

    private static Optional<MessageUse> use(Item map) {
        return map.optionalNumber(CREDITS)
                .map(
                        credits ->
                                new MessageUse(
                                        map.optionalMaps(CAPS).stream()
                                                .map(
                                                        it ->
                                                                new CapUse(
                                                                        CapMap.decode(it),
                                                                        (int) it.number(COUNT)))
                                                .toList(),
                                        map.optionalNumber(PARTS)
                                                .map(
                                                        parts ->
                                                                new CreditUse(
                                                                        credits.intValue(),
                                                                        parts.intValue(),
                                                                        map.text(
                                                                                PRICES_VERSION)))));
    }

    private static Item encode(SendPermit.Basis basis) {
        return switch (basis) {
            case SendPermit.Basis.Consent(String id) -> Item.map().put(CONSENT, id);
            case SendPermit.Basis.LastMessage(Instant at) -> Item.map().put(LAST_MESSAGE, at);
            case SendPermit.Basis.Comment(String id) -> Item.map().put(COMMENT, id);
        };
    }

    private static SendPermit.Basis basis(Item map) {
        return map.optionalText(CONSENT)
                .<SendPermit.Basis>map(SendPermit.Basis.Consent::new)
                .or(() -> map.optionalTime(LAST_MESSAGE).map(SendPermit.Basis.LastMessage::new))
                .orElseGet(() -> new SendPermit.Basis.Comment(map.text(COMMENT)));
    }

    private static SendingHours hours(Item map) {
        if (map.optionalFlag(ANSWER).orElse(false)) {
            return new SendingHours.Answer();
        }
        Optional<String> rules = map.optionalText(RULES);
        return rules.isEmpty()
                ? new SendingHours.Unrestricted()
                : new SendingHours.Open(
                        new QuietHoursEvidence(
                                words(rules.get()),
                                map.text(TABLE_VERSION),
                                words(map.text(ZONES)).stream()
                                        .flatMap(id -> Item.timeZone(id).stream())
                                        .toList(),
                                ZoneSource.valueOf(map.text(ZONE_SOURCE)),
                                map.text(AREAS_VERSION)));
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.split(" ", -1));
    }
}
