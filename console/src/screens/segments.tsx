import { api, resultOf, type Schemas } from "../api/client";
import { go, type Place, to } from "../router";
import { may } from "../session";
import { t } from "../text";
import { bodyOf, Fold, Form } from "../ui/form";
import { usePages } from "../ui/load";
import { None, Rows, Screen, Time, useMounted } from "../ui/parts";

/** All segments of the project. */
export function Segments(_: { place: Place }) {
  const mounted = useMounted();
  const pages = usePages<Schemas["Segment"]>(
    (cursor, signal) => resultOf(api.GET("/v1/segments", { params: { query: { ...(cursor && { cursor }) } }, signal })),
    [],
  );
  return (
    <Screen title={t("nav.segments")}>
      {may("edit") && (
        <Fold label={t("segments.new")}>
          {() => (
            <Form
              submit={t("segments.new.submit")}
              inputs={[{ name: "name", required: true }]}
              send={async (values, key) => {
                const body = bodyOf<Schemas["NewSegment"]>(values);
                const segment = await resultOf(
                  api.POST("/v1/segments", { body, params: { header: { "Idempotency-Key": key } } }),
                );
                if (mounted.current) go(to(["segments", segment.id]));
              }}
            />
          )}
        </Fold>
      )}
      <Rows of={pages} label={t("nav.segments")} empty={<None of="segments.none" />}>
        {(segment) => (
          <li key={segment.id} class="row">
            <h2>
              <a href={to(["segments", segment.id])}>{segment.name}</a>
            </h2>
            <p class="small">
              {t("segments.created")} <Time at={segment.createdAt} />
            </p>
          </li>
        )}
      </Rows>
    </Screen>
  );
}
