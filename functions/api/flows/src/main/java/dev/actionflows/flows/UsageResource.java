package dev.actionflows.flows;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.messaging.budget.CreditPool;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.usage.Usage;
import dev.actionflows.domain.usage.UsageStore;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.time.InstantSource;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code /v1/usage}: the messages and credits of a month. */
final class UsageResource {
    /** Years of four digits, like those of {@link Times}. */
    private static final Pattern MONTH = Pattern.compile("[12][0-9]{3}-(0[1-9]|1[0-2])");

    private final UsageStore usage;
    private final InstantSource clock;

    UsageResource(UsageStore usage, InstantSource clock) {
        this.usage = usage;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(Route.get("/v1/usage", this::get));
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        YearMonth month =
                request.queryParameter("month")
                        .map(UsageResource::month)
                        .orElseGet(() -> CreditPool.month(clock.instant()));
        List<UsageStore.Entry> entries = usage.ofMonth(caller.project().id(), month);
        Map<Channel, Usage> channels = new EnumMap<>(Channel.class);
        Usage total = Usage.NONE;
        for (UsageStore.Entry entry : entries) {
            channels.merge(entry.channel(), entry.usage(), Usage::plus);
            total = total.plus(entry.usage());
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("month", month.toString());
        putUsage(json, total);
        json.put(
                "channels",
                channels.entrySet().stream().map(it -> json(it.getKey(), it.getValue())).toList());
        json.put("flows", entries.stream().map(UsageResource::json).toList());
        return HttpResponse.json(200, json);
    }

    private static YearMonth month(String text) {
        if (!MONTH.matcher(text).matches()) {
            throw ProblemException.invalid(
                    "/month", "must be a month from the year 1000 to 2999, such as 2026-11");
        }
        return YearMonth.parse(text);
    }

    private static Map<String, Object> json(UsageStore.Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("flowId", entry.flow().value());
        json.putAll(json(entry.channel(), entry.usage()));
        return json;
    }

    private static Map<String, Object> json(Channel channel, Usage usage) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("channel", channel.wireName());
        putUsage(json, usage);
        return json;
    }

    private static void putUsage(Map<String, Object> json, Usage usage) {
        json.put("messages", usage.messages());
        json.put("credits", usage.credits());
    }
}
