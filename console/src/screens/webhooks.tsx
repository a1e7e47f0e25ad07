import { api, resultOf, type Schemas } from "../api/client";
import type { Place } from "../router";
import { may } from "../session";
import { named, t, time, tn } from "../text";
import { Fold } from "../ui/form";
import { useLoaded, usePages } from "../ui/load";
import { Action, Badge, Empty, Loaded, None, Rows, Screen, Section, Time } from "../ui/parts";

type Webhook = Schemas["Webhook"];

/** What is reported to the project's own systems, and what came of it. Developers create and change webhooks with the API. */
export function Webhooks(_: { place: Place }) {
  const { now, reload } = useLoaded((signal) => resultOf(api.GET("/v1/webhooks", { signal })), [], 30);
  return (
    <Screen title={t("nav.webhooks")}>
      <Loaded of={now} retry={reload}>
        {({ items }) => (items.length === 0 ? <None of="webhooks.none" /> : items.map((it) => <One key={it.id} of={it} />))}
      </Loaded>
    </Screen>
  );
}

function One({ of: { id, url, events, disabled, failingSince } }: { of: Webhook }) {
  const state = !disabled ? "ACTIVE" : disabled.reason === "paused" ? "PAUSED" : "DISABLED";
  return (
    <Section title={url} actions={<Badge value={state}>{named("status", state)}</Badge>}>
      {disabled && (
        <p>
          {named("webhook", disabled.reason)} (<Time at={disabled.at} exact />)
        </p>
      )}
      {!disabled && failingSince && <p>{t("webhooks.failing", { time: time(failingSince) })}</p>}
      <p class="small">{events.map((it) => named("webhook", it)).join(" · ")}</p>
      <Fold label={t("webhooks.log")}>{() => <Log id={id} open={!disabled && may("operate")} />}</Fold>
    </Section>
  );
}

/** The deliveries of a webhook, each with what came of it; `open` if something can be delivered. */
function Log(props: { id: string; open: boolean }) {
  const path = { webhookId: props.id };
  const pages = usePages<Schemas["WebhookDelivery"]>(
    (cursor, signal) =>
      resultOf(
        api.GET("/v1/webhooks/{webhookId}/deliveries", { params: { path, query: { ...(cursor && { cursor }) } }, signal }),
      ),
    [],
    10,
  );
  const action = (label: string, send: () => Parameters<typeof resultOf>[0]) =>
    props.open && (
      <Action
        label={label}
        done={t("webhooks.sent")}
        act={async () => {
          await resultOf(send());
          pages.reload();
        }}
      />
    );
  return (
    <>
      {action(t("webhooks.test"), () => api.POST("/v1/webhooks/{webhookId}/test", { params: { path } }))}
      <Rows of={pages} label={t("webhooks.log")} empty={<Empty title={t("webhooks.log.none")} />}>
        {(it) => (
          <li key={it.id} class="row">
            <div>
              <p class="name">{named("webhook", it.type)}</p>
              <p>
                {[
                  tn("run.attempts", it.attempts),
                  it.failure ? named("webhook", it.failure) : it.status && t("webhooks.answer", { status: it.status }),
                  it.nextAttemptAt && t("webhooks.next", { time: time(it.nextAttemptAt) }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
              <p class="small">
                <Time at={it.at} exact /> · {it.id}
              </p>
            </div>
            <div class="row-end">
              <Badge value={it.state}>{named("status", it.state)}</Badge>
              {action(t("webhooks.again"), () =>
                api.POST("/v1/webhooks/{webhookId}/deliveries/{deliveryId}/redelivery", {
                  params: { path: { ...path, deliveryId: it.id } },
                }),
              )}
            </div>
          </li>
        )}
      </Rows>
    </>
  );
}
