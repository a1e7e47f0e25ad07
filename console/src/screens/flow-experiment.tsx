import { api, resultOf, type Schemas } from "../api/client";
import { day, hasName, type Key, language, number, percent, t } from "../text";
import { useLoaded } from "../ui/load";
import { Loaded, None, Section } from "../ui/parts";
import { Table } from "../ui/table";

type Result = Schemas["TrialResult"];
type Flow = Schemas["Flow"];

/** Whether a flow holds fans out, or has several versions of a message. */
export function compares(flow: Flow): boolean {
  const { experiment, steps } = flow;
  return (experiment?.holdoutPercent ?? 0) > 0 || steps.some((it) => "variants" in it && it.variants);
}

/**
 * What the experiment of a version has shown: each verdict in words, and the figures behind it. Nothing for an earlier version that
 * compares nobody, like the flow.
 */
export function Experiment(props: { flow: Flow; version: number }) {
  const { flow, version } = props;
  const params = { path: { flowId: flow.id }, query: { version } };
  const { now, reload } = useLoaded(
    (signal) => resultOf(api.GET("/v1/flows/{flowId}/experiment", { params, signal })),
    [flow.id, version],
  );
  if (!compares(flow) && (now.state === "loading" || (now.state === "ready" && now.value.results.length === 0))) return null;
  return (
    <Section title={t("flow.experiment")}>
      <Loaded of={now} retry={reload}>
        {({ results, upTo }) =>
          results.length === 0 ? (
            <None of="flow.experiment.none" />
          ) : (
            <>
              <p class="small">{t("flow.experiment.up_to", { day: day(upTo) })}</p>
              {results.map((it) => (
                <ResultOf key={`${it.step} ${it.goal}`} {...it} />
              ))}
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

const armName = (arm: string) =>
  hasName("flow.experiment.arm", arm) ? t(`flow.experiment.arm.${arm}` as Key) : t("flow.experiment.arm", { arm });

function ResultOf(props: Result) {
  const { step, goal, arms, comparisons } = props;
  const title = step === null ? t("flow.experiment.holdout") : t("runs.step", { step: step + 1 });
  const question = t(`flow.experiment.goal.${goal}`);
  const widest = Math.max(...arms.map((it) => it.interval?.[1] ?? 0));
  return (
    <div class="box stretch trial">
      <h3>{title}</h3>
      <p>{question}</p>
      <ul class="points name">
        {comparisons.map((it) => (
          <li key={it.arm}>
            {step !== null && `${armName(it.arm)}: `}
            {verdictOf(props, it)}
          </li>
        ))}
      </ul>
      <Table
        label={`${title}: ${question}`}
        heads={(["who", "fans", "converted", "share"] as const).map((it) => t(`flow.experiment.${it}`))}
        rows={arms.map(({ arm, fans, converted, share, interval }) => [
          armName(arm),
          number(fans),
          number(converted),
          <>
            {percent(share ?? 0, share === null ? 0 : 1)}
            {interval && <Range of={interval} whole={widest} />}
          </>,
        ])}
      />
    </div>
  );
}

/** Where a share lies, in words and as a part of a bar. */
function Range(props: { of: readonly number[]; whole: number }) {
  const [low = 0, high = 0] = props.of;
  const width = (it: number) => `${(100 * it) / props.whole}%`;
  return (
    <>
      <span class="bar range" aria-hidden="true">
        <span style={{ marginInlineStart: width(low), width: width(high - low) }} />
      </span>
      <span class="small">{t("flow.experiment.between", { low: percent(low, 1), high: percent(high, 1) })}</span>
    </>
  );
}

/** The verdict of a comparison in a sentence, with how large the difference is. */
function verdictOf(result: Result, of: Result["comparisons"][number]): string {
  const { verdict, difference, interval, since } = of;
  const shown = verdict === "higher" || verdict === "lower";
  const about = result.step === null ? "sent" : result.goal;
  const [low = 0, high = 0] = interval ?? [];
  const parts = [
    t(shown ? `flow.experiment.verdict.${about}.${verdict}` : `flow.experiment.verdict.${verdict}`, {
      day: result.day,
      days: result.days,
    }),
    interval &&
      difference !== null &&
      t("flow.experiment.points", { difference: points(difference), low: points(low), high: points(high) }),
    since && t("flow.experiment.since", { day: day(since) }),
  ].filter(Boolean);
  return `${parts[0]}${parts.length > 1 ? `: ${parts.slice(1).join(", ")}` : ""}.`;
}

/** A difference of shares in percentage points, with its sign. */
function points(difference: number): string {
  const format = { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" } as const;
  return new Intl.NumberFormat(language.value, format).format(100 * difference);
}
