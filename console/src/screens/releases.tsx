import { api, resultOf, type Schemas } from "../api/client";
import { countdown, dateText } from "../release-text";
import { go, type Place, to } from "../router";
import { may } from "../session";
import { named, t } from "../text";
import { bodyOf, Fold, Form } from "../ui/form";
import { usePages } from "../ui/load";
import { Badge, None, Rows, Screen, useMounted } from "../ui/parts";
import { Services } from "../ui/services";

type Release = Schemas["Release"];

/** All releases: the next one first, then those that are out, the latest first. */
export function Releases(_: { place: Place }) {
  const pages = usePages<Release>(
    (cursor, signal) =>
      resultOf(api.GET("/v1/releases", { params: { query: { limit: 100, ...(cursor && { cursor }) } }, signal })),
    [],
  );
  const { now } = pages;
  const sorted =
    now.state === "ready"
      ? { ...now, value: { ...now.value, items: now.value.items.toSorted((a, b) => rank(a) - rank(b)) } }
      : now;
  return (
    <Screen title={t("nav.releases")}>
      {may("edit") && <Fold label={t("releases.new")}>{() => <NewRelease />}</Fold>}
      <Rows of={{ ...pages, now: sorted }} label={t("nav.releases")} empty={<None of="releases.none" />}>
        {(release) => (
          <li key={release.id} class="row">
            <div>
              <h2>
                <a href={to(["releases", release.id])}>{release.title}</a>
              </h2>
              <p>
                {release.artistName} · {dateText(release.releaseDate)} · <strong>{countdown(release)}</strong>
              </p>
            </div>
            <div class="row-end">
              <Services of={release} />
              <Badge value={release.status}>{named("status", release.status)}</Badge>
            </div>
          </li>
        )}
      </Rows>
    </Screen>
  );
}

function rank(release: Release): number {
  if (release.outAt === null) return Number.MAX_SAFE_INTEGER;
  const at = Date.parse(release.outAt);
  return release.status === "out" ? Number.MAX_SAFE_INTEGER / 2 - at : at;
}

function NewRelease() {
  const mounted = useMounted();
  return (
    <Form
      submit={t("releases.new.submit")}
      of={{ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }}
      inputs={[
        { name: "title", required: true },
        { name: "artistName", required: true },
        { name: "releaseDate", kind: "date", required: true },
        { name: "timeZone", kind: "zone" },
        "upc",
        "spotifyUri",
        "appleMusicId",
      ]}
      send={async (values, key) => {
        const body = bodyOf<Schemas["NewRelease"]>(values);
        const release = await resultOf(api.POST("/v1/releases", { body, params: { header: { "Idempotency-Key": key } } }));
        if (mounted.current) go(to(["releases", release.id]));
      }}
    />
  );
}
