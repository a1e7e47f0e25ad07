package dev.actionflows.flows;

import dev.actionflows.domain.analytics.FanHistory;
import dev.actionflows.domain.analytics.FanTrials;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.privacy.FanDataStore;
import dev.actionflows.domain.privacy.FanExport;
import dev.actionflows.domain.run.Run;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** JSON representation of a page of an export. */
final class FanExportJson {
    private FanExportJson() {}

    static Map<String, @Nullable Object> of(FanExport.Part part, Instant now) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("exportedAt", Times.text(now));
        json.put("fan", part.person().map(it -> person(it, now)).orElse(null));
        json.put("consents", part.consents().stream().map(FanJson::toJson).toList());
        json.put("activity", part.activity().stream().map(it -> activity(it, part)).toList());
        json.put("next", part.next().orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> person(FanExport.Person person, Instant now) {
        Fan fan = person.fan();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", fan.id().value());
        json.put("formerIds", fan.former().stream().map(FanId::value).sorted().toList());
        json.put("firstName", fan.firstName().map(FirstName::text).orElse(null));
        json.put("timeZone", fan.timeZone().map(ZoneId::getId).orElse(null));
        json.put("createdAt", Times.text(fan.createdAt()));
        json.put("records", person.records().stream().map(FanExportJson::record).toList());
        json.put(
                "addresses",
                fan.identities().stream()
                        .map(
                                it ->
                                        address(
                                                it,
                                                Optional.ofNullable(
                                                        person.addresses().get(it.identity()))))
                        .toList());
        json.put(
                "connections",
                person.connections().stream()
                        .map(it -> FanJson.toJson(it, person.agreements(), now))
                        .toList());
        json.put("agreements", person.agreements().stream().map(FanJson::toJson).toList());
        json.put("listed", person.listed().stream().map(FanExportJson::listed).toList());
        json.put("actions", person.histories().stream().map(FanExportJson::actions).toList());
        json.put(
                "experiments",
                person.trials().stream().flatMap(FanExportJson::experiments).toList());
        return json;
    }

    private static Map<String, @Nullable Object> record(Fan record) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", record.id().value());
        json.put("identities", record.identities().stream().map(FanJson::toJson).toList());
        json.put("firstName", record.firstName().map(FirstName::text).orElse(null));
        json.put("timeZone", record.timeZone().map(ZoneId::getId).orElse(null));
        json.put("createdAt", Times.text(record.createdAt()));
        json.put("mergedInto", record.mergedInto().map(FanId::value).orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> address(
            FanIdentity identity, Optional<KnownIdentity> known) {
        KnownIdentity state = known.orElseGet(KnownIdentity::unknown);
        Map<String, @Nullable Object> json = new LinkedHashMap<>(FanJson.toJson(identity));
        json.put("consent", state.consent().orElse(null));
        json.put("stopped", state.stopped());
        json.put("stoppedAt", Times.text(state.stoppedAt()));
        json.put("returnedAt", Times.text(state.returnedAt()));
        json.put("unsubscribedAt", Times.text(state.mail().unsubscribedAt()));
        json.put("bouncedAt", Times.text(state.mail().bouncedAt()));
        json.put("complainedAt", Times.text(state.mail().complainedAt()));
        json.put("confirmedAt", Times.text(state.mail().confirmedAt()));
        json.put("wroteAt", Times.text(state.wroteAt()));
        json.put("confirmationRequestedAt", Times.text(state.request().map(it -> it.at())));
        json.put(
                "messages",
                state.sent().stream()
                        .map(it -> Map.of("step", it.step(), "at", Times.text(it.at())))
                        .toList());
        return json;
    }

    private static Map<String, @Nullable Object> listed(FanDataStore.Listed listed) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("kind", listed.kind().wireName());
        json.put("id", listed.of());
        json.put("fanId", listed.fan().value());
        json.put("since", Times.text(listed.since()));
        return json;
    }

    private static Map<String, @Nullable Object> actions(FanHistory history) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("fanId", history.id().fan().value());
        json.put("releaseId", history.id().scope().release().map(ReleaseId::value).orElse(null));
        json.put("types", history.history().types().stream().sorted().toList());
        json.put("events", history.history().events().size());
        json.put(
                "firstDay", history.history().span().map(it -> it.first().toString()).orElse(null));
        json.put("laterDay", history.history().span().map(it -> it.last().toString()).orElse(null));
        return json;
    }

    private static Stream<Map<String, @Nullable Object>> experiments(FanTrials trials) {
        return trials.trials().entrySet().stream()
                .sorted(Comparator.comparing(it -> it.getKey().text()))
                .map(
                        trial -> {
                            Map<String, @Nullable Object> json = new LinkedHashMap<>();
                            json.put("fanId", trials.id().fan().value());
                            json.put("flowId", trials.id().flow().flow().value());
                            json.put("version", trials.id().flow().version());
                            json.put("step", trial.getKey().step().orElse(null));
                            json.put("arm", trial.getValue().arm());
                            json.put("at", Times.text(trial.getValue().at()));
                            json.put("clickedAt", Times.text(trial.getValue().clickedAt()));
                            json.put("actedAt", Times.text(trial.getValue().actedAt()));
                            return json;
                        });
    }

    private static Map<String, @Nullable Object> activity(EventResult result, FanExport.Part part) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>(EventResultJson.of(result));
        json.put(
                "run",
                switch (result) {
                    case EventResult.RunStarted(var run) -> run(run, part);
                    case EventResult.NotStarted _ -> null;
                });
        return json;
    }

    private static Map<String, @Nullable Object> run(Run run, FanExport.Part part) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>(RunJson.of(run));
        json.put("links", RunJson.links(part.visits().getOrDefault(run.key(), List.of())));
        return json;
    }
}
