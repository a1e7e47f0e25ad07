import { useRef, useState } from "preact/hooks";
import { api, resultOf, type Schemas, taggedOf } from "../api/client";
import { triggerText } from "../flow-text";
import { go, type Place, replace, to } from "../router";
import { duration, RunRow, runsOf, stepDetail } from "../run-text";
import { may } from "../session";
import { day, named, number, percent, t, time, tn } from "../text";
import { Choice } from "../ui/choice";
import { confirmed, sure } from "../ui/confirm";
import { useKey } from "../ui/key";
import { failureOf, useLoaded } from "../ui/load";
import { learn, nameOf } from "../ui/names";
import { say } from "../ui/notices";
import { Action, Badge, Empty, Facts, focusHeading, Loaded, Screen, Section, Time, useMounted } from "../ui/parts";
import { Days } from "../ui/pictures";
import { compares, Experiment } from "./flow-experiment";
import { Replay } from "./flow-replay";
import { Versions } from "./flow-versions";

type FlowOf = Schemas["Flow"];
type Stats = Schemas["FlowStats"];
type StepFigures = Schemas["StepFigures"];

/** A flow: what it does, how far fans get in it, who is in it, and everything that can be done with it. */
export function Flow({ place }: { place: Place }) {
  const id = place.parts[1] ?? "";
  const tag = useRef("*");
  const { now, reload } = useLoaded(
    async (signal) => {
      const it = await taggedOf(api.GET("/v1/flows/{flowId}", { params: { path: { flowId: id } }, signal }));
      tag.current = it.tag;
      learn(id, it.value.name);
      return it.value;
    },
    [id],
  );
  return (
    <Screen
      title={now.state === "ready" ? now.value.name : t("flow.title")}
      above={<a href="#/flows">{t("flows.title")}</a>}
      actions={now.state === "ready" && <Actions flow={now.value} tag={tag} reload={reload} />}
    >
      <Loaded of={now} retry={reload}>
        {(flow) => (
          <>
            <About flow={flow} />
            <Figures flow={flow} place={place} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}

function About({ flow }: { flow: FlowOf }) {
  const { trigger } = flow;
  const about = Object.values<unknown>(trigger).find((it) => typeof it === "string" && /^(rel|art|seg|flow)_/.test(it));
  const when = [
    triggerText(trigger),
    typeof about === "string" && nameOf(about),
    trigger.threshold && t("flow.threshold", { count: trigger.threshold.count, within: duration(trigger.threshold.within) }),
  ];
  return (
    <div class="box">
      <p>
        <Badge value={flow.status}>{named("status", flow.status)}</Badge>{" "}
        {t(flow.pausedReason === "plan" ? "flow.means.plan" : `flow.means.${flow.status}`)}
      </p>
      {flow.testMode && <p>{tn("flow.testing", flow.testMode.fanIds.length, { time: time(flow.testMode.until) })}</p>}
      <Facts
        of={[
          [t("flow.when"), when.filter(Boolean).join(" · ")],
          [
            t("flow.again"),
            flow.cooldown ? t("flow.again.cooldown", { time: duration(flow.cooldown) }) : t(`flow.again.${flow.reEntry}`),
          ],
          [
            t("flows.version", { version: flow.version }),
            <>
              {t("flows.changed")} <Time at={flow.updatedAt} />
            </>,
          ],
        ]}
      />
    </div>
  );
}

/** @param props.tag the revision that is shown, or that the last change has made: only this one is changed */
function Actions({ flow, tag, reload }: { flow: FlowOf; tag: { current: string }; reload: () => void }) {
  const [warnings, setWarnings] = useState<string[]>([]);
  const mounted = useMounted();
  const key = useKey();
  const path = { flowId: flow.id };
  const { status } = flow;
  const params = () => ({ params: { path, header: { "If-Match": tag.current } } });
  const current = <T,>(request: Promise<T>): Promise<T> =>
    request.catch((error) => {
      const { status, problem } = failureOf(error);
      if (status === 412 && problem) {
        problem.detail = t("editor.conflict");
        reload();
      }
      throw error;
    });
  const change = async (what: "activate" | "pause" | "archive") => {
    const changed = await current(taggedOf(api.POST(`/v1/flows/{flowId}/${what}`, params())));
    tag.current = changed.tag;
    setWarnings(changed.value.warnings?.map((it) => it.detail) ?? []);
    reload();
  };
  const archive = async () => {
    if (!(await sure("flow.archive", { name: flow.name }))) return;
    await change("archive");
    say(t("flow.archived"));
    focusHeading();
  };
  const duplicate = async () => {
    const header = { "Idempotency-Key": key("") };
    const copy = await resultOf(api.POST("/v1/flows/{flowId}/duplicate", { params: { path, header } }));
    key();
    say(t("flow.duplicated", { name: copy.name }));
    if (mounted.current) go(to(["flows", copy.id]));
  };
  const remove = async () => {
    if (!(await sure("flow.delete", { name: flow.name }))) return;
    await current(resultOf(api.DELETE("/v1/flows/{flowId}", params())));
    say(t("flow.deleted"));
    if (mounted.current) go("#/flows");
  };
  const cancelRuns = async () => {
    const { runs } = await resultOf(api.GET("/v1/flows/{flowId}/stats", { params: { path } }));
    const title = tn("flow.cancel_runs.title", runs.running + runs.waiting);
    if (!(await confirmed(title, t("flow.cancel_runs.text"), t("flow.cancel_runs")))) return;
    await resultOf(api.POST("/v1/flows/{flowId}/runs/cancel", { params: { path } }));
    say(t("flow.cancel_runs.done"));
    reload();
  };
  return (
    <>
      {status !== "ARCHIVED" && (
        <a class="button" href={to(["flows", flow.id, "test"])}>
          {t("flow.test")}
        </a>
      )}
      {may("edit") && (
        <>
          {status === "ACTIVE" ? (
            <Action label={t("flow.pause")} act={() => change("pause")} done={t("flow.paused")} undo={() => change("activate")} />
          ) : (
            status !== "ARCHIVED" && (
              <Action kind="primary" label={t("flow.activate")} act={() => change("activate")} done={t("flow.activated")} />
            )
          )}
          {status !== "ARCHIVED" && (
            <a class="button" href={to(["flows", flow.id, "edit"])}>
              {t("flow.edit")}
            </a>
          )}
          <Action label={t("flow.duplicate")} act={duplicate} />
          {(status === "ACTIVE" || status === "PAUSED") && <Action kind="danger" label={t("flow.archive")} act={archive} />}
          {(status === "DRAFT" || status === "ARCHIVED") && <Action kind="danger" label={t("flow.delete")} act={remove} />}
        </>
      )}
      {may("operate") && status !== "DRAFT" && <Action kind="danger" label={t("flow.cancel_runs")} act={cancelRuns} />}
      <a class="button" href={`/v1/flows/${flow.id}/document`} download={`${flow.name}.json`}>
        {t("flow.file")}
      </a>
      {warnings.length > 0 && (
        <div class="box" role="alert">
          <p>{t("flow.warnings")}</p>
          <ul class="points">
            {warnings.map((it) => (
              <li key={it}>{it}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

function Figures({ flow, place }: { flow: FlowOf; place: Place }) {
  const days = [7, 30].find((it) => String(it) === place.parameters.get("days"));
  const period = days ? { from: dayBefore(days - 1), to: dayBefore(0) } : {};
  const path = { flowId: flow.id };
  const stats = useLoaded(
    (signal) => resultOf(api.GET("/v1/flows/{flowId}/stats", { params: { path, query: period }, signal })),
    [flow.id, days],
    15,
  );
  const choose = (change: Record<string, string>) =>
    replace(to(["flows", flow.id], { ...Object.fromEntries(place.parameters), ...change }));
  return (
    <>
      <Section
        title={t("flow.funnel")}
        actions={
          <a
            class="button"
            href={`/v1/flows/${flow.id}/stats.csv?${new URLSearchParams(days ? period : { from: dayBefore(91), to: dayBefore(0) })}`}
            download={`${flow.name}.csv`}
          >
            {t("flow.csv")}
          </a>
        }
      >
        <div class="filters">
          <Choice
            id="days"
            label={t("flow.period")}
            value={days ? String(days) : ""}
            of={[["", t("flow.period.all")], ...[7, 30].map((it) => [String(it), tn("flow.period.days", it)] as const)]}
            choose={(it) => choose({ days: it })}
          />
        </div>
        <Loaded of={stats.now} retry={stats.reload}>
          {(it) => <Funnel flow={flow} stats={it} place={place} choose={choose} />}
        </Loaded>
      </Section>
      {(compares(flow) || versionOf(flow, place) < flow.version) && <Experiment flow={flow} version={versionOf(flow, place)} />}
      {stats.now.state === "ready" && (
        <>
          <UnderWay flow={flow} stats={stats.now.value} />
          <Replay flow={flow} stats={stats.now.value} place={place} choose={choose} />
          <Section title={t("flow.days")}>
            <Days
              label={t("flow.days.label")}
              days={daysOf(stats.now.value, days ?? 30)}
              series={[t("flow.started"), t("flow.ended")]}
            />
          </Section>
          {flow.version > 1 && <Versions key={flow.version} flow={flow} stats={stats.now.value} />}
        </>
      )}
    </>
  );
}

/** The latest runs that are under way. Finding them may take the API many pages, so that it is not asked where the figures say: none. */
function UnderWay({ flow, stats }: { flow: FlowOf; stats: Stats }) {
  const among = (["running", "waiting"] as const).filter((it) => stats.from || stats.runs[it] > 0);
  const { now, reload } = useLoaded(
    async (signal) => {
      const pages = await Promise.all(
        among.map((it) => runsOf(flow.id, { status: it.toUpperCase() as "RUNNING" | "WAITING", limit: 100 }, undefined, signal)),
      );
      const runs = pages.flatMap((it) => it.items).sort((a, b) => b.startedAt.localeCompare(a.startedAt));
      return { runs: runs.slice(0, 5), more: pages.some((it) => it.next) };
    },
    [flow.id, `${among}`],
    60,
  );
  return (
    <Section title={t("flow.under_way")} actions={<a href={to(["flows", flow.id, "runs"])}>{t("runs.all")}</a>}>
      <Loaded of={now} retry={reload}>
        {({ runs, more }) =>
          runs.length === 0 ? (
            <Empty title={t(more ? "list.none_so_far" : "flow.under_way.none")} />
          ) : (
            <ul class="rows" aria-label={t("flow.under_way")}>
              {runs.map((run) => (
                <RunRow key={run.id} run={run} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

function daysOf(stats: Stats, count: number) {
  return Array.from({ length: count }, (_, index) => {
    const iso = dayBefore(count - 1 - index);
    const runs = stats.days.find((it) => it.day === iso)?.runs;
    return { day: iso, name: day(iso), values: [runs?.started ?? 0, runs?.completed ?? 0] };
  });
}

/** The version whose figures are wanted. */
function versionOf(flow: FlowOf, place: Place): number {
  return Number(place.parameters.get("version")) || flow.version;
}

function Funnel(props: { flow: FlowOf; stats: Stats; place: Place; choose: (change: Record<string, string>) => void }) {
  const { flow, stats } = props;
  const wanted = versionOf(flow, props.place);
  const version = stats.versions.find((it) => it.version === wanted);
  const runs = (filter: Record<string, string>) => to(["flows", flow.id, "runs"], filter);
  const versions = [...new Set([flow.version, wanted, ...stats.versions.map((it) => it.version)])].sort((a, b) => b - a);
  const steps = wanted === flow.version ? flow.steps : (version?.steps ?? []);
  const started = version?.runs.started ?? 0;
  return (
    <>
      <dl class="tiles">
        {(["started", "running", "waiting", "completed", "failed", "cancelled"] as const).map((it) => (
          <div key={it} class="card">
            <dt>{it === "started" ? t("flow.started") : named("status", it.toUpperCase())}</dt>
            <dd>
              <a href={runs(it === "started" ? {} : { status: it.toUpperCase() })}>{number(stats.runs[it])}</a>
            </dd>
          </div>
        ))}
      </dl>
      {versions.length > 1 && (
        <div class="filters">
          <Choice
            id="version"
            label={t("flow.funnel.version")}
            value={String(wanted)}
            of={versions.map((it) => [
              String(it),
              t(it === flow.version ? "flow.version.current" : "flows.version", { version: it }),
            ])}
            choose={(it) => props.choose({ version: it })}
          />
        </div>
      )}
      <p class="small">
        {started === 0 ? t("flow.funnel.none") : tn("flow.funnel.whole", started)} {stats.from && t("flow.period.hint")}
      </p>
      <ol class="rows" aria-label={t("flow.funnel")}>
        {steps.map((step, index) => (
          <Step
            key={index}
            index={index}
            type={step.type ?? ""}
            detail={[
              step.type && !("outcomes" in step) && stepDetail(step),
              "when" in step && step.when && t("flow.step.when"),
              "fallback" in step && step.fallback && t("flow.step.fallback"),
            ]
              .filter(Boolean)
              .join(" · ")}
            figures={version?.steps[index]}
            started={started}
            runs={runs}
          />
        ))}
      </ol>
    </>
  );
}

const OUTCOMES = ["completed", "waiting", "unknown", "failed", "heldOut", "skipped"] as const;
const TONES = {
  completed: "good",
  skipped: "quiet",
  heldOut: "held",
  waiting: "wait",
  failed: "bad",
  unknown: "unsure",
} as const;

/** A step with what became of it: the bar shows which part of the runs that have started completed it, and what became of the others. */
function Step(props: {
  index: number;
  type: string;
  detail: string;
  figures: StepFigures | undefined;
  started: number;
  runs: (filter: Record<string, string>) => string;
}) {
  const { figures, started } = props;
  const sent = figures?.messages;
  return (
    <li class="card step">
      <span class="step-number" aria-hidden="true">
        {props.index + 1}
      </span>
      <div>
        <p class="name">{named("step", props.type)}</p>
        {props.detail && <p class="small">{props.detail}</p>}
      </div>
      {figures && started > 0 && (
        <>
          <p class="bar-value">
            <a href={props.runs({ outcome: "COMPLETED" })}>
              {number(figures.completed)}
              <span class="hidden"> {named("outcome", "COMPLETED")}</span>
            </a>{" "}
            <span class="small">{percent(figures.completed, started)}</span>
          </p>
          <span class="bar parts" aria-hidden="true">
            {OUTCOMES.map((it) => (
              <span key={it} class={TONES[it]} style={{ width: `${Math.min(100, (100 * figures[it]) / started)}%` }} />
            ))}
          </span>
          <ul class="outcomes">
            {OUTCOMES.slice(1).map((it) => figures[it] > 0 && <Outcome key={it} of={it} figures={figures} runs={props.runs} />)}
          </ul>
          {sent && sent.sent > 0 && (
            <p class="small">
              {t("flow.messages", {
                sent: number(sent.sent),
                delivered: number(sent.delivered),
                clicked: number(sent.clicked),
                credits: number(sent.credits),
              })}
            </p>
          )}
        </>
      )}
    </li>
  );
}

function Outcome(props: {
  of: (typeof OUTCOMES)[number];
  figures: StepFigures;
  runs: (filter: Record<string, string>) => string;
}) {
  const outcome = props.of === "heldOut" ? "HELD_OUT" : props.of.toUpperCase();
  const reasons = props.figures.outcomes.filter((it) => it.outcome === outcome).sort((a, b) => b.count - a.count);
  return (
    <li>
      <a href={props.runs({ outcome })}>
        <Badge value={outcome}>
          {named("outcome", outcome)}: {number(props.figures[props.of])}
        </Badge>
      </a>{" "}
      {reasons.slice(0, 3).map((it, index) => (
        <span key={it.reason} class="small">
          {index > 0 && " · "}
          <a href={props.runs({ outcome, reason: it.reason })}>
            {named("reason", it.reason)}: {number(it.count)}
          </a>
        </span>
      ))}
    </li>
  );
}
