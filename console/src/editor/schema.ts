import url from "../../../flow.schema.json?url";
import { Failure } from "../api/client";

/** As much of JSON Schema as flow.schema.json uses. */
export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  type?: string | string[];
  enum?: (string | null)[];
  const?: string;
  default?: string;
  pattern?: string;
  description?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  if?: Schema;
  then?: Schema;
}

export type Json = string | number | boolean | null | undefined | Json[] | Values;
export type Values = { [name: string]: Json };
export type Path = readonly (string | number)[];

/** A flow as it is edited: what has no value yet is empty or absent. */
export type Draft = Values & { trigger: Values; steps: Values[] };

/** The schema of flows, which describes the forms; empty until it is fetched. */
export let root: Schema = {};

/** @throws Failure if it cannot be fetched */
export async function fetchSchema(): Promise<void> {
  if (root.$defs) return;
  const response = await fetch(url).catch(() => null);
  const found = response?.ok && ((await response.json().catch(() => null)) as Schema | null);
  if (!found) throw new Failure(response && !response.ok ? response.status : 0, undefined);
  root = found;
}

/** A schema without references; of a choice between null and something, the latter. */
export function resolved(schema: Schema = {}): Schema {
  const { $ref, anyOf, ...own } = schema;
  const target = $ref
    ? root.$defs?.[$ref.slice("#/$defs/".length)]
    : anyOf?.some((it) => it.type === "null") && anyOf.find((it) => it.$ref);
  return target ? resolved({ ...target, ...own }) : schema;
}

type Typed = "trigger" | "step";

/** The types of triggers or steps. */
export function typesOf(what: Typed): string[] {
  return (root.$defs?.[what]?.properties?.type?.enum ?? []).map(String);
}

/** What a trigger or step of this type consists of. */
export function schemaOf(what: Typed, type: Json): Schema {
  const found = root.$defs?.[what]?.allOf?.find((it) => {
    const condition = it.if?.properties?.type;
    return condition?.const === type || condition?.enum?.includes(String(type));
  });
  return found?.then ?? {};
}

/** A path as a JSON pointer, as the API names it. */
export function pointerOf(path: Path): string {
  return path.map((it) => `/${it}`).join("");
}

export function pathOf(pointer: string): (string | number)[] {
  return pointer
    .split("/")
    .slice(1)
    .map((it) => (/^\d+$/.test(it) ? Number(it) : it));
}

export function valueAt(draft: Json, path: Path): Json {
  return path.reduce<Json>((value, it) => (value as Values | null | undefined)?.[it], draft);
}

/** A copy with another value at the path. */
export function put(target: Json, [first, ...rest]: Path, value: Json): Json {
  if (first === undefined) return value;
  if (Array.isArray(target)) return target.with(Number(first), put(target[Number(first)], rest, value));
  const values = (target ?? {}) as Values;
  return { ...values, [first]: put(values[first], rest, value) };
}

/** Conditions within each other, of which there may be three levels. */
const NESTING: Path = ["not", "all", "any"];

/** Whether a property means anything beside the others of its object. */
export function isShown(name: string, path: Path, beside: Values): boolean {
  if (name === "cooldown") return beside.reEntry === "cooldown";
  if (name === "at" || (name === "releaseId" && beside.type === "wait")) return beside.until === "release_day";
  if (name === "timeZone") return beside.until != null;
  if (name === "step") return path[1] !== 0;
  return !NESTING.includes(name) || path.filter((it) => NESTING.includes(it)).length < 2;
}

/** The document to save: without what has no value, or means nothing beside the others. */
export function documentOf(draft: Draft): Draft {
  const meant = (schema: Schema, values: Values, path: Path) =>
    Object.fromEntries(
      Object.keys({ type: "", ...schema.properties })
        .filter((name) => isShown(name, path, values))
        .map((name) => [name, values[name]]),
    );
  const all = {
    ...meant(root, draft, []),
    trigger: meant(schemaOf("trigger", draft.trigger.type), draft.trigger, []),
    steps: draft.steps.map((it, index) => meant(schemaOf("step", it.type), it, ["steps", index])),
  };
  return JSON.parse(JSON.stringify(all, (_, it) => (it === null || it === "" ? undefined : it)));
}

/** Puts steps into another order, of which -1 is a new one: conditions still refer to the same steps, and lose removed ones. */
export function arranged(steps: readonly Values[], order: readonly number[], added: Values = {}): Values[] {
  const moved = (key: string, value: Json) => {
    if (key !== "step" || typeof value !== "number") return value;
    const index = order.indexOf(value);
    return index < 0 ? "" : index;
  };
  return order.map((old) => JSON.parse(JSON.stringify(steps[old] ?? added, moved)));
}

/** The id that a service gives something, also out of the address of its page there, which people copy more often. */
export function serviceId(text: string): string {
  const spotify = /open\.spotify\.com\/(?:intl-\w+\/)?(\w+)\/(\w{22})/.exec(text);
  if (spotify) return `spotify:${spotify[1]}:${spotify[2]}`;
  const apple = /music\.apple\.com\/[^?]*\/(pl\.[\w-]+|\d+)(?:\?.*?\bi=(\d+))?/.exec(text);
  return apple?.[2] ?? apple?.[1] ?? text;
}
