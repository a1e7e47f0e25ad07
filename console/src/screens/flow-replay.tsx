import { useEffect, useRef, useState } from "preact/hooks";
import { api, resultOf, type Schemas } from "../api/client";
import type { Place } from "../router";
import { may } from "../session";
import { language, named, number, t, tn } from "../text";
import { Choice } from "../ui/choice";
import { confirmed } from "../ui/confirm";
import { useKey } from "../ui/key";
import { useLoaded } from "../ui/load";
import { Action, Badge, Loaded, Section, useMounted } from "../ui/parts";

type Job = Schemas["Job"];
type Choose = (change: Record<string, string>) => void;

/** Tries the failed steps of a flow's runs again: a preview counts them first. The job is in the address, so that it can be left and found. */
export function Replay(props: { flow: Schemas["Flow"]; stats: Schemas["FlowStats"]; place: Place; choose: Choose }) {
  const { flow } = props;
  const [reason, setReason] = useState("");
  const jobId = props.place.parameters.get("job");
  const part = useRef<HTMLDivElement>(null);
  const shown = useRef(jobId);
  const mounted = useMounted();
  const key = useKey();
  useEffect(() => {
    // The button that was pressed is gone.
    if (shown.current !== jobId) part.current?.focus();
    shown.current = jobId;
  }, [jobId]);
  const failed = new Map<string, number>();
  for (const it of props.stats.versions.flatMap((version) => version.steps.flatMap((step) => step.outcomes)))
    if (it.outcome === "FAILED") failed.set(it.reason, (failed.get(it.reason) ?? 0) + it.count);
  if (!may("operate") || flow.status === "ARCHIVED" || (failed.size === 0 && !jobId)) return null;
  const count = async () => {
    await begin({ preview: true, ...(reason && { reason }) }, key(reason));
    key();
  };
  const begin = async (body: Schemas["ReplayInput"], key: string) => {
    const job = await resultOf(
      api.POST("/v1/flows/{flowId}/replays", {
        params: { path: { flowId: flow.id }, header: { "Idempotency-Key": key } },
        body,
      }),
    );
    if (mounted.current) props.choose({ job: job.id });
  };
  return (
    <Section title={t("flow.replay")}>
      <div ref={part} tabIndex={-1}>
        {jobId ? (
          <Progress key={jobId} id={jobId} begin={begin} close={() => props.choose({ job: "" })} />
        ) : (
          <>
            <p>{t("flow.replay.text")}</p>
            <div class="filters">
              <Choice
                id="failed"
                label={t("runs.reason")}
                value={reason}
                of={[
                  ["", t("list.all")],
                  ...[...failed].map(([it, count]) => [it, `${named("reason", it)}: ${number(count)}`] as const),
                ]}
                choose={setReason}
              />
              <Action label={t("flow.replay.count")} act={count} />
            </div>
          </>
        )}
      </div>
    </Section>
  );
}

function Progress(props: { id: string; begin: (body: Schemas["ReplayInput"], key: string) => Promise<void>; close: () => void }) {
  const [ended, setEnded] = useState(false);
  const path = { jobId: props.id };
  const job = useLoaded(
    async (signal) => {
      const it = await resultOf(api.GET("/v1/jobs/{jobId}", { params: { path }, signal }));
      setEnded(it.endedAt !== null);
      return it;
    },
    [props.id],
    ended ? 0 : 2,
  );
  const cancel = async () => {
    await resultOf(api.POST("/v1/jobs/{jobId}/cancel", { params: { path } }));
    job.reload();
  };
  const replay = async (preview: Job) => {
    const title = tn("flow.replay.title", preview.counts.matching);
    // The same preview is carried out once, however often this is pressed.
    if (await confirmed(title, t("flow.replay.sure"), t("flow.replay.start")))
      await props.begin({ previewId: preview.id }, `replay-${preview.id}`);
  };
  const close = (
    <button type="button" onClick={props.close}>
      {t("flow.replay.close")}
    </button>
  );
  return (
    <>
      <Loaded of={job.now} retry={job.reload}>
        {(it) => (
          <div class="box">
            <p role="status">
              <Badge value={it.state}>{named("status", it.state)}</Badge> {textOf(it)}
            </p>
            {!ended && (
              <progress aria-label={t("flow.replay.progress")} value={it.shardsDone} max={it.shards}>
                {it.shardsDone}/{it.shards}
              </progress>
            )}
            {it.selection.reason && (
              <p class="small">{t("flow.replay.reason", { reason: named("reason", it.selection.reason) })}</p>
            )}
            {it.counts.inProgress > 0 && <p>{tn("flow.replay.in_progress", it.counts.inProgress)}</p>}
            {it.estimate && ended && (
              <p>
                {t("flow.replay.cost", {
                  low: dollars(it.estimate.usDollarsExpress),
                  high: dollars(it.estimate.usDollarsStandard),
                })}
              </p>
            )}
            <div class="actions">
              {it.kind === "replay_preview" && it.state === "COMPLETED" && it.counts.matching > 0 && (
                <Action kind="primary" label={t("flow.replay.start")} act={() => replay(it)} />
              )}
              {ended ? close : <Action label={t("flow.replay.cancel")} act={cancel} />}
            </div>
          </div>
        )}
      </Loaded>
      {job.now.state === "failed" && <div class="actions">{close}</div>}
    </>
  );
}

function textOf(job: Job): string {
  if (job.state === "FAILED") return t("flow.replay.failed");
  if (job.kind === "replay_preview")
    return tn("flow.replay.counted", job.counts.matching, {
      steps: number(job.counts.steps),
      examined: number(job.counts.examined),
    });
  return tn("flow.replay.retried", job.counts.retried);
}

function dollars(amount: number): string {
  return new Intl.NumberFormat(language.value, { style: "currency", currency: "USD", maximumSignificantDigits: 2 }).format(
    amount,
  );
}
