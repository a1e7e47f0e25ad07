import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { api, resultOf, type Schemas } from "../api/client";
import { type Place, replace, to } from "../router";
import { HappeningRow } from "../run-text";
import { may } from "../session";
import { type Key, language, named, number, t, time, tn } from "../text";
import { failureOf, useLoaded, usePages } from "../ui/load";
import { fanName, learn } from "../ui/names";
import { say } from "../ui/notices";
import { Action, Badge, Empty, explanation, Facts, Field, Loaded, Rows, Screen, Section, Time, useMounted } from "../ui/parts";

type FanOf = Schemas["Fan"];
type Consent = Schemas["Consent"];

/** A fan: what they did and what came of it, what they agreed to, and their data. Or the receipt of their erasure. */
export function Fan({ place }: { place: Place }) {
  const erasure = place.parameters.get("erasure");
  return erasure ? <Erased key={erasure} id={erasure} /> : <Known id={place.parts[1] ?? ""} />;
}

function Known({ id }: { id: string }) {
  const path = { fanId: id };
  const { now, reload } = useLoaded(
    async (signal) => {
      const fan = await resultOf(api.GET("/v1/fans/{fanId}", { params: { path }, signal }));
      learn(id, fanName(fan));
      return fan;
    },
    [id],
  );
  const timeline = usePages(
    (cursor, signal) =>
      resultOf(api.GET("/v1/fans/{fanId}/timeline", { params: { path, query: cursor ? { cursor } : {} }, signal })),
    [id],
  );
  const consents = usePages(
    (cursor, signal) =>
      resultOf(api.GET("/v1/fans/{fanId}/consents", { params: { path, query: cursor ? { cursor } : {} }, signal })),
    [id],
  );
  return (
    <Screen title={now.state === "ready" ? fanName(now.value) : t("run.fan")} above={<a href="#/fans">{t("nav.fans")}</a>}>
      <Loaded of={now} retry={reload}>
        {(fan) => (
          <>
            <About fan={fan} />
            <Section title={t("fan.timeline")}>
              <Rows of={timeline} label={t("fan.timeline")} empty={<Empty title={t("fan.timeline.none")} />}>
                {(it) => <HappeningRow key={`${it.event.id} ${it.flowId}`} of={it} />}
              </Rows>
            </Section>
            <Section title={t("fan.consents")}>
              <Rows of={consents} label={t("fan.consents")} empty={<Empty title={t("fan.consents.none")} />}>
                {(it) => <ConsentRow key={`${it.at} ${it.messageId} ${it.word}`} of={it} />}
              </Rows>
            </Section>
            <Section title={t("fan.connections")}>
              <Connections of={fan.connections} />
            </Section>
            {may("operate") && <Data fan={fan} reload={reload} />}
          </>
        )}
      </Loaded>
    </Screen>
  );
}

function About({ fan }: { fan: FanOf }) {
  return (
    <div class="box">
      <p>
        <Badge value={fan.smsStopped ? "FAILED" : "ACTIVE"}>{t(fan.smsStopped ? "fan.stopped" : "fan.not_stopped")}</Badge>
      </p>
      <Facts
        of={[
          ...fan.identities.map((it) => [kindOf(it.kind), it.value] as const),
          [t("fan.time_zone"), fan.timeZone ?? t("fan.unknown")],
          [t("fan.since"), <Time at={fan.createdAt} exact />],
          ["ID", <span class="small">{[fan.id, ...fan.formerIds].join(", ")}</span>],
        ]}
      />
    </div>
  );
}

/** A text that may not exist, since the API may know more than the console. */
function known(key: string, other: string): string {
  const text = t(key as Key);
  return text === key ? other : text;
}

const kindOf = (kind: string) => known(`fan.kind.${kind}`, named("provider", kind));

const ENDS = ["stop", "unsubscribed", "bounced", "complained"];
const BEGINS = ["start", "opt_in", "confirmed", "keyword"];

