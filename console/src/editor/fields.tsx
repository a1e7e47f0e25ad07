import { type ComponentChildren, createContext } from "preact";
import { useContext, useRef, useState } from "preact/hooks";
import { hasName, type Key, named, t, tn } from "../text";
import { Field } from "../ui/parts";
import { kindOf, Reference, Select, SelectField } from "./references";
import {
  type Draft,
  isShown,
  type Json,
  type Path,
  pointerOf,
  resolved,
  type Schema,
  schemaOf,
  serviceId,
  type Values,
  valueAt,
} from "./schema";

/** What the API, or the form itself, says about a part of the flow. */
export interface Note {
  /** Where it is; also the id of its field. */
  pointer: string;
  detail: string;
  /** Whether it keeps the flow from being saved or activated. */
  bad: boolean;
}

export interface Form {
  draft: Draft;
  notes: readonly Note[];
  set: (path: Path, value: Json) => void;
}

export const FormContext = createContext<Form>({ draft: { trigger: {}, steps: [] }, notes: [], set: () => {} });

/** A property's name, explanation or value in the user's words; empty if there is none. */
export function word(group: "field" | "hint" | "value", name: string): string {
  return hasName(`editor.${group}`, name) ? t(`editor.${group}.${name}` as Key) : "";
}

/** A part of the flow: its name, where it is, its value and how to change it. */
function usePart(path: Path) {
  const form = useContext(FormContext);
  return {
    form,
    name: String(path.at(-1)),
    pointer: pointerOf(path),
    value: valueAt(form.draft, path),
    set: (value: Json) => form.set(path, value),
  };
}

export function Notes(props: { pointer: string }) {
  const { notes } = useContext(FormContext);
  return notes
    .filter((it) => it.pointer === props.pointer)
    .map((it) => (
      <p key={it.detail} class={it.bad ? "error" : "warned"}>
        <span aria-hidden="true">{it.bad ? "✕" : "!"}</span> {it.detail}
      </p>
    ));
}

function Group(props: { pointer: string; label: string; children: ComponentChildren }) {
  return (
    <fieldset id={props.pointer} tabIndex={-1}>
      <legend>{props.label}</legend>
      {props.children}
      <Notes pointer={props.pointer} />
    </fieldset>
  );
}

export function Check(props: { id?: string; label: string; on: boolean; set: (on: boolean) => void }) {
  return (
    <label class="check">
      <input id={props.id} type="checkbox" checked={props.on} onChange={(event) => props.set(event.currentTarget.checked)} />
      {props.label}
    </label>
  );
}

/** What the API fills in by itself, which is no reason to show it. */
const FILLED_IN = ["onUnmet", "reEntry", "onFailure"];

/** What may be left empty, and is still shown at once. */
const FIRST = ["keyword", "experiment", "days", "holdoutPercent", "subject", "body"];

/**
 * The fields of an object. Those that few need are behind "More options".
 *
 * @param props.only only these
 * @param props.none what it is called to choose none of the alternatives; absent if there must be one
 */
export function Properties(props: { schema: Schema; path: Path; only?: readonly string[]; none?: string | undefined }) {
  const { schema, path } = props;
  const { form, value } = usePart(path);
  const values = (value ?? {}) as Values;
  const shown = (props.only ?? Object.keys(schema.properties ?? {})).filter((it) => it !== "type" && isShown(it, path, values));
  const required = (it: Schema) => it.required ?? [];
  const alternatives = (schema.oneOf ?? []).map(required);
  const choices = alternatives.filter(([first = ""]) => shown.includes(first));
  const chosen = choices.find(([first = ""]) => values[first] != null) ?? (props.none ? [] : choices[0]) ?? [];
  // Any release, artist or flow can only be counted.
  const needed = ["cooldown", ...required(schema), ...chosen, Object.values(values).includes("*") && "threshold"];
  const first = [...FIRST, ...needed, ...(schema.anyOf ?? []).flatMap(required)];
  const more = shown.filter((it) => !first.includes(it) && !alternatives.flat().includes(it));
  const [open, setOpen] = useState(() => more.some((it) => !FILLED_IN.includes(it) && values[it] != null));
  const noted = more.some((it) => form.notes.some((note) => note.pointer.startsWith(pointerOf([...path, it]))));
  const property = (name: string) => (
    <Property key={name} schema={schema.properties?.[name]} path={[...path, name]} required={needed.includes(name)} />
  );
  const choose = (name: string) => {
    const others = { ...values };
    for (const it of alternatives.flat()) delete others[it];
    for (const it of choices.find(([first]) => first === name) ?? []) others[it] = emptyOf(schema.properties?.[it]);
    form.set(path, name === "" ? null : others);
  };
  return (
    <>
      {choices.length > 0 && (
        <SelectField
          id={`${pointerOf(path)}/`}
          label={t("editor.choice")}
          value={chosen[0] ?? ""}
          none={props.none}
          options={choices.map(([it = ""]) => [it, word("value", `choice.${it}`) || word("field", it)])}
          choose={choose}
        />
      )}
      {shown.filter((it) => first.includes(it)).map(property)}
      {more.length > 0 && (
        <details open={open || noted} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{t("editor.more")}</summary>
          {more.map(property)}
        </details>
      )}
    </>
  );
}

