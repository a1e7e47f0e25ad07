import type { Schemas } from "../api/client";
import { PROVIDERS, STATES } from "../release-text";
import { named, t } from "../text";
import { Badge } from "./parts";

/** Whether a release is found at each service. */
export function Services(props: { of: Schemas["Release"] }) {
  return (
    <>
      {PROVIDERS.map((it) => {
        const { state } = props.of.services[it];
        return (
          <Badge key={it} value={STATES[state]}>
            {named("provider", it)}: {t(`releases.state.${state}`)}
          </Badge>
        );
      })}
    </>
  );
}
