import type { Schemas } from "../api/client";
import { named, t, tn } from "../text";
import { None, Section } from "./parts";
import { Bars } from "./pictures";

/** How far fans have come: who has acted once, twice and so on, who has come back, and what they did. */
export function Funnel(props: {
  title: string;
  csv: string;
  of: Pick<Schemas["ProjectFunnel"], "actions" | "returned" | "did">;
}) {
  const { actions, returned, did } = props.of;
  const whole = actions[0]?.fans ?? 0;
  return (
    <Section
      title={props.title}
      actions={
        whole > 0 && (
          <a class="button" href={props.csv} download>
            {t("funnel.csv")}
          </a>
        )
      }
    >
      {whole === 0 ? (
        <None of="funnel.none" />
      ) : (
        <div class="box columns">
          <Bars
            label={t("funnel.actions")}
            whole={whole}
            of={[
              ...actions.map((it) => ({ key: `${it.atLeast}`, name: tn("funnel.at_least", it.atLeast), count: it.fans })),
              { key: "returned", name: t("funnel.returned"), count: returned, tone: "good" },
            ]}
          />
          <Bars
            label={t("funnel.did")}
            whole={whole}
            of={did.map((it) => ({ key: it.type, name: named("trigger", it.type), count: it.fans, tone: "wait" }))}
          />
        </div>
      )}
    </Section>
  );
}
