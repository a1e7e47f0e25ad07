import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { api, resultOf } from "../api/client";
import { to } from "../router";
import { t } from "../text";
import { failureOf, type Loading } from "../ui/load";
import { explanation, Field } from "../ui/parts";

type Names = Loading<readonly (readonly [id: string, name: string])[]>;
type Page = { items: readonly { id: string; name?: string; title?: string; artistName?: string }[]; next: string | null };

const query = (cursor: string | null) => ({ params: { query: { limit: 100, ...(cursor && { cursor }) } } });

/** What can be referred to by an id, by the beginning of its id: its section of the console, and its lists. */
const KINDS: Record<string, { section: string; list: (cursor: string | null) => Promise<Page> }> = {
  rel: { section: "releases", list: (cursor) => resultOf(api.GET("/v1/releases", query(cursor))) },
  art: { section: "releases", list: (cursor) => resultOf(api.GET("/v1/artists", query(cursor))) },
  seg: { section: "segments", list: (cursor) => resultOf(api.GET("/v1/segments", query(cursor))) },
  flow: { section: "flows", list: (cursor) => resultOf(api.GET("/v1/flows", query(cursor))) },
};

const lists = signal<Record<string, Names>>({});

/** Everything of a kind, with its names. */
export async function listed(kind: string): Promise<[id: string, name: string][]> {
  const found: [string, string][] = [];
  let next: string | null = null;
  do {
    const page: Page | undefined = await KINDS[kind]?.list(next);
    for (const it of page?.items ?? []) found.push([it.id, it.title ? `${it.title} · ${it.artistName}` : (it.name ?? it.id)]);
    next = page?.next ?? null;
  } while (next);
  return found;
}

async function load(kind: string): Promise<void> {
  const show = (names: Names) => {
    lists.value = { ...lists.value, [kind]: names };
  };
  show({ state: "loading" });
  try {
    show({ state: "ready", value: await listed(kind) });
  } catch (error) {
    show({ state: "failed", failure: failureOf(error) });
  }
}

/** Fetches the lists anew when they are next needed, as when another screen may have added something. */
export function forgetNames(): void {
  lists.value = {};
}

function useNames(kind: string): Names {
  const now = lists.value[kind];
  useEffect(() => {
    if (!lists.peek()[kind]) void load(kind);
  }, [kind, now === undefined]);
  return now ?? { state: "loading" };
}

interface Choice {
  value: string;
  options: readonly (readonly [value: string, name: string])[];
  required?: boolean | undefined;
  /** What stands for no value; absent if there is always one. */
  none?: string | undefined;
  choose: (value: string) => void;
}

/** A choice from a list. A value that is not in the list stays chosen. */
export function Select(props: Choice & { attributes: { id?: string; "aria-label"?: string } }) {
  const { value, options } = props;
  return (
    <select
      {...props.attributes}
      value={value}
      required={props.required}
      onChange={(event) => props.choose(event.currentTarget.value)}
    >
      {props.none !== undefined && <option value="">{props.none}</option>}
      {options.map(([it, name]) => (
        <option key={it} value={it}>
          {name}
        </option>
      ))}
      {value !== "" && !options.some(([it]) => it === value) && <option value={value}>{value}</option>}
    </select>
  );
}

/** A choice from a list, as a field of its own. */
export function SelectField(props: Choice & { id: string; label: string }) {
  return (
    <Field id={props.id} label={props.label}>
      {(attributes) => <Select {...props} attributes={attributes} />}
    </Field>
  );
}

/** A choice of a release, an artist, a segment or a flow. */
export function Reference(props: {
  kind: string;
  attributes: { id: string };
  value: string;
  required?: boolean | undefined;
  /** What `*` is called; absent if it is not allowed. */
  any?: string | undefined;
  choose: (value: string) => void;
}) {
  const names = useNames(props.kind);
  const found = names.state === "ready" ? names.value : [];
  const none = names.state === "loading" ? t("load.waiting") : t("references.choose");
  return (
    <>
      <Select {...props} none={none} options={props.any ? [["*", props.any], ...found] : found} />
      {names.state === "failed" && (
        <p class="error" role="alert">
          {explanation(names.failure)}{" "}
          <button type="button" onClick={() => load(props.kind)}>
            {t("load.retry")}
          </button>
        </p>
      )}
      {names.state === "ready" && found.length === 0 && (
        <p class="hint">
          {t("references.none")} <a href={to([KINDS[props.kind]?.section ?? ""])}>{t("references.add")}</a>
        </p>
      )}
    </>
  );
}

/** What an id refers to, by its name. */
export function NameOf(props: { id: string }): ComponentChildren {
  const names = useNames(kindOf(props.id));
  return (names.state === "ready" && names.value.find(([id]) => id === props.id)?.[1]) || props.id;
}

/** The kind of thing that an id, or a pattern of ids, is about; empty if there is none. */
export function kindOf(id: string): string {
  return /(rel|art|seg|flow)_/.exec(id)?.[1] ?? "";
}

/** The way to a flow. */
export function Trail(props: { id: string | null; name: string | undefined }) {
  return (
    <>
      <a href="#/flows">{t("flows.title")}</a>
      {props.id && (
        <>
          {" › "}
          <a href={to(["flows", props.id])}>{props.name ?? props.id}</a>
        </>
      )}
    </>
  );
}
