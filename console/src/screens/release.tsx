import { useRef, useState } from "preact/hooks";
import { api, idempotencyKey, resultOf, type Schemas } from "../api/client";
import { listed } from "../editor/references";
import { countdown, dateText, PROVIDERS, type Provider, STATES } from "../release-text";
import type { Place } from "../router";
import { may } from "../session";
import { help, named, number, percent, t, time, tn } from "../text";
import { sure } from "../ui/confirm";
import { bodyOf, Fold, Form } from "../ui/form";
import { Funnel } from "../ui/funnel";
import { failureOf, useLoaded } from "../ui/load";
import { say } from "../ui/notices";
import { Action, Badge, Facts, focusHeading, Loaded, None, Screen, Section, Time } from "../ui/parts";
import { Bars } from "../ui/pictures";

type Release = Schemas["Release"];

/** The part of a request that says which release it is about. */
type Of = { path: { releaseId: string } };

type Props = { release: Release; of: Of; changed: () => void };

/**
 * Sends a request that is carried out once, however often it is tried until there is an answer. What is pressed again after that is
 * meant again, and has another key.
 */
function useOnce(of: Of) {
  const key = useRef("");
  return async (
    send: (params: Of & { header: { "Idempotency-Key": string } }) => Promise<{ error?: unknown; response: Response }>,
  ) => {
    key.current ||= idempotencyKey();
    await resultOf(send({ ...of, header: { "Idempotency-Key": key.current } }));
    key.current = "";
  };
}

/** A release: when it is out, for whom it is saved, what fans do with it, and its ids, page and date. */
export function Release(props: { place: Place }) {
  const id = props.place.parts[1] ?? "";
  const of = { path: { releaseId: id } };
  const [every, setEvery] = useState(0);
  const { now, reload } = useLoaded(
    async (signal) => {
      const release = await resultOf(api.GET("/v1/releases/{releaseId}", { params: of, signal }));
      setEvery(PROVIDERS.some((it) => release.services[it].state === "pending") ? 5 : 0);
      return release;
    },
    [],
    every,
  );
  const stats = useLoaded((signal) => resultOf(api.GET("/v1/releases/{releaseId}/stats", { params: of, signal })), []);
  return (
    <Screen
      title={now.state === "ready" ? now.value.title : t("nav.releases")}
      above={<a href="#/releases">{t("nav.releases")}</a>}
    >
      <Loaded of={now} retry={reload}>
        {(release) => (
          <>
            <div class="box stretch">
              <p class="big">{countdown(release)}</p>
              <Facts
                of={[
                  [named("field", "artistName"), release.artistName],
                  [named("field", "releaseDate"), `${dateText(release.releaseDate)} (${release.timeZone})`],
                  [t("release.status"), <Badge value={release.status}>{named("status", release.status)}</Badge>],
                ]}
              />
              <p class="small">{id}</p>
            </div>
            {release.status === "announced" && <Health of={of} />}
            {release.status === "out" && <Day of={of} />}
            <Loaded of={stats.now} retry={stats.reload}>
              {(it) => <Funnel title={t("release.fans")} csv={`/v1/releases/${id}/stats.csv`} of={it} />}
            </Loaded>
            <Ids release={release} of={of} changed={reload} />
            <PageOf of={of} />
            {may("edit") && <Change release={release} of={of} changed={reload} />}
          </>
        )}
      </Loaded>
    </Screen>
  );
}

/** For how many of those who pre-saved it, and why not for the others. */
function Saved(props: {
  label: string;
  saved: string;
  of: Pick<Schemas["ReleaseHealth"], "fans" | "saved" | "erased" | "notSaved">;
}) {
  const { fans, saved, erased, notSaved } = props.of;
  const bars = Object.entries(notSaved)
    .toSorted((a, b) => b[1] - a[1])
    .map(([key, count]) => {
      const name = (
        <>
          {named("reason", key)}
          <span class="hint">{help(key)}</span>
        </>
      );
      return { key, name, count, tone: "bad" };
    });
  return (
    <Bars
      label={props.label}
      whole={fans}
      of={[
        { key: "saved", name: props.saved, count: saved, tone: "good" },
        ...bars,
        ...(erased ? [{ key: "erased", name: t("release.erased"), count: erased, tone: "quiet" }] : []),
      ]}
    />
  );
}

const useHealth = (of: Of) =>
  useLoaded((signal) => resultOf(api.GET("/v1/releases/{releaseId}/health", { params: of, signal })), []);

