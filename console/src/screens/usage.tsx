import { api, resultOf, type Schemas } from "../api/client";
import { allFlows } from "../flow-list";
import { dateText } from "../release-text";
import { type Place, replace, to } from "../router";
import { session } from "../session";
import { named, number, t } from "../text";
import { Funnel } from "../ui/funnel";
import { useLoaded } from "../ui/load";
import { Badge, Empty, Facts, Loaded, None, Screen, Section } from "../ui/parts";
import { Bars } from "../ui/pictures";

/** What a month cost, what is left, and how far the project's fans have come. */
export function Usage({ place }: { place: Place }) {
  const params = { path: { projectId: session.value?.projectId ?? "" } };
  const months = Array.from({ length: 12 }, (_, back) => monthBefore(back));
  const month = months.find((it) => it === place.parameters.get("month")) ?? monthBefore(0);
  const usage = useLoaded(
    async (signal) => {
      const [it, flows] = await Promise.all([
        resultOf(api.GET("/v1/usage", { params: { query: { month } }, signal })),
        allFlows(signal),
      ]);
      return { ...it, names: new Map(flows.map((flow) => [flow.id, flow.name])) };
    },
    [month],
  );
  const credits = useLoaded((signal) => resultOf(api.GET("/v1/projects/{projectId}/credits", { params, signal })), []);
  const funnel = useLoaded((signal) => resultOf(api.GET("/v1/projects/{projectId}/funnel", { params, signal })), []);
  return (
    <Screen title={t("nav.usage")}>
      <div class="filters">
        <label for="month">{t("usage.month")}</label>
        <select id="month" value={month} onChange={(event) => replace(to(["usage"], { month: event.currentTarget.value }))}>
          {months.map((it) => (
            <option key={it} value={it}>
              {dateText(it)}
            </option>
          ))}
        </select>
      </div>
      <Loaded of={usage.now} retry={usage.reload}>
        {(it) => (it.messages === 0 ? <None of="usage.none" /> : <Month of={it} names={it.names} />)}
      </Loaded>
      <Section title={t("usage.credits")}>
        <Loaded of={credits.now} retry={credits.reload}>
          {(it) => <Credits of={it} />}
        </Loaded>
      </Section>
      <Loaded of={funnel.now} retry={funnel.reload}>
        {(it) => <Funnel title={t("usage.fans")} csv={`/v1/projects/${params.path.projectId}/funnel.csv`} of={it} />}
      </Loaded>
    </Screen>
  );
}

function Month(props: { of: Schemas["Usage"]; names: Map<string, string> }) {
  const { messages, credits, channels, flows } = props.of;
  return (
    <div class="box stretch">
      <Facts
        of={[
          [t("usage.messages"), number(messages)],
          [t("usage.credits"), number(credits)],
        ]}
      />
      <Bars
        label={t("usage.channels")}
        whole={messages}
        of={channels.map((it) => ({ key: it.channel, name: named("channel", it.channel), count: it.messages }))}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <section class="scroll" aria-label={t("nav.flows")} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("usage.flow")}</th>
              <th scope="col">{t("usage.channel")}</th>
              <th scope="col" class="number">
                {t("usage.messages")}
              </th>
              <th scope="col" class="number">
                {t("usage.credits")}
              </th>
            </tr>
          </thead>
          <tbody>
            {flows
              .toSorted((a, b) => b.messages - a.messages)
              .map((it) => {
                const name = props.names.get(it.flowId);
                return (
                  <tr key={it.flowId + it.channel}>
                    <th scope="row">
                      {name === undefined ? (
                        <>
                          {t("usage.deleted")} <span class="small">{it.flowId}</span>
                        </>
                      ) : (
                        <a href={to(["flows", it.flowId])}>{name}</a>
                      )}
                    </th>
                    <td>{named("channel", it.channel)}</td>
                    <td class="number">{number(it.messages)}</td>
                    <td class="number">{number(it.credits)}</td>
                  </tr>
                );
              })}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function Credits({ of }: { of: Schemas["Credits"] }) {
  const limits = (
    [
      [t("usage.granted"), of.used, of.granted],
      [t("usage.monthly"), of.usedInMonth, of.monthlyLimit],
    ] as const
  ).flatMap(([name, used, limit]) => (limit === null ? [] : [{ name, used: used ?? 0, limit }]));
  if (limits.length === 0) return <Empty title={t("usage.unlimited")} />;
  return (
    <div class="box stretch">
      {limits.map(({ name, used, limit }) => {
        const tone = used >= limit ? "bad" : used >= 0.8 * limit ? "unsure" : "good";
        return (
          <div key={name}>
            <Bars label={name} whole={limit} of={[{ key: "used", name, count: used, tone }]} />
            <p class="small">{t("usage.of", { limit: number(limit), left: number(Math.max(0, limit - used)) })}</p>
            {tone !== "good" && (
              <p>
                <Badge value={tone === "bad" ? "FAILED" : "UNKNOWN"}>
                  {t(tone === "bad" ? "usage.used_up" : "usage.nearly")}
                </Badge>
              </p>
            )}
          </div>
        );
      })}
      <p>{t(`usage.when.${of.whenUsedUp}`)}</p>
    </div>
  );
}

/** A month in UTC, as the API counts. */
function monthBefore(back: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back)).toISOString().slice(0, 7);
}
