import { api, resultOf } from "../api/client";
import { type Place, replace, to } from "../router";
import { type RunFilter, RunRow, runsOf } from "../run-text";
import { named, t } from "../text";
import { Choice } from "../ui/choice";
import { useLoaded, usePages } from "../ui/load";
import { nameOf } from "../ui/names";
import { Empty, Rows, Screen } from "../ui/parts";

const STATUSES = ["RUNNING", "WAITING", "COMPLETED", "FAILED", "CANCELLED"] as const;
const OUTCOMES = ["COMPLETED", "SKIPPED", "HELD_OUT", "WAITING", "UNKNOWN", "FAILED"] as const;

/** The runs of a flow, by status, and by outcome and reason of a step. */
export function Runs(props: { place: Place }) {
  const id = props.place.parts[1] ?? "";
  const chosen = Object.fromEntries(props.place.parameters);
  const status = STATUSES.find((it) => it === chosen.status);
  const outcome = OUTCOMES.find((it) => it === chosen.outcome);
  const reason = chosen.reason;
  const filter: RunFilter = { ...(status && { status }), ...(outcome && { outcome }), ...(reason && { reason }) };
  const pages = usePages((cursor, signal) => runsOf(id, filter, cursor, signal), [id, status, outcome, reason]);
  // What the flow's steps have had so far is what can be chosen.
  const stats = useLoaded(
    (signal) => resultOf(api.GET("/v1/flows/{flowId}/stats", { params: { path: { flowId: id } }, signal })),
    [id],
  );
  const reasons = new Set(reason ? [reason] : []);
  if (stats.now.state === "ready")
    for (const it of stats.now.value.versions.flatMap((version) => version.steps.flatMap((step) => step.outcomes)))
      if (!outcome || it.outcome === outcome) reasons.add(it.reason);
  const choose = (change: Record<string, string>) => replace(to(["flows", id, "runs"], { ...chosen, ...change }));
  const all = ["", t("list.all")] as const;
  return (
    <Screen title={t("runs.title")} above={<a href={to(["flows", id])}>{nameOf(id)}</a>}>
      <div class="filters">
        <Choice
          id="status"
          label={t("flows.status")}
          value={status ?? ""}
          of={[all, ...STATUSES.map((it) => [it, named("status", it)] as const)]}
          choose={(it) => choose({ status: it })}
        />
        <Choice
          id="outcome"
          label={t("runs.outcome")}
          value={outcome ?? ""}
          of={[all, ...OUTCOMES.map((it) => [it, named("outcome", it)] as const)]}
          choose={(it) => choose({ outcome: it, reason: "" })}
        />
        <Choice
          id="reason"
          label={t("runs.reason")}
          value={reason ?? ""}
          of={[all, ...[...reasons].map((it) => [it, named("reason", it)] as const)]}
          choose={(it) => choose({ reason: it })}
        />
      </div>
      <Rows
        of={pages}
        label={t("runs.title")}
        empty={
          <Empty title={t(Object.keys(filter).length > 0 ? "runs.none_such" : "runs.none")}>
            {Object.keys(filter).length > 0 && (
              <button type="button" onClick={() => replace(to(["flows", id, "runs"]))}>
                {t("runs.all")}
              </button>
            )}
          </Empty>
        }
      >
        {(run) => <RunRow key={run.id} run={run} />}
      </Rows>
    </Screen>
  );
}
