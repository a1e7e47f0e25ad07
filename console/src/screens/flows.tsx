import { api, resultOf, type Schemas } from "../api/client";
import { triggerText } from "../flow-text";
import { place, replace, to } from "../router";
import { may } from "../session";
import { named, t, tn } from "../text";
import { usePages } from "../ui/load";
import { Badge, Empty, Rows, Screen, Time } from "../ui/parts";

type Flow = Schemas["Flow"];
type Status = Flow["status"];

const STATUSES: readonly Status[] = ["ACTIVE", "DRAFT", "PAUSED", "ARCHIVED"];

/** All flows of the project. */
export function Flows() {
  const chosen = place.value.parameters.get("status");
  const status = STATUSES.find((it) => it === chosen);
  const pages = usePages<Flow>(
    (cursor, signal) =>
      resultOf(api.GET("/v1/flows", { params: { query: { ...(status && { status }), ...(cursor && { cursor }) } }, signal })),
    [status],
  );
  const create = may("edit") && (
    <a class="button primary" href="#/flows/new">
      {t("flows.new")}
    </a>
  );
  return (
    <Screen title={t("flows.title")} actions={create}>
      <div class="filters">
        <label for="status">{t("flows.status")}</label>
        <select
          id="status"
          value={status ?? ""}
          onChange={(event) => replace(to(["flows"], { status: event.currentTarget.value }))}
        >
          <option value="">{t("list.all")}</option>
          {STATUSES.map((it) => (
            <option key={it} value={it}>
              {named("status", it)}
            </option>
          ))}
        </select>
      </div>
      <Rows
        of={pages}
        label={t("flows.title")}
        empty={
          <Empty title={t(status ? "flows.none_with_status" : "flows.none")}>
            {!status && <p>{t("flows.none.text")}</p>}
            {!status && create}
          </Empty>
        }
      >
        {(flow) => (
          <li key={flow.id} class="row">
            <div>
              <h2>
                <a href={to(["flows", flow.id])}>{flow.name}</a>
              </h2>
              <p>{triggerText(flow.trigger)}</p>
              <p class="small">
                {tn("flows.steps", flow.steps.length)} · {t("flows.version", { version: flow.version })} · {t("flows.changed")}{" "}
                <Time at={flow.updatedAt} />
              </p>
            </div>
            <div class="row-end">
              <Badge value={flow.status}>{named("status", flow.status)}</Badge>
              {flow.testMode && <span class="badge wait">{t("flows.test_mode")}</span>}
            </div>
          </li>
        )}
      </Rows>
    </Screen>
  );
}
