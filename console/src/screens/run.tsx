import { useRef, useState } from "preact/hooks";
import { api, resultOf, type Schemas } from "../api/client";
import { type Place, to } from "../router";
import { duration, eventText, Happenings, outcomeText, stepDetail } from "../run-text";
import { may } from "../session";
import { help, named, number, t, time, tn } from "../text";
import { sure } from "../ui/confirm";
import { useLoaded } from "../ui/load";
import { nameOf } from "../ui/names";
import { say } from "../ui/notices";
import { Action, Badge, Facts, focusHeading, Loaded, Screen, Section, Time } from "../ui/parts";

type RunOf = Schemas["Run"];
type RunStep = Schemas["RunStep"];

/** One fan's way through a flow: what became of each step, and why. */
export function Run({ place }: { place: Place }) {
  const id = place.parts[1] ?? "";
  const path = { runId: id };
  const [ended, setEnded] = useState(false);
  const { now, reload } = useLoaded(
    async (signal) => {
      const run = await resultOf(api.GET("/v1/runs/{runId}", { params: { path }, signal }));
      setEnded(run.endedAt !== null);
      return run;
    },
    [id],
    ended ? 0 : 5,
  );
  const run = now.state === "ready" ? now.value : null;
  const cancel = async () => {
    if (!(await sure("run.cancel"))) return;
    await resultOf(api.POST("/v1/runs/{runId}/cancel", { params: { path } }));
    say(t("run.cancelled"));
    focusHeading();
    reload();
  };
  return (
    <Screen
      title={run ? t("run.of", { fan: nameOf(run.fanId) }) : t("runs.run")}
      above={run && <a href={to(["flows", run.flowId])}>{nameOf(run.flowId)}</a>}
      actions={
        may("operate") &&
        (run?.status === "RUNNING" || run?.status === "WAITING") && <Action kind="danger" label={t("run.cancel")} act={cancel} />
      }
    >
      <Loaded of={now} retry={reload}>
        {(it) => <Details run={it} reload={reload} />}
      </Loaded>
    </Screen>
  );
}

function Details({ run, reload }: { run: RunOf; reload: () => void }) {
  const { event } = run;
  // What the steps say; a flow that has been deleted is not told any more.
  const path = { flowId: run.flowId, version: run.flowVersion };
  const flow = useLoaded(
    (signal) => resultOf(api.GET("/v1/flows/{flowId}/versions/{version}", { params: { path }, signal })),
    [run.flowId, run.flowVersion],
  );
  const steps = flow.now.state === "ready" ? flow.now.value.steps : [];
  return (
    <>
      <div class="box">
        <p>
          <Badge value={run.status}>{named("status", run.status)}</Badge>{" "}
          {run.test && <span class="badge wait">{t("flows.test_mode")}</span>}
        </p>
        <Facts
          of={[
            [t("run.fan"), <a href={to(["fans", run.fanId])}>{nameOf(run.fanId)}</a>],
            [
              t("run.event"),
              <>
                {eventText(event)}, <Time at={event.receivedAt} exact />{" "}
                {event.cause && <a href={to(["runs", event.cause.runId])}>{t("runs.by_step", { step: event.cause.step + 1 })}</a>}
              </>,
            ],
            [t("runs.started"), <Time at={run.startedAt} exact />],
            [t("run.ended"), run.endedAt ? <Time at={run.endedAt} exact /> : "–"],
            [t("flows.version", { version: run.flowVersion }), <span class="small">{run.id}</span>],
          ]}
        />
      </div>
      <Section title={t("run.steps")}>
        <ol class="rows" aria-label={t("run.steps")}>
          {run.steps.map((step) => (
            <Step key={step.index} run={run} step={step} detail={sentDetail(steps[step.index], step)} reload={reload} />
          ))}
        </ol>
      </Section>
      {(run.ledTo?.length ?? 0) > 0 && (
        <Section title={t("run.led_to")}>
          <Happenings label={t("run.led_to")} of={run.ledTo ?? []} within={run.id} />
        </Section>
      )}
      {(run.keptOut?.length ?? 0) > 0 && (
        <Section title={t("run.kept_out")}>
          <Happenings label={t("run.kept_out")} of={run.keptOut ?? []} within={run.id} />
        </Section>
      )}
    </>
  );
}