function ConsentRow({ of: it }: { of: Consent }) {
  const { wording, ...evidence } = it.evidence;
  return (
    <li class="row">
      <div>
        <p class="name">{known(`fan.word.${it.word}`, it.word)}</p>
        <p>
          {kindOf(it.kind)}: {it.value}
        </p>
        {wording && <blockquote>{wording}</blockquote>}
        <p class="small">
          <Time at={it.at} exact />
          {Object.entries(evidence).map(
            ([key, value]) => ` · ${known(`fan.evidence.${key}`, key)}: ${known(`fan.source.${value}`, value)}`,
          )}{" "}
          · {it.messageId}
        </p>
      </div>
      <div class="row-end">
        {ENDS.includes(it.word) && <Badge value="FAILED">{t("fan.ends")}</Badge>}
        {BEGINS.includes(it.word) && <Badge value="ACTIVE">{t("fan.begins")}</Badge>}
      </div>
    </li>
  );
}

function Connections({ of }: { of: FanOf["connections"] }) {
  if (of.length === 0) return <Empty title={t("fan.connections.none")} />;
  return (
    <ul class="rows" aria-label={t("fan.connections")}>
      {of.map((it) => {
        const agreed = it.agreements.at(-1);
        return (
          <li key={it.provider} class="row">
            <div>
              <p class="name">{named("provider", it.provider)}</p>
              <p>
                {t(Date.parse(it.expiresAt) < Date.now() ? "fan.expired" : "fan.expires")} <Time at={it.expiresAt} /> ·{" "}
                {t("fan.authorized", { time: time(it.authorizedAt) })}
              </p>
              {agreed && (
                <p class="small">
                  {t("fan.agreed", { at: time(agreed.at), wording: agreed.wording, language: languageName(agreed.language) })}
                </p>
              )}
            </div>
            <div class="row-end">
              <Badge value={it.usable ? "ACTIVE" : "FAILED"}>{t(it.usable ? "fan.usable" : "fan.unusable")}</Badge>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function languageName(code: string): string {
  return new Intl.DisplayNames(language.value, { type: "language" }).of(code) ?? code;
}

/** What can be done with the fan's data. */
function Data({ fan, reload }: { fan: FanOf; reload: () => void }) {
  const [collected, setCollected] = useState<number>();
  const mounted = useMounted();
  const path = { fanId: fan.id };
  const saveName = (firstName: string) =>
    resultOf(api.PUT("/v1/fans/{fanId}/first-name", { params: { path }, body: { firstName } }));
  const saveZone = (timeZone: string) =>
    resultOf(api.PUT("/v1/fans/{fanId}/time-zone", { params: { path }, body: { timeZone } }));
  const download = async () => {
    const pages: Schemas["FanExport"][] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const query = cursor ? { cursor } : {};
      const page: Schemas["FanExport"] = await resultOf(api.GET("/v1/fans/{fanId}/export", { params: { path, query } }));
      pages.push(page);
      cursor = page.next;
      setCollected(pages.flatMap((it) => [...it.consents, ...it.activity]).length);
    }
    const whole = {
      ...pages[0],
      consents: pages.flatMap((it) => it.consents),
      activity: pages.flatMap((it) => it.activity),
      next: null,
    };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(whole, null, 2)], { type: "application/json" }));
    link.download = `${fan.id}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const erase = async () => {
    const receipt = await resultOf(api.DELETE("/v1/fans/{fanId}", { params: { path } }));
    learn(fan.id, fan.id);
    if (mounted.current) replace(to(["fans", fan.id], { erasure: receipt.erasureId }));
    else say(t("fan.erased.going_on"));
  };
  return (
    <Section title={t("fan.data")}>
      <div class="box">
        <Edit id="name" label={t("fan.first_name")} value={fan.firstName} save={saveName} saved={reload} />
        <Edit
          id="zone"
          label={t("fan.time_zone")}
          hint={t("fan.time_zone.hint")}
          value={fan.timeZone}
          save={saveZone}
          saved={reload}
          of={Intl.supportedValuesOf("timeZone")}
        />
        <p>{t("fan.export.text")}</p>
        <Action label={t("fan.export")} act={download} done={t("fan.exported")} />
        {collected !== undefined && (
          <p class="small" role="status">
            {tn("fan.collected", collected)}
          </p>
        )}
        <details>
          <summary>{t("fan.erase")}</summary>
          <p>{t("fan.erase.text")}</p>
          <Edit
            id="erase"
            label={t("fan.erase.type", { word: t("fan.erase.word") })}
            value=""
            expected={t("fan.erase.word")}
            action={t("fan.erase.now")}
            save={erase}
          />
        </details>
      </div>
    </Section>
  );
}

/**
 * A form with one field.
 *
 * @param props.expected what has to be typed before something that cannot be taken back
 */
function Edit(props: {
  id: string;
  label: string;
  hint?: string;
  value: string | null;
  of?: readonly string[];
  expected?: string;
  action?: string;
  save: (value: string) => Promise<unknown>;
  saved?: () => void;
}) {
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { value: old, expected, saved } = props;
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (field.current) field.current.value = old ?? "";
  }, [old]);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const input = field.current as HTMLInputElement;
    const typed = input.value.trim();
    if (busy) return;
    if (expected && typed.toUpperCase() !== expected) {
      setError(props.label);
      input.focus();
      return;
    }
    setBusy(true);
    try {
      await props.save(typed);
      setError(undefined);
      if (saved) {
        say(t("fan.saved", { what: props.label }), "good", old ? () => props.save(old).then(saved) : undefined);
        saved();
      }
    } catch (problem) {
      setError(explanation(failureOf(problem)));
      input.focus();
    }
    setBusy(false);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Field id={props.id} label={props.label} hint={props.hint} error={error}>
        {(attributes) => <input {...attributes} ref={field} list={props.of && `${props.id}-list`} autocomplete="off" />}
      </Field>
      {props.of && (
        <datalist id={`${props.id}-list`}>
          {props.of.map((it) => (
            <option key={it} value={it} />
          ))}
        </datalist>
      )}
      <button type="submit" class={expected && "danger"} aria-disabled={busy} aria-busy={busy}>
        {props.action ?? t("fan.save", { what: props.label })}
        {busy && <span class="spinner" aria-hidden="true" />}
      </button>
    </form>
  );
}

/** The receipt of an erasure, with its progress. */
function Erased({ id }: { id: string }) {
  const [done, setDone] = useState(false);
  const { now, reload } = useLoaded(
    async (signal) => {
      const it = await resultOf(api.GET("/v1/erasures/{erasureId}", { params: { path: { erasureId: id } }, signal }));
      setDone(it.state === "COMPLETED");
      return it;
    },
    [id],
    done ? 0 : 5,
  );
  return (
    <Screen title={t("fan.erased.title")} above={<a href="#/fans">{t("nav.fans")}</a>}>
      <Loaded of={now} retry={reload}>
        {(it) => (
          <div class="box">
            <p role="status">
              <Badge value={done ? "COMPLETED" : "RUNNING"}>{named("status", it.state)}</Badge>{" "}
              {t(done ? "fan.erased.done" : "fan.erased.going_on")}
            </p>
            <Facts
              of={[
                [t("fan.erased.requested"), <Time at={it.requestedAt} exact />],
                ...Object.entries(it.erased)
                  .filter(([, count]) => count > 0)
                  .map(([kind, count]) => [known(`fan.erased.kind.${kind}`, kind), number(count)] as const),
                ["ID", <span class="small">{it.erasureId}</span>],
              ]}
            />
            <ul class="points">
              {it.kept.map(({ kind }) => (
                <li key={kind}>{t(`fan.kept.${kind}`)}</li>
              ))}
              <li>{t("fan.erased.notice")}</li>
            </ul>
          </div>
        )}
      </Loaded>
    </Screen>
  );
}
