import type { Schemas } from "./api/client";
import { named, t } from "./text";

/** What starts a flow, in a sentence. */
export function triggerText(trigger: Schemas["Trigger"]): string {
  const scope = scopeOf(trigger);
  const sentence = named("trigger", trigger.type);
  return scope === null ? sentence : `${sentence} · ${scope}`;
}

function scopeOf(trigger: Schemas["Trigger"]): string | null {
  if ("keyword" in trigger && trigger.keyword) return t("trigger.keyword", { keyword: trigger.keyword });
  if ("releaseId" in trigger && trigger.releaseId === "*") return t("trigger.any_release");
  return null;
}