/** What a step is about; if its message has several versions, what the one says that was sent. */
function sentDetail(step: Schemas["Step"] | undefined, { type, permittedBy }: RunStep): string {
  const other = step && "variants" in step && step.variants?.["BCD".indexOf(permittedBy?.variant ?? "A")];
  return stepDetail({ ...(step ?? { type }), ...other });
}

function Step(props: { run: RunOf; step: RunStep; detail: string; reload: () => void }) {
  const { run, step } = props;
  const item = useRef<HTMLLIElement>(null);
  const links = run.links?.find((it) => it.step === step.index);
  const why = step.reason && help(step.reason);
  const permits = step.permittedBy ? permitsOf(step.permittedBy) : [];
  const retry = async () => {
    await resultOf(
      api.POST("/v1/runs/{runId}/steps/{index}/retry", { params: { path: { runId: run.id, index: String(step.index) } } }),
    );
    item.current?.focus();
    props.reload();
  };
  return (
    <li class="card step" ref={item} tabIndex={-1}>
      <span class="step-number" aria-hidden="true">
        {step.index + 1}
      </span>
      <div>
        <p class="name">{named("step", step.type)}</p>
        {props.detail && <p class="small">{props.detail}</p>}
      </div>
      <p>
        <Badge value={step.outcome ?? ""}>{outcomeText(step)}</Badge>
      </p>
      {step.permittedBy?.variant && <p>{t("run.variant", { variant: step.permittedBy.variant })}</p>}
      {why && <p>{why}</p>}
      <p class="small">
        {step.startedAt && (
          <>
            <Time at={step.startedAt} exact /> {step.endedAt && "– "}
            {step.endedAt && <Time at={step.endedAt} exact />}
            {" · "}
          </>
        )}
        {tn("run.attempts", step.attempts)}
        {step.waitingUntil && (
          <>
            {" · "}
            {t("runs.until", { time: time(step.waitingUntil) })}
          </>
        )}
      </p>
      {links && (
        <p class="small">
          {links.firstClickedAt
            ? tn("run.clicks", links.clicks, { time: time(links.firstClickedAt) })
            : tn("run.openings", links.openings)}
        </p>
      )}
      {permits.length > 0 && (
        <details>
          <summary>{t("run.permit")}</summary>
          <ul class="points">
            {permits.map((it) => (
              <li key={it}>{it}</li>
            ))}
          </ul>
        </details>
      )}
      {step.outcome === "FAILED" && may("operate") && run.status !== "RUNNING" && run.status !== "CANCELLED" && (
        <div>
          <Action label={t("run.retry", { step: step.index + 1 })} act={retry} done={t("run.retried")} />
        </div>
      )}
    </li>
  );
}

/** What permitted a message, in sentences. */
function permitsOf(permit: Schemas["SendPermit"]): string[] {
  const { quietHours: quiet, consent, lastMessageAt } = permit;
  const list = (it: string[] | undefined) => it?.join(", ") || "–";
  const sentences = [
    consent && t("run.permit.consent", { id: consent }),
    lastMessageAt && t("run.permit.wrote", { time: time(lastMessageAt) }),
    permit.commentId && t("run.permit.comment"),
    quiet?.exemption && t("run.permit.answer"),
    quiet &&
      !quiet.exemption &&
      t("run.permit.hours", {
        rules: list(quiet.rules),
        zones: list(quiet.timeZones),
        source: quiet.timeZoneSource ? t(`run.permit.zone.${quiet.timeZoneSource}`) : "–",
      }),
    ...(permit.frequencyCaps ?? []).map((it) =>
      t("run.permit.cap", { count: number(it.count), max: number(it.max), period: duration(it.period) }),
    ),
    permit.credits !== undefined && tn("run.permit.credits", permit.credits, { parts: number(permit.parts ?? 1) }),
  ];
  return sentences.filter((it) => typeof it === "string");
}
