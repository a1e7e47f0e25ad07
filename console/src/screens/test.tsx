import { useEffect, useRef, useState } from "preact/hooks";
import { api, Failure, resultOf, type Schemas } from "../api/client";
import { Effects, StepResult } from "../editor/dry-run";
import { Check } from "../editor/fields";
import { forgetNames, NameOf, Reference, SelectField, Trail } from "../editor/references";
import { type Place, to } from "../router";
import { may } from "../session";
import { type Key, named, t, time, tn } from "../text";
import { failureOf, useLoaded } from "../ui/load";
import { fanName } from "../ui/names";
import { Action, Empty, explanation, Field, focusHeading, Loaded, Screen, Section } from "../ui/parts";

type Flow = Schemas["Flow"];
type Fan = Schemas["Fan"];
type DryRun = Schemas["DryRun"];
/** A test fan; only the id is known if it could not be read. */
type TestFan = Parameters<typeof fanName>[0];

/** Tries a flow out: simulated for a sample fan, or for real with chosen fans. */
export function Test(props: { place: Place }) {
  const flowId = props.place.parts[1] ?? "";
  useEffect(forgetNames, []);
  const { now, reload } = useLoaded(
    async (signal) => {
      const flow = await resultOf(api.GET("/v1/flows/{flowId}", { params: { path: { flowId } }, signal }));
      return { flow, fans: await fansOf(flow.testMode?.fanIds ?? []) };
    },
    [flowId],
  );
  return (
    <Screen
      title={t("test.title")}
      above={<Trail id={flowId} name={now.state === "ready" ? now.value.flow.name : undefined} />}
      actions={
        may("edit") && (
          <a class="button" href={to(["flows", flowId, "edit"])}>
            {t("test.edit")}
          </a>
        )
      }
    >
      <Loaded of={now} retry={reload}>
        {({ flow, fans }) => (
          <>
            <Section title={t("test.dry_run")}>
              <p class="lead">{t("test.dry_run.text")}</p>
              <DryRunForm flow={flow} />
            </Section>
            <Section title={t("test.mode")}>
              <p class="lead">{t("test.mode.text")}</p>
              {may("edit") && <TestMode flow={flow} fans={fans} />}
            </Section>
          </>
        )}
      </Loaded>
    </Screen>
  );
}

async function fansOf(ids: readonly string[]): Promise<TestFan[]> {
  return Promise.all(
    ids.map((fanId) =>
      resultOf(api.GET("/v1/fans/{fanId}", { params: { path: { fanId } } })).catch(
        (): TestFan => ({ id: fanId, phone: null, identities: [], firstName: null }),
      ),
    ),
  );
}

/** What a made-up fan may be, and what it is at first. */
const FACTS = {
  phone: true,
  email: true,
  instagram: true,
  firstName: true,
  consented: true,
  stopped: false,
  spotify: false,
  apple_music: false,
};
const SCOPES: Record<string, string> = { releaseId: "rel", artistId: "art", flowId: "flow" };

