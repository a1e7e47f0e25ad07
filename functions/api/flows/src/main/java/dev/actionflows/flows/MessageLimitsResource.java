package dev.actionflows.flows;

import dev.actionflows.domain.document.Durations;
import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.TimeSpan;
import dev.actionflows.domain.management.MessageLimitService;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.messaging.limits.FrequencyCap;
import dev.actionflows.domain.messaging.limits.WhenUsedUp;
import dev.actionflows.domain.project.Role;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code /v1/projects/{projectId}}: frequency caps and credits. */
final class MessageLimitsResource {
    private static final String CAPS = "/v1/projects/{projectId}/frequency-caps";
    private static final String CREDITS = "/v1/projects/{projectId}/credits";
    private static final int MAX_CAPS = Channel.values().length * FrequencyCap.MAX_PER_CHANNEL;

    private final MessageLimitService limits;

    MessageLimitsResource(MessageLimitService limits) {
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(
                Route.get(CAPS, (request, caller) -> json(limits.caps(caller.projectIn(request)))),
                Route.put(CAPS, this::putCaps).requires(Role.EDIT),
                Route.get(
                        CREDITS,
                        (request, caller) -> json(limits.credits(caller.projectIn(request)))),
                Route.put(CREDITS, this::putCredits).requiresAdministrator());
    }

    private HttpResponse putCaps(HttpRequest request, Caller caller) {
        return json(
                limits.useCaps(
                        caller.projectIn(request),
                        Bodies.decode(request, MessageLimitsResource::caps)));
    }

    /** Administrator only: credits are what a project owes the deployment's operator. */
    private HttpResponse putCredits(HttpRequest request, Caller caller) {
        return json(
                limits.useCredits(
                        caller.projectIn(request),
                        Bodies.decode(request, MessageLimitsResource::credits)));
    }

    private static Optional<List<FrequencyCap>> caps(Fields fields) {
        List<FrequencyCap> caps =
                fields.requiredObjects("caps", 0, MAX_CAPS).stream()
                        .flatMap(it -> cap(it).stream())
                        .toList();
        for (Channel channel : Channel.values()) {
            if (caps.stream().filter(it -> it.channel() == channel).count()
                    > FrequencyCap.MAX_PER_CHANNEL) {
                fields.violation(
                        "caps",
                        "may have at most %d entries of the channel %s"
                                .formatted(FrequencyCap.MAX_PER_CHANNEL, channel.wireName()));
            }
        }
        return Optional.of(caps);
    }

    private static Optional<FrequencyCap> cap(Fields fields) {
        Optional<Channel> channel =
                fields.required("channel", Channel::ofWireName, "text, email or instagram_dm");
        Optional<Integer> max = fields.requiredNumber("max", 1, FrequencyCap.MAX_MESSAGES);
        Optional<TimeSpan> period =
                fields.required(
                        "period",
                        MessageLimitsResource::period,
                        "a duration from PT1M to P30D in ISO 8601, such as P7D or PT12H");
        fields.rejectUnknown();
        return channel.flatMap(
                on -> max.flatMap(most -> period.map(it -> new FrequencyCap(on, most, it))));
    }

    private static Optional<TimeSpan> period(String text) {
        return Durations.parse(text)
                .filter(it -> it.length().compareTo(FrequencyCap.MAX_PERIOD) <= 0);
    }

    private static Optional<CreditLimits> credits(Fields fields) {
        OptionalLong granted = number(fields, "granted");
        OptionalLong monthly = number(fields, "monthlyLimit");
        WhenUsedUp whenUsedUp =
                fields.optional("whenUsedUp", WhenUsedUp::ofWireName, "stop, wait or continue")
                        .orElse(WhenUsedUp.STOP);
        Optional<EmailAddress> alertEmail =
                fields.optional(
                        "alertEmail",
                        EmailAddress::parse,
                        "an email address, such as team@label.example");
        return Optional.of(new CreditLimits(granted, monthly, whenUsedUp, alertEmail));
    }

    private static OptionalLong number(Fields fields, String name) {
        return fields.has(name)
                ? fields.requiredNumber(name, 0, CreditLimits.MAX_CREDITS)
                        .map(OptionalLong::of)
                        .orElseGet(OptionalLong::empty)
                : OptionalLong.empty();
    }

    private static HttpResponse json(List<FrequencyCap> caps) {
        return HttpResponse.json(
                200, Map.of("caps", caps.stream().map(MessageLimitsResource::json).toList()));
    }

    static Map<String, Object> json(FrequencyCap cap) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("channel", cap.channel().wireName());
        json.put("max", cap.max());
        json.put("period", cap.period().text());
        return json;
    }

    private static HttpResponse json(MessageLimitService.Credits credits) {
        CreditLimits limits = credits.limits();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("granted", orNull(limits.granted()));
        json.put("used", orNull(credits.used()));
        json.put(
                "balance",
                limits.granted().isPresent()
                        ? limits.granted().getAsLong() - credits.used().orElse(0)
                        : null);
        json.put("monthlyLimit", orNull(limits.monthly()));
        json.put("month", credits.month().toString());
        json.put("usedInMonth", orNull(credits.usedInMonth()));
        json.put("whenUsedUp", limits.whenUsedUp().wireName());
        json.put("alertEmail", limits.alertEmail().map(EmailAddress::value).orElse(null));
        return HttpResponse.json(200, json);
    }

    private static @Nullable Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
