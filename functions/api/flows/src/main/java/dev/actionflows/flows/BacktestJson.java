package dev.actionflows.flows;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.backtest.Assumption;
import dev.actionflows.domain.backtest.BacktestDifference;
import dev.actionflows.domain.backtest.BacktestPage;
import dev.actionflows.domain.backtest.BacktestPlan;
import dev.actionflows.domain.backtest.BacktestTotals;
import dev.actionflows.domain.backtest.FanBacktest;
import dev.actionflows.domain.dryrun.DryRun;
import dev.actionflows.domain.dryrun.PlannedEffect;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** JSON representation of a page of a backtest. */
final class BacktestJson {
    /** Of all runs: a part is read at once, and a browser asks for many. */
    private static final int MAX_CHARACTERS = 150_000;

    private static final int MAX_REFUSED = 100;

    private BacktestJson() {}

    static Map<String, @Nullable Object> of(BacktestPlan plan, BacktestPage page) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("from", Times.text(plan.from()));
        json.put("to", Times.text(plan.to()));
        json.put("playedBackTo", Times.text(page.playedBackTo()));
        json.put("next", page.next().orElse(null));
        json.put("flowVersion", plan.flow().equals(plan.live()) ? plan.live().version() : null);
        json.put("fans", page.fans().size());
        json.put("ignored", page.ignored());
        json.put("strangers", page.strangers());
        json.put("totals", totals(plan, page.totals()));
        json.put("difference", page.difference().map(BacktestJson::difference).orElse(null));
        List<Map<String, @Nullable Object>> runs = runs(page);
        json.put("runs", runs);
        json.put("omittedRuns", page.totals().runs() - runs.size());
        json.put("refused", refused(page));
        json.put(
                "assumptions",
                Assumption.of(plan).stream()
                        .map(it -> Map.of("name", it.wireName(), "text", it.text()))
                        .toList());
        return json;
    }

    private static Map<String, @Nullable Object> totals(BacktestPlan plan, BacktestTotals totals) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("runs", totals.runs());
        Map<String, Integer> refused = new LinkedHashMap<>();
        totals.refusals().forEach((why, count) -> refused.put(why.wireName(), count));
        json.put("refused", refused);
        json.put("steps", totals.outcomes().stream().map(it -> count(plan, it)).toList());
        Map<String, Integer> messages = new LinkedHashMap<>();
        totals.messages().forEach((channel, count) -> messages.put(channel.wireName(), count));
        json.put("messages", messages);
        json.put("parts", totals.parts());
        json.put("credits", totals.credits());
        json.put("incompleteFans", totals.cut());
        return json;
    }

    private static Map<String, @Nullable Object> count(
            BacktestPlan plan, BacktestTotals.StepCount count) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("index", count.step());
        json.put("type", plan.flow().definition().steps().get(count.step()).type().wireName());
        json.put("outcome", count.outcome().orElse(null));
        json.put("reason", count.reason().map(Reason::wireName).orElse(null));
        json.put("count", count.count());
        return json;
    }

    private static Map<String, @Nullable Object> difference(BacktestDifference difference) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("comparedWith", difference.withRecorded() ? "recorded_runs" : "stored_flow");
        json.put("unchangedFans", difference.unchanged());
        json.put("gained", difference.gained().stream().map(BacktestJson::step).toList());
        json.put("lost", difference.lost().stream().map(BacktestJson::step).toList());
        return json;
    }

    private static Map<String, @Nullable Object> step(BacktestDifference.StepDifference step) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("index", step.index());
        json.put("step", step.step().toDocument());
        json.put("fans", step.fans());
        json.put("examples", step.examples().stream().map(FanId::value).toList());
        return json;
    }

    private static List<Map<String, @Nullable Object>> runs(BacktestPage page) {
        List<Map<String, @Nullable Object>> runs = new ArrayList<>();
        int characters = 0;
        for (FanBacktest fan : page.fans()) {
            for (FanBacktest.PlayedRun played : fan.runs()) {
                Map<String, @Nullable Object> run = run(fan, played);
                characters += Json.write(run).length();
                if (characters > MAX_CHARACTERS) {
                    return runs;
                }
                runs.add(run);
            }
        }
        return runs;
    }

    private static Map<String, @Nullable Object> run(
            FanBacktest fan, FanBacktest.PlayedRun played) {
        Run run = played.run();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("fanId", fan.fan().id().value());
        json.put("event", EventResultJson.event(run.event()));
        json.put("status", run.status().name());
        json.put("startedAt", Times.text(run.startedAt()));
        json.put("endedAt", Times.text(run.endedAt()));
        json.put(
                "steps",
                IntStream.range(0, played.steps().size())
                        .mapToObj(index -> step(index, played.steps().get(index)))
                        .toList());
        return json;
    }

    private static Map<String, @Nullable Object> step(int index, DryRun.PlayedStep played) {
        RunStep step = played.step();
        Map<String, @Nullable Object> json = RunJson.outcome(index, step);
        json.put("startedAt", Times.text(step.startedAt()));
        json.put("endedAt", Times.text(step.endedAt()));
        json.put("waitingUntil", Times.text(step.waiting().map(StepOutcome.Waiting::until)));
        json.put("effects", played.effects().stream().map(BacktestJson::effect).toList());
        return json;
    }

    /** Without the HTML part of an email, which says the same as its text. */
    private static Map<String, Object> effect(PlannedEffect effect) {
        Map<String, Object> document = new LinkedHashMap<>(effect.toDocument());
        document.remove("html");
        return document;
    }

    private static List<Map<String, @Nullable Object>> refused(BacktestPage page) {
        return page.fans().stream()
                .flatMap(fan -> fan.refusals().stream().map(it -> refused(fan, it)))
                .limit(MAX_REFUSED)
                .toList();
    }

    private static Map<String, @Nullable Object> refused(FanBacktest fan, EventRecord refusal) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("fanId", fan.fan().id().value());
        json.put("event", EventResultJson.event(refusal.event()));
        json.put("reason", refusal.why().wireName());
        json.put("runId", refusal.stoppedBy().map(RunId::value).orElse(null));
        return json;
    }
}