function emptyOf(schema: Schema | undefined): Json {
  const { properties, items } = resolved(schema);
  return properties ? {} : items ? (items.enum ? [] : [{}]) : "";
}

/** One property, as what its schema says it is. */
function Property(props: { schema: Schema | undefined; path: Path; required?: boolean; label?: string }) {
  const { path, required } = props;
  const { form, name, pointer, value, set } = usePart(path);
  const schema = resolved(props.schema);
  const label = props.label ?? (word("field", name) || name);
  if (schema.properties) {
    // A condition has a choice, which may be none; other parts are there or not.
    const optional = !required && !schema.oneOf;
    return (
      <Group {...{ pointer, label }}>
        {optional && <Check label={word("value", `${name}.on`)} on={value != null} set={(on) => set(on ? {} : null)} />}
        {(!optional || value != null) && (
          <Properties schema={schema} path={path} none={required ? undefined : t("editor.always")} />
        )}
      </Group>
    );
  }
  if (schema.items)
    return (
      <Group {...{ pointer, label }}>
        <Items schema={schema.items} path={path} most={schema.maxItems ?? 0} />
      </Group>
    );
  if (schema.type?.includes("boolean"))
    return (
      <>
        <Check id={pointer} label={label} on={value === true} set={(on) => set(on || null)} />
        <Notes pointer={pointer} />
      </>
    );
  const errors = form.notes.filter((it) => it.pointer === pointer && it.bad).map((it) => it.detail);
  return (
    <>
      <Field id={pointer} label={label} hint={word("hint", name)} error={errors.join(" ") || undefined}>
        {(attributes) => <Control {...{ attributes, schema, path, required, label }} />}
      </Field>
      {errors.length === 0 && <Notes pointer={pointer} />}
    </>
  );
}

/** Several values to tick, several conditions, or several versions of a message. */
function Items(props: { schema: Schema; path: Path; most: number }) {
  const { path, schema } = props;
  const { name, pointer, value, set } = usePart(path);
  const items = (value ?? []) as Json[];
  const without = (index: number) => set(items.toSpliced(index, 1));
  if (schema.enum)
    return schema.enum.map((it) => (
      <Check
        key={it}
        label={enumName(name, String(it))}
        on={items.includes(it)}
        set={(on) => (on ? set([...items, it]) : without(items.indexOf(it)))}
      />
    ));
  const versions = name === "variants";
  // A message's own version is A.
  const numberOf = (index: number) => ({ number: versions ? "BCD".charAt(index) : index + 1 });
  const change = (value: Json, focus: string) => {
    set(value);
    // Once it is drawn, and before anything else can happen. The button that was pressed may be gone then.
    queueMicrotask(() => document.getElementById(focus)?.focus());
  };
  return (
    <>
      {items.map((_, index) => (
        <div key={index}>
          <Property
            schema={schema}
            path={[...path, index]}
            label={t(versions ? "editor.version" : "editor.condition", numberOf(index))}
            required
          />
          {(versions || items.length > 1) && (
            <button type="button" onClick={() => change(items.length > 1 ? items.toSpliced(index, 1) : null, pointer)}>
              {t(versions ? "editor.version.remove" : "editor.condition.remove", numberOf(index))}
            </button>
          )}
        </div>
      ))}
      {items.length < props.most && (
        <button type="button" onClick={() => change([...items, {}], `${pointer}/${items.length}`)}>
          {t(versions ? "editor.version.add" : "editor.condition.add")}
        </button>
      )}
    </>
  );
}

interface ControlProps {
  attributes: { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean };
  schema: Schema;
  path: Path;
  required: boolean | undefined;
  label: string;
}

function Control(props: ControlProps) {
  const { schema, path, required } = props;
  const { form, name, value, set } = usePart(path);
  const { pattern = "" } = schema;
  const text = String(value ?? "");
  const choice = { attributes: props.attributes, value: text, required, choose: set };
  const input = {
    ...props.attributes,
    value: text,
    required,
    onInput: (event: { currentTarget: { value: string } }) => set(event.currentTarget.value),
  };
  const toNumber = (it: string) => set(it && Number(it));
  if (name === "step") {
    const earlier = form.draft.steps.slice(0, Number(path[1])).map((it, index) => [String(index), stepName(it, index)] as const);
    return <Select {...choice} none={t("references.choose")} options={earlier} choose={toNumber} />;
  }
  if (schema.enum) {
    const options = schema.enum.filter((it) => it !== null).map((it) => [it, enumName(name, it)] as const);
    const none = schema.default ? undefined : t(required ? "references.choose" : "editor.default");
    return <Select {...choice} value={text || (schema.default ?? "")} {...{ none, options }} />;
  }
  const kind = name === "scope" ? subjectOf(form.draft.trigger) : kindOf(pattern);
  if (kind) return <Reference {...choice} kind={kind} any={pattern.includes("*") ? t("editor.any") : undefined} />;
  if (schema.type?.includes("integer"))
    return (
      <input
        {...input}
        type="number"
        min={schema.minimum}
        max={schema.maximum}
        onInput={(event) => toNumber(event.currentTarget.value)}
      />
    );
  const duration = DURATION.exec(text || "P0D");
  if (pattern.includes("[Pp]") && duration) return <Duration {...props} count={text && duration[1]} unit={duration[2]} />;
  if (pattern.includes("release_day")) return <Moment {...props} value={text} />;
  if (name === "timeZone")
    return (
      <Select {...choice} none={t("editor.none")} options={Intl.supportedValuesOf("timeZone").map((it) => [it, it] as const)} />
    );
  if (schema.description?.includes("Mustache") || path.includes("variants")) return <Message {...props} input={input} />;
  return (
    <input
      {...input}
      type={(name === "at" ? "time" : "text") as "text"}
      onChange={(event) => set(serviceId(event.currentTarget.value.trim()))}
    />
  );
}

