import type { Schemas } from "./api/client";
import { day, language, relative, t } from "./text";

type Release = Schemas["Release"];

export type Provider = keyof Release["services"];

export const PROVIDERS: readonly Provider[] = ["spotify", "apple_music"];

/** When it is out, as exactly as it is known: a day, a month or a year. */
export function dateText(date: string): string {
  if (date.length === 10) return day(date);
  if (date.length === 4) return date;
  return new Intl.DateTimeFormat(language.value, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${date}-01T00:00:00Z`),
  );
}

/** Such as "out in 12 days". */
export function countdown(release: Release): string {
  if (release.outAt === null) return t("releases.cancelled");
  const when = relative(release.outAt);
  if (release.status === "out") return t("releases.came_out", { when });
  return t(release.releaseDate.length === 10 ? "releases.comes_out" : "releases.out_by", { when });
}

/** What a search at a service has come to, with the status whose badge it shares. */
export const STATES: Record<Schemas["ServiceState"]["state"], string> = {
  given: "COMPLETED",
  matched: "COMPLETED",
  pending: "PENDING",
  not_found: "FAILED",
  no_access: "FAILED",
  ambiguous: "UNKNOWN",
  not_searched: "UNKNOWN",
  absent: "SKIPPED",
};

/** Whether it is missing at a service without anybody having said that it is not there. */
export function unmatched(release: Release): boolean {
  return PROVIDERS.some((it) => ["FAILED", "UNKNOWN"].includes(STATES[release.services[it].state]));
}