function Health(props: { of: Of }) {
  const { now, reload } = useHealth(props.of);
  return (
    <Section title={t("release.health")}>
      <Loaded of={now} retry={reload}>
        {(it) =>
          it.fans === 0 ? (
            <None of="release.health.none" />
          ) : (
            <div class="box stretch">
              <p class="statement">
                {t("release.health.share", { share: percent(it.saved, it.fans), saved: number(it.saved), fans: number(it.fans) })}
              </p>
              <Saved label={t("release.health")} saved={t("release.health.saved")} of={it} />
              {it.expiring > 0 && <p>{tn("release.health.expiring", it.expiring)}</p>}
              {!it.complete && <p class="small">{t("release.health.sample", { fans: number(it.fans) })}</p>}
            </div>
          )
        }
      </Loaded>
    </Section>
  );
}

/** How far it is saved since it is out. */
function Day({ of }: { of: Of }) {
  const [every, setEvery] = useState(0);
  const { now, reload } = useLoaded(
    async (signal) => {
      const it = await resultOf(api.GET("/v1/releases/{releaseId}/day", { params: of, signal }));
      setEvery(it.endedAt === null ? 4 : 0);
      return it;
    },
    [],
    every,
  );
  const health = useHealth(of);
  const once = useOnce(of);
  const again = async () => {
    const expected = health.now.state === "ready" ? tn("release.day.again.now", health.now.value.saved) : "";
    if (!(await sure("release.day.again", { expected }))) return;
    await once((params) => api.POST("/v1/releases/{releaseId}/day", { params }));
    say(t("release.day.again.done"));
    setEvery(4);
    reload();
  };
  return (
    <Section title={t("release.day")} actions={may("operate") && <Action label={t("release.day.again")} act={again} />}>
      <Loaded of={now} retry={reload}>
        {(it) => (
          <div class="box stretch">
            <p>
              <Badge value={it.state}>{named("status", it.state)}</Badge>{" "}
              {it.updatedAt && (
                <span class="small">
                  {t("release.day.updated")} <Time at={it.updatedAt} />
                </span>
              )}
            </p>
            {it.state === "FAILED" && <p>{t("release.day.failed")}</p>}
            {it.fans > 0 ? (
              <>
                <p class="statement" role="status">
                  {t("release.day.share", { saved: number(it.saved), fans: number(it.fans) })}
                </p>
                <Saved label={t("release.day")} saved={t("release.day.saved")} of={it} />
              </>
            ) : (
              <p>{t(it.endedAt === null ? "release.day.soon" : "release.health.none")}</p>
            )}
          </div>
        )}
      </Loaded>
    </Section>
  );
}

const GIVEN = { spotify: "spotifyUri", apple_music: "appleMusicId" } as const;

/** What somebody has stated about a service: its id there, or that it is not there. Whatever is not stated again is searched. */
function stated(release: Release, except?: Provider): Schemas["ReleaseIds"] {
  const others = PROVIDERS.filter((it) => it !== except);
  const ids: Schemas["ReleaseIds"] = { absentFrom: others.filter((it) => release.services[it].state === "absent") };
  for (const it of others) if (release.services[it].state === "given") ids[GIVEN[it]] = release[GIVEN[it]];
  return ids;
}

function Ids({ release, of, changed }: Props) {
  const once = useOnce(of);
  const put = async (body: Schemas["ReleaseIds"]) => {
    await resultOf(api.PUT("/v1/releases/{releaseId}/ids", { params: of, body }));
    say(t("release.ids.done"));
    changed();
  };
  const search = async () => {
    await once((params) => api.POST("/v1/releases/{releaseId}/match", { params }));
    focusHeading();
    changed();
  };
  const missing = PROVIDERS.some((it) => ["FAILED", "UNKNOWN"].includes(STATES[release.services[it].state]));
  const { absentFrom, ...ids } = stated(release);
  return (
    <Section
      title={t("release.ids")}
      actions={
        may("edit") && missing && <Action label={t("release.ids.search")} act={search} done={t("release.ids.searching")} />
      }
    >
      <ul class="rows">
        {PROVIDERS.map((it) => (
          <Service
            key={it}
            provider={it}
            of={release.services[it]}
            choose={(id) =>
              put({ ...stated(release, it), [GIVEN[it]]: it === "spotify" && !id.includes(":") ? `spotify:album:${id}` : id })
            }
          />
        ))}
      </ul>
      {may("edit") && (
        <Fold label={t("release.ids.change")}>
          {(close) => (
            <Form
              submit={t("release.save")}
              of={{
                ...ids,
                upc: release.upc,
                isrc: release.isrc,
                absent: Object.fromEntries(absentFrom?.map((it) => [it, true]) ?? []),
              }}
              inputs={[
                "spotifyUri",
                "appleMusicId",
                "upc",
                "isrc",
                ...PROVIDERS.map((it) => ({ name: `absent/${it}`, kind: "check" as const })),
              ]}
              send={async ({ spotifyUri, appleMusicId, upc, isrc, ...absent }) => {
                await put({
                  spotifyUri: spotifyUri || null,
                  appleMusicId: appleMusicId || null,
                  absentFrom: PROVIDERS.filter((it) => absent[`absent/${it}`]),
                  // left out, they stay what they are: given or found
                  ...(upc && upc !== release.upc && { upc }),
                  ...(isrc && isrc !== release.isrc && { isrc }),
                });
                close();
              }}
            />
          )}
        </Fold>
      )}
    </Section>
  );
}