function DryRunForm(props: { flow: Flow }) {
  const { trigger } = props.flow;
  const [madeUp, setMadeUp] = useState(true);
  const [facts, setFacts] = useState(FACTS);
  const [fan, setFan] = useState<Fan | null>(null);
  const [at, setAt] = useState("");
  const [scope, setScope] = useState("");
  const [result, setResult] = useState<DryRun | Failure>();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [result]);
  const any = Object.entries(trigger).find(([, value]) => value === "*")?.[0] ?? "";
  const kind = trigger.type === "release.detected" ? "rel" : SCOPES[any];
  const run = async () => {
    const { spotify, apple_music, ...others } = facts;
    const connections = (["spotify", "apple_music"] as const).filter((it) => ({ spotify, apple_music })[it]);
    const body: Schemas["SampleCase"] = {
      fan: madeUp || !fan ? { ...others, connections } : { id: fan.id },
      ...(scope && { scope }),
      ...(at && { at: new Date(at).toISOString() }),
    };
    try {
      setResult(await resultOf(api.POST("/v1/flows/{flowId}/dry-run", { params: { path: { flowId: props.flow.id } }, body })));
    } catch (error) {
      setResult(failureOf(error));
    }
  };
  return (
    <>
      <div class="columns">
        <fieldset>
          <legend>{t("test.fan")}</legend>
          {[true, false].map((it) => (
            <label key={String(it)} class="check">
              <input type="radio" name="fan" checked={madeUp === it} onChange={() => setMadeUp(it)} />
              {t(it ? "test.fan.made_up" : "test.fan.real")}
            </label>
          ))}
          <hr />
          {madeUp ? (
            (Object.keys(FACTS) as (keyof typeof FACTS)[]).map((it) => (
              <Check key={it} label={t(`test.fact.${it}`)} on={facts[it]} set={(on) => setFacts({ ...facts, [it]: on })} />
            ))
          ) : (
            <>
              <FindFan id="sample" found={setFan} />
              {fan && <FanName fan={fan} />}
            </>
          )}
        </fieldset>
        <fieldset>
          <legend>{t("test.event")}</legend>
          <Field id="time" label={t("test.at")} hint={t("test.at.hint")}>
            {(attributes) => (
              <input {...attributes} type="datetime-local" value={at} onInput={(event) => setAt(event.currentTarget.value)} />
            )}
          </Field>
          {kind && (
            <Field id="scope" label={t(`test.scope.${kind}` as Key)} hint={t("test.scope.hint")}>
              {(attributes) => <Reference kind={kind} attributes={attributes} value={scope} choose={setScope} />}
            </Field>
          )}
          {trigger.type.startsWith("instagram") && (
            <Field id="scope" label={t("test.scope.words")} hint={t("test.scope.hint")}>
              {(attributes) => <input {...attributes} value={scope} onInput={(event) => setScope(event.currentTarget.value)} />}
            </Field>
          )}
          <Action kind="primary" label={t("test.run")} act={run} disabled={!madeUp && !fan} />
        </fieldset>
      </div>
      {result && (
        <div class="box result">
          {result instanceof Failure ? (
            <h3 ref={heading} tabIndex={-1} class="error" lang={result.problem && "en"}>
              {explanation(result)}
            </h3>
          ) : (
            <Result of={result} flow={props.flow} heading={heading} />
          )}
        </div>
      )}
    </>
  );
}

function Result(props: { of: DryRun; flow: Flow; heading: { current: HTMLHeadingElement | null } }) {
  const { at, starts, reasons, listeningFlowId, runId, credits, steps } = props.of;
  return (
    <>
      <h3 ref={props.heading} tabIndex={-1} class={starts ? "good" : "bad"}>
        <span aria-hidden="true">{starts ? "✓" : "✕"}</span> {t(starts ? "test.starts" : "test.starts_not")}
      </h3>
      {reasons.length > 0 && (
        <ul class="reasons">
          {reasons.map((it) => (
            <li key={it}>{named("reason", it)}</li>
          ))}
        </ul>
      )}
      {listeningFlowId && listeningFlowId !== props.flow.id && (
        <p>
          {t("test.other_flow")}{" "}
          <a href={to(["flows", listeningFlowId])}>
            <NameOf id={listeningFlowId} />
          </a>
        </p>
      )}
      {runId && (
        <p>
          <a href={to(["runs", runId])}>{t("test.run_before")}</a>
        </p>
      )}
      <p class="small">
        {t("test.when", { time: time(at) })} · {t("flows.version", { version: props.of.flowVersion })} ·{" "}
        {tn("dry_run.credits", credits)}
      </p>
      {!starts && <p>{t("test.steps_anyway")}</p>}
      <ol class="timeline" aria-label={t("test.steps")}>
        {steps.map((step) => (
          <li key={step.index}>
            <h4>{t("editor.step", { number: step.index + 1, type: named("step", step.type) })}</h4>
            <StepResult of={step} />
            <Effects of={step.effects} />
          </li>
        ))}
      </ol>
    </>
  );
}

