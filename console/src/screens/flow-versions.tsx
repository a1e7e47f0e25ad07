import { useState } from "preact/hooks";
import type { Schemas } from "../api/client";
import { named, number, percent, t } from "../text";
import { Choice } from "../ui/choice";
import { Section } from "../ui/parts";

type Version = Schemas["FlowStats"]["versions"][number];
type Step = Version["steps"][number] | undefined;

/** Two versions of a flow side by side: what has changed, as far as it is known, and their figures. */
export function Versions({ flow, stats }: { flow: Schemas["Flow"]; stats: Schemas["FlowStats"] }) {
  const versions = stats.versions.toReversed();
  const [chosen, choose] = useState<readonly (string | undefined)[]>([]);
  if (versions.length < 2) return null;
  // The earlier one first.
  const two = [1, 0].map((it) => versions.find(({ version }) => String(version) === chosen[it]) ?? versions[it]) as [
    Version,
    Version,
  ];
  const name = ({ version }: Version) => t(version === flow.version ? "flow.version.current" : "flows.version", { version });
  const options = versions.map((it) => [String(it.version), name(it)] as const);
  const pairs = pairsOf(...two);
  const changes = pairs.map(changeOf).filter((it) => it !== null);
  const rows = [
    ...(["started", "completed", "failed", "cancelled"] as const).map((it) => [
      it === "started" ? t("flow.started") : named("status", it.toUpperCase()),
      ...two.map(({ runs }) => number(runs[it])),
    ]),
    ...pairs.map((pair) => [
      `${((pair[1] ?? pair[0])?.index ?? 0) + 1}. ${typeOf(pair[1] ?? pair[0])}`,
      ...two.map(({ runs }, which) => percent(pair[which as 0 | 1]?.completed ?? 0, pair[which as 0 | 1] ? runs.started : 0)),
    ]),
  ];
  return (
    <Section title={t("flow.versions")}>
      <div class="filters">
        <Choice
          id="one"
          label={t("flow.compare")}
          value={String(two[0].version)}
          of={options}
          choose={(it) => choose([chosen[0], it])}
        />
        <Choice
          id="other"
          label={t("flow.compare.with")}
          value={String(two[1].version)}
          of={options}
          choose={(it) => choose([it, chosen[1]])}
        />
      </div>
      <ul class="points" aria-label={t("flow.compare.changes")}>
        {(changes.length > 0 ? changes : [t("flow.compare.same")]).map((it) => (
          <li key={it}>{it}</li>
        ))}
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <section class="scroll" aria-label={t("flow.versions.label")} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("flow.compare.shares")}</th>
              {two.map((it) => (
                <th key={it.version} scope="col" class="number">
                  {name(it)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([head, ...values], row) => (
              <tr key={row}>
                <th scope="row">{head}</th>
                {values.map((it, column) => (
                  <td key={column} class="number">
                    {it}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="small">{t("flow.compare.limits")}</p>
    </Section>
  );
}

/** A step of the one version and what it is in the other one; either may be absent. */
type Pair = [one: Step, other: Step, moved: boolean];

/** Which step became which, by their types: all that is known of earlier versions. */
function pairsOf(one: Version, other: Version): Pair[] {
  const left = [...one.steps];
  let last = -1;
  const pairs = other.steps.map((b): Pair => {
    const found = left.findIndex((it) => it.type === b.type);
    const a = found < 0 ? undefined : left.splice(found, 1)[0];
    const moved = a !== undefined && a.index < last;
    last = Math.max(last, a?.index ?? -1);
    return [a, b, moved];
  });
  return [...pairs, ...left.map((it): Pair => [it, undefined, false])];
}

function typeOf(step: Step): string {
  return step?.type ? named("step", step.type) : t("flow.compare.gone");
}

function changeOf([a, b, moved]: Pair): string | null {
  const values = { step: typeOf(b ?? a), from: (a?.index ?? 0) + 1, to: (b?.index ?? 0) + 1 };
  if (!a) return t("flow.compare.added", values);
  if (!b) return t("flow.compare.removed", values);
  return moved ? t("flow.compare.moved", values) : null;
}