/** The kind of thing that a trigger's events are about; empty if these are no things of the project. */
function subjectOf(trigger: Values): string {
  const properties = Object.values(schemaOf("trigger", trigger.type).properties ?? {});
  return properties.map((it) => kindOf(resolved(it).pattern ?? "")).find(Boolean) ?? "";
}

function enumName(name: string, value: string): string {
  if (name === "outcome") return named("outcome", value.toUpperCase());
  return word("value", `${name}.${value}`) || named("provider", value);
}

export function stepName(step: Values, index: number): string {
  return t("editor.step", { number: index + 1, type: named("step", String(step.type)) });
}

/** A duration of one unit; what has several, which only the API can have written, is shown as it is. */
export const DURATION = /^PT?(\d+)([DHMS])$/;

function Duration(props: ControlProps & { count: string | undefined; unit: string | undefined }) {
  const { set } = usePart(props.path);
  const [chosen, setUnit] = useState("D");
  const unit = props.count ? (props.unit ?? "") : chosen;
  const change = (count: string | undefined, of: string) => set(count ? `P${of === "D" ? "" : "T"}${count}${of}` : "");
  return (
    <span class="together">
      <input
        {...props.attributes}
        type="number"
        min={1}
        value={props.count}
        required={props.required}
        onInput={(event) => change(event.currentTarget.value, unit)}
      />
      <Select
        attributes={{ "aria-label": t("editor.unit", { what: props.label }) }}
        value={unit}
        options={["S", "M", "H", "D"].map((it) => [it, word("value", `unit.${it}`)])}
        choose={(it) => {
          setUnit(it);
          change(props.count, it);
        }}
      />
    </span>
  );
}

const RELEASE_DAY = "release_day";

/** Until when a fan waits: a time of day, a day with a time, or release day. */
function Moment(props: ControlProps & { value: string }) {
  const { value } = props;
  const { set } = usePart(props.path);
  const [chosen, setKind] = useState("time");
  const kind = value === RELEASE_DAY ? value : value.includes("T") ? "datetime-local" : value ? "time" : chosen;
  return (
    <span class="together">
      <Select
        attributes={{ "aria-label": t("editor.until.what") }}
        value={kind}
        options={["time", "datetime-local", RELEASE_DAY].map((it) => [it, word("value", `until.${it}`)])}
        choose={(it) => {
          setKind(it);
          set(it === RELEASE_DAY ? it : "");
        }}
      />
      {kind !== RELEASE_DAY && (
        <input
          {...props.attributes}
          type={kind as "time"}
          value={value}
          required
          onInput={(event) => set(event.currentTarget.value)}
        />
      )}
    </span>
  );
}

/** The tags of docs/merge-tags.md; for some, there are fans without a value. */
const TAGS = {
  first_name: true,
  project_name: false,
  release_title: false,
  artist_name: false,
  release_link: true,
  connect_link: true,
};

/** A text with tags, which are inserted at the cursor. */
function Message(props: ControlProps & { input: { value: string } }) {
  const field = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const { set } = usePart(props.path);
  const insert = (tag: string, optional: boolean) => {
    const at = field.current;
    if (!at) return;
    // What some fans have no value for stands in a section, so that it leaves no gap in their text.
    at.setRangeText(
      optional ? `{{#${tag}}} {{${tag}}}{{/${tag}}}` : `{{${tag}}}`,
      at.selectionStart ?? 0,
      at.selectionEnd ?? 0,
      "end",
    );
    at.focus();
    set(at.value);
  };
  return (
    <>
      {(props.schema.maxLength ?? 0) > 200 ? <textarea {...props.input} ref={field} /> : <input {...props.input} ref={field} />}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset within a field would be too much */}
      <div class="tags" role="group" aria-label={t("editor.tags", { what: props.label })}>
        {Object.entries(TAGS).map(([tag, optional]) => (
          <button key={tag} type="button" onClick={() => insert(tag, optional)}>
            {t(`editor.tag.${tag}` as Key)}
          </button>
        ))}
        <span class="small">{tn("editor.length", [...props.input.value].length)}</span>
      </div>
    </>
  );
}
