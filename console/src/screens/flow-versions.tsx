import { useState } from "preact/hooks";
import { api, resultOf, type Schemas } from "../api/client";
import { DURATION, stepName, word } from "../editor/fields";
import type { Draft, Json, Values } from "../editor/schema";
import { hasName, named, number, percent, t } from "../text";
import { Choice } from "../ui/choice";
import { useLoaded } from "../ui/load";
import { nameOf } from "../ui/names";
import { Loaded, Section } from "../ui/parts";
import { Table } from "../ui/table";

type Figures = Schemas["FlowStats"]["versions"][number];

/** As many as the API has figures of. */
const MOST = 100;

/** Two versions of a flow that has several, side by side: what has changed, and their figures. */
export function Versions({ flow, stats }: { flow: Schemas["Flow"]; stats: Schemas["FlowStats"] }) {
  const versions = Array.from({ length: Math.min(flow.version, MOST) }, (_, index) => flow.version - index);
  const [chosen, choose] = useState<readonly [earlier: number, later: number]>([flow.version - 1, flow.version]);
  const two = chosen.toSorted((a, b) => a - b) as [number, number];
  const { now, reload } = useLoaded(
    (signal) =>
      Promise.all(
        two.map(async (version) => {
          const path = { flowId: flow.id, version };
          const read = api.GET("/v1/flows/{flowId}/versions/{version}", { params: { path }, signal });
          return (await resultOf(read)) as unknown as Draft;
        }),
      ) as Promise<[Draft, Draft]>,
    two,
  );
  const name = (version: number) => t(version === flow.version ? "flow.version.current" : "flows.version", { version });
  const options = versions.map((it) => [String(it), name(it)] as const);
  return (
    <Section title={t("flow.versions")}>
      <div class="filters">
        <Choice
          id="one"
          label={t("flow.compare")}
          value={`${chosen[0]}`}
          of={options}
          choose={(it) => choose([Number(it), chosen[1]])}
        />
        <Choice
          id="other"
          label={t("flow.compare.with")}
          value={`${chosen[1]}`}
          of={options}
          choose={(it) => choose([chosen[0], Number(it)])}
        />
      </div>
      <Loaded of={now} retry={reload}>
        {(documents) => {
          const pairs = pairsOf(documents[0].steps, documents[1].steps);
          const changes = changesOf(documents, pairs);
          const figures = two.map((it) => stats.versions.find(({ version }) => version === it));
          return (
            <>
              <ul class="points" aria-label={t("flow.compare.changes")}>
                {changes.length === 0 && <li>{t("flow.compare.same")}</li>}
                {changes.map(([what, fields]) => (
                  <li key={what}>
                    {what}
                    {fields.length > 0 && (
                      <ul>
                        {fields.map((it) => (
                          <li key={it} class="words">
                            {it}
                          </li>
                        ))}
                      </ul>
                    )}
                  </li>
                ))}
              </ul>
              <Shares heads={two.map(name)} figures={figures} pairs={pairs} steps={documents.map((it) => it.steps)} />
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}

function Shares(props: {
  heads: readonly string[];
  figures: readonly (Figures | undefined)[];
  pairs: readonly Pair[];
  steps: readonly (readonly Values[])[];
}) {
  const { heads, figures, pairs, steps } = props;
  const started = figures.map((it) => it?.runs.started ?? 0);
  const rows: [string, ...string[]][] = [
    ...(["started", "completed", "failed", "cancelled"] as const).map((it): [string, ...string[]] => [
      it === "started" ? t("flow.started") : named("status", it.toUpperCase()),
      ...figures.map((of) => number(of?.runs[it] ?? 0)),
    ]),
    ...pairs.map((pair): [string, ...string[]] => [
      pair[1] === undefined ? nameAt(steps[0], pair[0]) : nameAt(steps[1], pair[1]),
      ...figures.map((of, which) => {
        const step = of?.steps.find((it) => it.index === pair[which as 0 | 1]);
        return percent(step?.completed ?? 0, step ? (started[which] ?? 0) : 0);
      }),
    ]),
  ];
  return <Table label={t("flow.versions.label")} heads={[t("flow.compare.shares"), ...heads]} rows={rows} />;
}

/** A step of the one version and what it is in the other one, by their places; either may be absent. */
type Pair = [one: number | undefined, other: number | undefined, moved: boolean];

/** Which step became which: the same one first, then one of the same type. */
function pairsOf(one: readonly Values[], other: readonly Values[]): Pair[] {
  const left = new Set(one.keys());
  const found = new Map<number, number>();
  for (const same of [JSON.stringify, (it: Values) => it.type])
    other.forEach((step, index) => {
      const match = found.has(index) ? undefined : [...left].find((it) => same(one[it] ?? {}) === same(step));
      if (match === undefined) return;
      found.set(index, match);
      left.delete(match);
    });
  let last = -1;
  const pairs = other.map((_, index): Pair => {
    const from = found.get(index);
    const moved = from !== undefined && from < last;
    last = Math.max(last, from ?? -1);
    return [from, index, moved];
  });
  return [...pairs, ...[...left].map((it): Pair => [it, undefined, false])];
}

function nameAt(steps: readonly Values[] = [], index = 0): string {
  return stepName(steps[index] ?? {}, index);
}

/** What has changed, in words: of the flow itself, and of each step. */
function changesOf([one, other]: readonly [Draft, Draft], pairs: readonly Pair[]): [what: string, fields: string[]][] {
  const itself = fieldsOf({ ...one, steps: undefined }, { ...other, steps: undefined }, one, other);
  const steps = pairs.map(([a, b, moved]): [string, string[]] => {
    const step = named("step", String((other.steps[b ?? -1] ?? one.steps[a ?? -1])?.type));
    const values = { step, from: (a ?? 0) + 1, to: (b ?? 0) + 1 };
    const what =
      a === undefined
        ? t("flow.compare.added", values)
        : b === undefined
          ? t("flow.compare.removed", values)
          : moved
            ? t("flow.compare.moved", values)
            : "";
    const fields = fieldsOf({ ...one.steps[a ?? -1], type: "" }, { ...other.steps[b ?? -1], type: "" }, one, other);
    return [what || (fields.length > 0 ? nameAt(other.steps, b) : ""), fields];
  });
  return [
    ...(itself.length > 0 ? [[t("flow.compare.flow"), itself] as [string, string[]]] : []),
    ...steps.filter(([what]) => what),
  ];
}

/** Each value that differs, with its name. */
function fieldsOf(a: Json, b: Json, one: Draft, other: Draft): string[] {
  const [before, after] = [leaves(a, [], one), leaves(b, [], other)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((field) => {
    const [from, to] = [before.get(field), after.get(field)];
    if (from === to) return [];
    if (from === undefined) return t("flow.compare.set", { field, to: to ?? "" });
    return to === undefined ? t("flow.compare.unset", { field, from }) : t("flow.compare.changed", { field, from, to });
  });
}

/** The values in a part of a flow, by their names, as people say them. */
function leaves(value: Json, path: readonly string[], flow: Draft, found = new Map<string, string>()): Map<string, string> {
  if (typeof value === "object" && value !== null)
    for (const [name, part] of Object.entries(value)) leaves(part as Json, [...path, name], flow, found);
  else if (value != null && value !== "") found.set(path.map(called).join(" · "), said(String(path.at(-1)), value, flow));
  return found;
}

function called(name: string): string {
  if (/^\d+$/.test(name)) return String(Number(name) + 1);
  return name === "type" ? t("editor.trigger.type") : name === "trigger" ? t("editor.trigger") : word("field", name) || name;
}

function said(name: string, value: string | number | boolean, flow: Draft): string {
  if (name === "step") return nameAt(flow.steps, Number(value));
  const text = String(value);
  if (name === "type") return named("trigger", text);
  if (name === "outcome") return named("outcome", text.toUpperCase());
  if (text === "*") return t("editor.any");
  if (/^(rel|art|seg|flow)_\w{16}$/.test(text)) return nameOf(text);
  const [, count, unit] = DURATION.exec(text) ?? [];
  if (unit) return `${count} ${word("value", `unit.${unit}`)}`;
  return word("value", `${name}.${text}`) || word("value", text) || (hasName("provider", text) ? named("provider", text) : text);
}