/** Finds a fan by a number or an address. */
function FindFan(props: { id: string; found: (fan: Fan) => void }) {
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  const find = async () => {
    const value = text.trim();
    if (value === "") {
      setError(t("test.find.missing"));
      return;
    }
    try {
      const query = value.includes("@") ? { email: value } : { phone: value.replace(/[\s()/.-]/g, "") };
      props.found(await resultOf(api.GET("/v1/fans", { params: { query } })));
      setError(undefined);
      setText("");
    } catch (error) {
      const failure = failureOf(error);
      setError(failure.status === 404 ? t("test.find.none") : explanation(failure));
    }
  };
  return (
    <Field id={props.id} label={t("test.find")} hint={t("test.find.hint")} error={error}>
      {(attributes) => (
        <span class="together">
          <input
            {...attributes}
            value={text}
            autocomplete="off"
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") void find();
            }}
          />
          <Action label={t("test.find.do")} act={find} />
        </span>
      )}
    </Field>
  );
}

function FanName(props: { fan: TestFan }) {
  return (
    <p role="status">
      <a href={to(["fans", props.fan.id])}>{fanName(props.fan)}</a>
    </p>
  );
}

const MOST_FANS = 20;
const HOURS = [1, 4, 24, 72, 168];

/** Lets chosen fans start a flow that is not active. */
function TestMode(props: { flow: Flow; fans: readonly TestFan[] }) {
  const { flow } = props;
  const path = { flowId: flow.id };
  const [mode, setMode] = useState(flow.testMode);
  const [fans, setFans] = useState(props.fans);
  const [hours, setHours] = useState("24");
  if (flow.status === "ACTIVE" || flow.status === "ARCHIVED") return <Empty title={t(`test.mode.${flow.status}`)} />;
  const start = async () => {
    const body = { fanIds: fans.map((it) => it.id), hours: Number(hours) };
    setMode(await resultOf(api.PUT("/v1/flows/{flowId}/test-mode", { params: { path }, body })));
  };
  const end = async () => {
    await resultOf(api.DELETE("/v1/flows/{flowId}/test-mode", { params: { path } }));
    focusHeading();
    setMode(null);
  };
  const remove = (fan: TestFan) => {
    focusHeading(false);
    setFans(fans.filter((it) => it.id !== fan.id));
  };
  return (
    <div class="box">
      <p role="status">
        {mode ? <span class="badge wait">{t("test.mode.on", { time: time(mode.until) })}</span> : t("test.mode.off")}
      </p>
      {fans.length > 0 && (
        <ul class="rows" aria-label={t("test.mode.fans")}>
          {fans.map((fan) => (
            <li key={fan.id} class="row">
              <FanName fan={fan} />
              <button type="button" onClick={() => remove(fan)}>
                {t("test.mode.remove")}
                <span class="hidden"> {fan.phone ?? fan.id}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {fans.length < MOST_FANS && (
        <FindFan id="tester" found={(fan) => setFans([...fans.filter((it) => it.id !== fan.id), fan])} />
      )}
      <SelectField
        id="hours"
        label={t("test.mode.hours")}
        value={hours}
        options={HOURS.map((it) => [String(it), it < 72 ? tn("test.hours", it) : tn("test.days", it / 24)])}
        choose={setHours}
      />
      <div class="actions">
        <Action
          kind="primary"
          label={t(mode ? "test.mode.change" : "test.mode.start")}
          disabled={fans.length === 0}
          done={t("test.mode.started")}
          act={start}
        />
        {mode && <Action label={t("test.mode.end")} act={end} done={t("test.mode.ended")} />}
      </div>
    </div>
  );
}
