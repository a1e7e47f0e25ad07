import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Problem } from "../api/client";
import { hasName, named, t } from "../text";
import { useHold } from "./hold";
import { useKey } from "./key";
import { failureOf } from "./load";
import { explanation, Field, useMounted } from "./parts";

export type Values = Record<string, string>;

/** A value that is asked for. Its label is the text `field.` and its name; an explanation of it ends with `.hint`. */
export interface Input {
  /** Where the value is in the request, as the API's violations say it: `title`, `track/audioUrl`. */
  name: string;
  required?: boolean;
  kind?: "long" | "date" | "zone" | "check";
  /** Values with their names, if one of them is to be chosen. */
  options?: readonly (readonly [string, string])[];
}

/**
 * A form that calls the API. What is wrong is said at the field that it concerns, which gets the focus.
 *
 * @param props.of what the API has now
 * @param props.send gets the values without space around them, and a key that stays the same while they do; false if nothing was sent
 */
export function Form(props: {
  inputs: readonly (Input | string)[];
  of?: object | null;
  submit: string;
  send: (values: Values, key: string) => Promise<unknown>;
}) {
  const [errors, setErrors] = useState<Values>({});
  const [lang, setLang] = useState<string>();
  const [busy, setBusy] = useState(false);
  const key = useKey();
  const mounted = useMounted();
  const hold = useHold();
  const inputs = props.inputs.map((it): Input => (typeof it === "string" ? { name: it } : it));
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget as HTMLFormElement;
    const values: Values = {};
    for (const [name, value] of new FormData(form)) values[name] = String(value).trim();
    const wrong: Values = {};
    let problem: Problem | undefined;
    for (const it of inputs) if (it.required && !values[it.name]) wrong[it.name] = t("form.missing");
    if (Object.keys(wrong).length === 0) {
      setBusy(true);
      try {
        if ((await props.send(values, key(JSON.stringify(values)))) !== false) hold(false);
      } catch (error) {
        const failure = failureOf(error);
        problem = failure.problem;
        for (const it of problem?.violations ?? []) {
          const at = it.pointer.slice(1);
          const name = inputs.some((input) => input.name === at) ? at : "";
          wrong[name] = wrong[name] ? `${wrong[name]}; ${it.detail}` : it.detail;
        }
        if (Object.keys(wrong).length === 0) wrong[""] = explanation(failure);
      }
      if (!mounted.current) return;
      setBusy(false);
    }
    setErrors(wrong);
    setLang(problem && "en");
    const first = inputs.find((it) => it.name in wrong);
    if (first) form.querySelector<HTMLElement>(`[name="${first.name}"]`)?.focus();
  };
  return (
    <form onSubmit={submit} onInput={() => hold(true)} noValidate>
      {inputs.map((it) => (
        <Field
          key={it.name}
          id={it.name}
          label={named("field", it.name)}
          hint={hasName("field", `${it.name}.hint`) ? named("field", `${it.name}.hint`) : undefined}
          error={errors[it.name]}
          lang={lang}
        >
          {(attributes) =>
            control(it, valueAt(props.of, it.name), { ...attributes, name: it.name, required: it.required === true })
          }
        </Field>
      ))}
      {errors[""] && (
        <p class="error" role="alert">
          <span aria-hidden="true">✕</span> <span lang={lang}>{errors[""]}</span>
        </p>
      )}
      <button type="submit" class="primary" aria-disabled={busy} aria-busy={busy}>
        {props.submit}
        {busy && <span class="spinner" aria-hidden="true" />}
      </button>
    </form>
  );
}

type Attributes = {
  id: string;
  name: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean;
  required: boolean;
};

function valueAt(of: unknown, name: string): string {
  const value = name.split("/").reduce<unknown>((it, part) => (it as Record<string, unknown> | null | undefined)?.[part], of);
  return value ? String(value) : "";
}

function control(input: Input, value: string, attributes: Attributes) {
  if (input.options) {
    // What has been chosen stays chosen, even if it is no longer among them.
    const options = input.options.some(([it]) => it === value) ? input.options : [...input.options, [value, value] as const];
    return (
      <select {...attributes}>
        {options.map(([it, name]) => (
          <option key={it} value={it} selected={it === value}>
            {name}
          </option>
        ))}
      </select>
    );
  }
  switch (input.kind) {
    case "check":
      return <input {...attributes} type="checkbox" defaultChecked={value !== ""} />;
    case "long":
      return <textarea {...attributes} defaultValue={value} />;
    case "date":
      return <DateControl attributes={attributes} value={value} />;
    case "zone":
      return (
        <>
          <input {...attributes} list={`${attributes.id}-list`} defaultValue={value} autocomplete="off" />
          <datalist id={`${attributes.id}-list`}>
            {Intl.supportedValuesOf("timeZone").map((it) => (
              <option key={it} value={it} />
            ))}
          </datalist>
        </>
      );
    default:
      return <input {...attributes} defaultValue={value} autocomplete="off" />;
  }
}

/** A day or, while it is not known, a month or a year. */
function DateControl(props: { attributes: Attributes; value: string }) {
  const [length, setLength] = useState(props.value.length || 10);
  return (
    <div class="actions">
      <input
        {...props.attributes}
        key={length}
        type={length === 10 ? "date" : length === 7 ? "month" : "number"}
        placeholder={length === 7 ? "2026-12" : "2026"}
        defaultValue={props.value.slice(0, length)}
      />
      <select aria-label={t("form.known")} value={length} onChange={(event) => setLength(Number(event.currentTarget.value))}>
        <option value={10}>{t("form.day")}</option>
        <option value={7}>{t("form.month")}</option>
        <option value={4}>{t("form.year")}</option>
      </select>
    </div>
  );
}

/** The body of a request. A part of it, such as `track/title`, is left out if nothing of it is given. */
export function bodyOf<T>(values: Values): T {
  const body: Record<string, string | Values | null> = {};
  for (const [name, value] of Object.entries(values)) {
    const [first = "", second] = name.split("/");
    if (second === undefined) body[first] = value || null;
    else if (value) body[first] = { ...(body[first] as Values | undefined), [second]: value };
  }
  return body as T;
}

/** What is opened only by those who need it, such as a form. It keeps what is in it until that is done. */
export function Fold(props: { label: string; children: (close: () => void) => ComponentChildren }) {
  const [open, setOpen] = useState(false);
  const [begun, setBegun] = useState(false);
  const summary = useRef<HTMLElement>(null);
  const close = () => {
    setOpen(false);
    setBegun(false);
    summary.current?.focus();
  };
  return (
    <details
      class="fold"
      open={open}
      onToggle={(event) => {
        const now = event.currentTarget.open;
        setOpen(now);
        if (now) setBegun(true);
      }}
    >
      <summary ref={summary}>{props.label}</summary>
      {begun && props.children(close)}
    </details>
  );
}