function Service(props: { provider: Provider; of: Schemas["ServiceState"]; choose: (id: string) => Promise<void> }) {
  const { state, reason, link, candidates } = props.of;
  const name = named("provider", props.provider);
  return (
    <li class="row">
      <div>
        <h3>{link ? <a href={link}>{name}</a> : name}</h3>
        {reason && (
          <p class="sentence">
            {named("reason", reason)} <span class="hint">{help(reason)}</span>
          </p>
        )}
        {candidates.length > 0 && <p>{t("release.candidates")}</p>}
        {candidates.map((it) => (
          <p key={it.id} class="filters">
            <a href={it.link}>
              {it.title} · {it.artistName}
            </a>
            {may("edit") && (
              <Action label={t("release.candidates.choose", { title: it.title })} act={() => props.choose(it.id)} />
            )}
          </p>
        ))}
      </div>
      <div class="row-end">
        <Badge value={STATES[state]}>{t(`releases.state.${state}`)}</Badge>
      </div>
    </li>
  );
}

/** The page about it, which Action Flows hosts. */
function PageOf({ of }: { of: Of }) {
  const { now, reload } = useLoaded(async (signal) => {
    try {
      return await resultOf(api.GET("/v1/releases/{releaseId}/page", { params: of, signal }));
    } catch (error) {
      if (failureOf(error).status === 404) return null;
      throw error;
    }
  }, []);
  const remove = async () => {
    if (!(await sure("release.page.remove"))) return;
    await resultOf(api.DELETE("/v1/releases/{releaseId}/page", { params: of }));
    say(t("release.page.removed"));
    focusHeading();
    reload();
  };
  return (
    <Section title={t("release.page")}>
      <Loaded of={now} retry={reload}>
        {(page) => (
          <>
            <p class="filters">
              {page ? <a href={page.url}>{page.url}</a> : t("release.page.none")}
              {page && may("edit") && <Action label={t("release.page.remove")} act={remove} kind="danger" />}
            </p>
            {may("edit") && (
              <Fold label={t(page ? "release.page.change" : "release.page.publish")}>
                {(close) => (
                  <PageForm
                    of={of}
                    page={page}
                    done={() => {
                      close();
                      reload();
                    }}
                  />
                )}
              </Fold>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function PageForm(props: { of: Of; page: Schemas["ReleasePage"] | null; done: () => void }) {
  const { now, reload } = useLoaded(() => listed("art"), []);
  return (
    <Loaded of={now} retry={reload}>
      {(artists) => (
        <Form
          submit={t("release.page.publish")}
          of={props.page}
          inputs={[
            { name: "slug", required: true },
            "coverUrl",
            { name: "artistId", options: [["", "–"], ...artists] },
            "track/title",
            "track/audioUrl",
            { name: "text/wording", kind: "long" },
            "text/version",
            "text/countryCode",
            { name: "email/wording", kind: "long" },
            "email/version",
            "termsUrl",
            "privacyUrl",
          ]}
          send={async (values) => {
            const body = bodyOf<Schemas["NewReleasePage"]>(values);
            await resultOf(api.PUT("/v1/releases/{releaseId}/page", { params: props.of, body }));
            say(t("release.page.done"));
            props.done();
          }}
        />
      )}
    </Loaded>
  );
}

/** Moves the release, or cancels it. */
function Change({ release, of, changed }: Props) {
  const once = useOnce(of);
  const cancel = async () => {
    if (!(await sure("release.cancel", { title: release.title }))) return;
    await once((params) => api.POST("/v1/releases/{releaseId}/cancel", { params }));
    say(t("release.cancel.done"));
    focusHeading();
    changed();
  };
  return (
    <Section title={t("release.change")}>
      <Fold label={t(release.cancelledAt ? "release.date.reinstate" : "release.date.change")}>
        {(close) => (
          <Form
            submit={t("release.date.move")}
            of={release}
            inputs={[
              { name: "releaseDate", kind: "date", required: true },
              { name: "timeZone", kind: "zone" },
            ]}
            send={async (values) => {
              const body = bodyOf<Schemas["NewReleaseDate"]>(values);
              const to = dateText(body.releaseDate);
              if (!(await sure("release.date.move", { from: dateText(release.releaseDate), to }))) return false;
              const moved = await resultOf(api.PUT("/v1/releases/{releaseId}/date", { params: of, body }));
              say(t("release.date.done", { when: moved.outAt ? time(moved.outAt) : to }));
              close();
              changed();
            }}
          />
        )}
      </Fold>
      {release.status === "announced" && <Action label={t("release.cancel")} act={cancel} kind="danger" />}
    </Section>
  );
}
