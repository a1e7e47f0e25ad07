import { useLayoutEffect, useRef } from "preact/hooks";
import { askBeforeLeaving } from "../router";
import { t } from "../text";
import { confirmed } from "./confirm";

type Ask = () => Promise<boolean>;

const held = new Set<Ask>();
const stay = (event: Event) => event.preventDefault();
let stop = () => {};

function change(ask: Ask, holding: boolean): void {
  held.delete(ask);
  if (holding) held.add(ask);
  stop();
  removeEventListener("beforeunload", stay);
  const last = [...held].at(-1);
  if (!last) return;
  stop = askBeforeLeaving(last);
  addEventListener("beforeunload", stay);
}

/** Whether to leave although something is not saved. */
export const discard = () => confirmed(t("editor.leave"), t("editor.leave.text"), t("editor.leave.discard"));

/**
 * For what would be lost by leaving, such as what somebody has typed; any number of them may be on a screen.
 *
 * @param ask whether to leave nevertheless
 * @returns says whether there is something to lose; at once, so that what is saved can be left in the same breath
 */
export function useHold(ask: Ask = discard): (something: boolean) => void {
  // a function of its own, since several may ask the same
  const own = useRef(() => ask()).current;
  useLayoutEffect(() => () => change(own, false), []);
  return (something) => change(own, something);
}
