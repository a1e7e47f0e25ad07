import { api, resultOf, type Schemas } from "../api/client";
import { countdown } from "../release-text";
import { type Place, to } from "../router";
import { may, session } from "../session";
import { help, type Key, named, number, t } from "../text";
import { sure } from "../ui/confirm";
import { useLoaded } from "../ui/load";
import { nameOf } from "../ui/names";
import { Action, Badge, focusHeading, Loaded, None, Screen, Time } from "../ui/parts";

type Found = Schemas["InboxItem"];

/** An entry of the inbox: the API's, or one about a release that comes out soon. */
interface Item extends Pick<Found, "kind" | "count" | "atLeast" | "since" | "until"> {
  title: string;
  why: string | null;
  link: string | null;
}

/** What stops fans from getting something now. The rest can be looked at later. */
const URGENT = [
  "sending_stopped",
  "credits_used_up",
  "instagram_disconnected",
  "release_day_failed",
  "runs_set_aside",
  "steps_failed",
  "dead_letters",
];

const DAY = 86_400_000;

/** What needs a person, with where it is mended. */
export function Inbox(_: { place: Place }) {
  const loaded = useLoaded(found, []);
  const resume = async () => {
    if (!(await sure("inbox.resume"))) return;
    await resultOf(api.PUT("/v1/projects/{projectId}/sending", { params: project(), body: { stopped: false } }));
    focusHeading();
    loaded.reload();
  };
  return (
    <Screen title={t("nav.inbox")}>
      <Loaded of={loaded.now} retry={loaded.reload}>
        {({ inbox, health, complete }) => {
          // Names are looked up here, where their arrival is shown.
          const all = [...inbox.map(shown), ...health.flatMap(notSaved)];
          const items = all.toSorted((a, b) => Number(isUrgent(b)) - Number(isUrgent(a)));
          return (
            <>
              {items.length === 0 ? (
                <None of="inbox.none" />
              ) : (
                <ul class="rows" aria-label={t("nav.inbox")}>
                  {items.map((it) => (
                    <li key={`${it.kind} ${it.link} ${it.why}`} class="row">
                      <div>
                        <h2 class="sentence">{it.link ? <a href={it.link}>{it.title}</a> : it.title}</h2>
                        {it.why && <p class="sentence">{it.why}</p>}
                        <p class="small">
                          {it.since && (
                            <>
                              {t("inbox.since")} <Time at={it.since} exact />
                            </>
                          )}{" "}
                          {it.until && (
                            <>
                              {t("inbox.until")} <Time at={it.until} exact />
                            </>
                          )}
                        </p>
                      </div>
                      <div class="row-end">
                        {it.kind === "sending_stopped" && may("operate") && <Action label={t("inbox.resume")} act={resume} />}
                        <Badge value={isUrgent(it) ? "FAILED" : "UNKNOWN"}>
                          {t(isUrgent(it) ? "inbox.urgent" : "inbox.look")}
                        </Badge>
                      </div>
                    </li>
                  ))}
                </ul>
              )}
              {!complete && <p class="small">{t("inbox.incomplete")}</p>}
            </>
          );
        }}
      </Loaded>
    </Screen>
  );
}

const project = () => ({ path: { projectId: session.value?.projectId ?? "" } });

const isUrgent = (it: Item) => URGENT.includes(it.kind);

/** The API's entries, and the health of what comes out soon, as far as it can be had. */
async function found(signal: AbortSignal) {
  const [inbox, releases] = await Promise.all([resultOf(api.GET("/v1/inbox", { signal })), releasesOf(signal)]);
  const soon = releases.items.filter(
    (it) => it.status === "announced" && it.outAt !== null && Date.parse(it.outAt) < Date.now() + 14 * DAY,
  );
  const health = await Promise.all(
    soon.map((release) =>
      resultOf(api.GET("/v1/releases/{releaseId}/health", { params: { path: { releaseId: release.id } }, signal })).then(
        (it) => [{ ...it, ...release }],
        () => [],
      ),
    ),
  );
  const known = health.flat();
  return {
    inbox: inbox.items,
    health: known,
    complete: inbox.complete && releases.next === null && known.length === soon.length,
  };
}

const MOST_PAGES = 5;

async function releasesOf(signal: AbortSignal, cursor?: string, pages = 1): Promise<Schemas["ReleaseList"]> {
  const query = { limit: 100, ...(cursor && { cursor }) };
  const page = await resultOf(api.GET("/v1/releases", { params: { query }, signal }));
  if (page.next === null || pages === MOST_PAGES) return page;
  const rest = await releasesOf(signal, page.next, pages + 1);
  return { ...rest, items: [...page.items, ...rest.items] };
}

function shown(it: Found): Item {
  const reason = it.reason ?? it.kind;
  const values = {
    count: `${number(it.count)}${it.atLeast ? "+" : ""}`,
    subject: it.subject === null ? "" : /^(flow|rel)_/.test(it.subject) ? nameOf(it.subject) : named("provider", it.subject),
  };
  const system = it.kind === "dead_letters" && t("inbox.dead_letters.why", values);
  const why = it.reason && it.kind.startsWith("steps_") ? named("reason", it.reason) : null;
  return {
    ...it,
    title: t(`inbox.${it.kind}` as Key, values),
    why: [system, why, help(reason)].filter(Boolean).join(". ") || null,
    link: linkOf(it),
  };
}

/** Where it is mended, or shown in full; null if the console has no such screen. */
function linkOf({ kind, subject, reason }: Found): string | null {
  if (kind.startsWith("credits_")) return to(["usage"]);
  if (subject === null) return null;
  if (kind === "runs_set_aside") return to(["runs", subject]);
  if (kind.startsWith("release")) return to(["releases", subject]);
  if (!kind.startsWith("steps_")) return null;
  const outcome = { steps_unknown: "UNKNOWN", steps_failed: "FAILED" }[kind];
  return to(["flows", subject, "runs"], { outcome, reason });
}

function notSaved(release: Schemas["Release"] & Schemas["ReleaseHealth"]): Item[] {
  const reasons = Object.entries(release.notSaved).toSorted((a, b) => b[1] - a[1]);
  const count = reasons.reduce((sum, [, fans]) => sum + fans, 0);
  if (count === 0) return [];
  return [
    {
      kind: "health",
      count,
      atLeast: false,
      since: null,
      until: null,
      title: t("inbox.health", { count: number(count), release: `${release.title} · ${countdown(release)}` }),
      why: reasons.map(([reason, fans]) => `${named("reason", reason)} (${number(fans)})`).join("; "),
      link: to(["releases", release.id]),
    },
  ];
}
