import { api, resultOf, type Schemas } from "./api/client";
import { to } from "./router";
import { language, named, t, time } from "./text";
import { nameOf } from "./ui/names";
import { Badge, Time } from "./ui/parts";

type Run = Schemas["Run"];
type Happening = Schemas["TimelineEvent"];

/** The properties that say what a step does, whatever its type. */
type AnyStep = { type: string } & Partial<
  Record<"releaseId" | "artistId" | "segmentId" | "text" | "subject" | "for" | "until" | "at", string | null>
>;

/** What a step is about: the release's title, the beginning of the message, how long it waits. */
export function stepDetail(step: AnyStep): string {
  const message = step.subject ?? step.text;
  if (message) return t("trigger.keyword", { keyword: message.length > 120 ? `${message.slice(0, 120)}…` : message });
  if (step.for) return duration(step.for);
  if (step.until === "release_day")
    return [t("runs.until.release_day"), step.at, step.releaseId && nameOf(step.releaseId)].filter(Boolean).join(" · ");
  if (step.until) return t("runs.until", { time: step.until.replace("T", " ") });
  const about = step.releaseId ?? step.artistId ?? step.segmentId;
  return about ? nameOf(about) : "";
}

/** A duration such as `P1DT12H` in words. */
export function duration(iso: string): string {
  const [, day, hour, minute, second] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i.exec(iso) ?? [];
  const parts = Object.entries({ day, hour, minute, second }).filter(([, count]) => count !== undefined);
  return parts
    .map(([unit, count]) =>
      new Intl.NumberFormat(language.value, { style: "unit", unit, unitDisplay: "long" }).format(Number(count)),
    )
    .join(" ");
}

/** The outcome of a step with its reason. */
export function outcomeText(step: Pick<Schemas["RunStep"], "outcome" | "reason">): string {
  if (step.outcome === null) return t("runs.open");
  return [named("outcome", step.outcome), step.reason && named("reason", step.reason)].filter(Boolean).join(": ");
}

const REMARKABLE = ["FAILED", "UNKNOWN", "WAITING", "HELD_OUT", "SKIPPED"];

/** What is the matter with a run: its most remarkable step. */
function matterOf(run: Run): string {
  const step =
    REMARKABLE.map((outcome) => run.steps.find((it) => it.outcome === outcome)).find(Boolean) ??
    run.steps.find((it) => it.outcome === null);
  if (!step) return t("runs.all_done");
  return `${t("runs.step", { step: step.index + 1 })}, ${named("step", step.type)}: ${outcomeText(step)}${step.waitingUntil ? ` · ${t("runs.until", { time: time(step.waitingUntil) })}` : ""}`;
}

export function RunRow({ run }: { run: Run }) {
  return (
    <li class="row">
      <div>
        <p class="name">
          <a href={to(["fans", run.fanId])}>{nameOf(run.fanId)}</a>
        </p>
        <p>{matterOf(run)}</p>
        <p class="small">
          <a href={to(["runs", run.id])}>
            {t("runs.started")} <Time at={run.startedAt} />
          </a>{" "}
          · {t("flows.version", { version: run.flowVersion })}
        </p>
      </div>
      <div class="row-end">
        <Badge value={run.status}>{named("status", run.status)}</Badge>
        {run.test && <span class="badge wait">{t("flows.test_mode")}</span>}
      </div>
    </li>
  );
}

export interface RunFilter {
  status?: Run["status"];
  outcome?: "COMPLETED" | "SKIPPED" | "HELD_OUT" | "WAITING" | "UNKNOWN" | "FAILED";
  reason?: string;
  limit?: number;
}

/** A page of a flow's runs. The API may answer with empty pages while it searches: some of them are passed over. */
export async function runsOf(flowId: string, filter: RunFilter, cursor: string | undefined, signal: AbortSignal) {
  let next = cursor;
  for (let turn = 1; ; turn++) {
    const page: Schemas["RunList"] = await resultOf(
      api.GET("/v1/flows/{flowId}/runs", {
        params: { path: { flowId }, query: { ...filter, ...(next && { cursor: next }) } },
        signal,
      }),
    );
    if (page.items.length > 0 || page.next === null || turn === 10) return page;
    next = page.next;
  }
}

/** What happened, such as a text with a keyword. */
export function eventText(event: Pick<Schemas["Event"], "type" | "scope">): string {
  const scope = /^(rel|art|seg|flow)_/.test(event.scope) ? nameOf(event.scope) : t("trigger.keyword", { keyword: event.scope });
  return /^(project|no-text)$/.test(event.scope) ? named("trigger", event.type) : `${named("trigger", event.type)} · ${scope}`;
}

/** Things that happened, each with the run that it started, or why it started none; `within` is the run on whose screen this is. */
export function Happenings(props: { of: readonly Happening[]; label: string; within: string }) {
  return (
    <ul class="rows" aria-label={props.label}>
      {props.of.map((it) => (
        <HappeningRow key={`${it.event.id} ${it.flowId}`} of={it} within={props.within} />
      ))}
    </ul>
  );
}

export function HappeningRow({ of: it, within }: { of: Happening; within?: string }) {
  const { cause } = it.event;
  return (
    <li class="row">
      <div>
        <p class="name">{eventText(it.event)}</p>
        <p>
          {it.reason ? t("runs.no_run", { reason: named("reason", it.reason) }) : t("runs.led_to")}{" "}
          {it.flowId && <a href={to(["flows", it.flowId])}>{nameOf(it.flowId)}</a>}
        </p>
        <p class="small">
          <Time at={it.event.receivedAt} />
          {cause && " · "}
          {cause &&
            (cause.runId === within ? (
              t("runs.step", { step: cause.step + 1 })
            ) : (
              <a href={to(["runs", cause.runId])}>{t("runs.by_step", { step: cause.step + 1 })}</a>
            ))}
          {it.runId && it.runId !== within && (
            <>
              {" · "}
              <a href={to(["runs", it.runId])}>{t(it.reason ? "runs.earlier_run" : "runs.run")}</a>
            </>
          )}
        </p>
      </div>
      <div class="row-end">
        {it.runStatus && <Badge value={it.runStatus}>{named("status", it.runStatus)}</Badge>}
        {it.test && <span class="badge wait">{t("flows.test_mode")}</span>}
      </div>
    </li>
  );
}
