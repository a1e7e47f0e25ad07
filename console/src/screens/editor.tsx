import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { api, type Failure, resultOf, type Schemas, taggedOf } from "../api/client";
import { Effects } from "../editor/dry-run";
import { type Form, FormContext, type Note, Notes, Properties, stepName, word } from "../editor/fields";
import { forgetNames, SelectField, Trail } from "../editor/references";
import {
  arranged,
  type Draft,
  documentOf,
  fetchSchema,
  type Json,
  pathOf,
  pointerOf,
  put,
  root,
  schemaOf,
  typesOf,
  type Values,
} from "../editor/schema";
import { go, type Place, replace, to } from "../router";
import { may, session } from "../session";
import { named, t } from "../text";
import { discard, useHold } from "../ui/hold";
import { useKey } from "../ui/key";
import { failureOf, useLoaded } from "../ui/load";
import { say } from "../ui/notices";
import { Action, Empty, explanation, Field, Loaded, Screen, Section, useMounted } from "../ui/parts";

type Flow = Schemas["Flow"];

/** A flow in the form. */
interface Edited {
  /** As it is stored; null until it is saved for the first time. */
  flow: Flow | null;
  /** Identifies the stored version, so that a change of somebody else is not overwritten. */
  tag: string;
  /** The stored document, or the one of the template. */
  stored: string;
  draft: Draft;
  /** Which step is which, however they are moved. */
  keys: readonly number[];
  notes: readonly Note[];
  failure: Failure | null;
}

/**
 * What an editor that is opened at this address goes on with: after the first save, whose flow has an address of its own, and after a
 * session has ended.
 */
let kept: { address: string; project: string | undefined; edited: Edited } | null = null;

let lastKey = 0;

const MOST_STEPS = 25;

/** Creates or changes a flow. */
export function Editor(props: { place: Place }) {
  const { parts, parameters } = props.place;
  const id = parts[1] === "new" ? null : (parts[1] ?? "");
  const template = parameters.get("template");
  useEffect(forgetNames, []);
  if (!may("edit"))
    return (
      <Screen title={t("editor.title")}>
        <Empty title={t("load.not_allowed")}>
          <p>{t("editor.not_allowed")}</p>
        </Empty>
      </Screen>
    );
  return id === null && template === null ? <Start /> : <Open key={template} id={id} template={template} />;
}

/** Where a new flow starts from. */
function Start() {
  const { now, reload } = useLoaded(templates, []);
  return (
    <Screen title={t("editor.new")} above={<a href="#/flows">{t("flows.title")}</a>}>
      <p class="lead">{t("editor.start")}</p>
      <Loaded of={now} retry={reload}>
        {({ items }) => (
          <ul class="rows" aria-label={t("editor.start")}>
            {[{ id: "empty", name: t("editor.empty"), purpose: t("editor.empty.text") }, ...items].map((it) => (
              <li key={it.id} class="row">
                <div>
                  <h2>
                    <a href={to(["flows", "new"], { template: it.id })}>{it.name}</a>
                  </h2>
                  <p>{it.purpose}</p>
                </div>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <Import />
    </Screen>
  );
}

/** A flow out of a file: the draft that it becomes, or else the form with what keeps it from being one. */
function Import() {
  const [error, setError] = useState<string>();
  const mounted = useMounted();
  const key = useKey();
  const read = async (file: File | undefined) => {
    if (!file) return;
    const text = await file.text();
    setError(undefined);
    try {
      const [place, edited] = await imported(text, key(text));
      kept = { address: edited.flow?.id ?? "new file", project: session.value?.projectId, edited };
      if (mounted.current) go(place);
    } catch (problem) {
      setError(problem instanceof SyntaxError ? t("editor.file.invalid") : explanation(failureOf(problem)));
    }
  };
  return (
    <Section title={t("editor.file")}>
      <Field id="file" label={t("editor.file.choose")} hint={t("editor.file.hint")} error={error}>
        {(attributes) => (
          <input
            {...attributes}
            type="file"
            accept=".json"
            onChange={({ currentTarget }) => {
              void read(currentTarget.files?.[0]);
              // So that the same file can be chosen again.
              currentTarget.value = "";
            }}
          />
        )}
      </Field>
    </Section>
  );
}

/**
 * @returns where it is edited, and what is
 * @throws SyntaxError if the file is none of a flow
 */
async function imported(text: string, key: string): Promise<[string, Edited]> {
  const body = JSON.parse(text) as Draft;
  if (!Array.isArray(body?.steps)) throw new SyntaxError();
  await fetchSchema();
  try {
    const header = { "Idempotency-Key": key };
    const stored = await storedBy(api.POST("/v1/flows", { params: { header }, body: body as unknown as Schemas["NewFlow"] }));
    say(t("editor.saved"));
    return [to(["flows", stored.flow?.id ?? "", "edit"]), stored];
  } catch (error) {
    const failure = failureOf(error);
    const notes = failure.problem?.violations?.map((it) => ({ ...it, bad: true }));
    if (!notes) throw error;
    const part = (it: unknown): Values => (typeof it === "object" ? { ...(it as Values) } : {});
    const draft = { ...body, trigger: part(body.trigger), steps: body.steps.map(part) };
    return [to(["flows", "new"], { template: "file" }), { ...opened(draft, notes), stored: NOTHING, failure }];
  }
}

/** What is stored of a flow that is not. */
const NOTHING = '{"steps":[]}';

function templates(signal: AbortSignal) {
  return resultOf(api.GET("/v1/flow-templates", { signal }));
}

function Open(props: { id: string | null; template: string | null }) {
  const { id, template } = props;
  const address = id ?? `new ${template}`;
  const { now, reload } = useLoaded(
    async (signal) => {
      await fetchSchema();
      const before = kept;
      kept = null;
      if (before?.address === address && before.project === session.value?.projectId) return before.edited;
      return id === null ? fromTemplate(template ?? "", signal) : read(id);
    },
    [address],
  );
  const flow = now.state === "ready" ? now.value.flow : null;
  return (
    <Screen title={t(id === null ? "editor.new" : "editor.title")} above={<Trail id={id} name={flow?.name} />}>
      <Loaded of={now} retry={reload}>
        {(edited) =>
          flow?.status === "ARCHIVED" ? (
            <Empty title={named("status", flow.status)}>
              <p>{t("editor.archived")}</p>
            </Empty>
          ) : (
            <Editing key={edited.keys} {...{ edited, address, reload }} />
          )
        }
      </Loaded>
    </Screen>
  );
}

function opened(draft: Draft, notes: readonly Note[] = []): Edited {
  const keys = draft.steps.map(() => ++lastKey);
  return { flow: null, tag: "", stored: JSON.stringify(documentOf(draft)), draft, keys, notes, failure: null };
}

async function fromTemplate(id: string, signal: AbortSignal): Promise<Edited> {
  const empty: Draft = { trigger: { type: "sms.keyword" }, steps: [] };
  const found = id !== "empty" && (await templates(signal)).items.find((it) => it.id === id);
  if (!found) return opened(empty);
  const draft = found.placeholders.reduce<Json>((it, { pointer }) => put(it, pathOf(pointer), ""), found.document as Values);
  return opened(
    draft as Draft,
    found.placeholders.map(({ pointer }) => ({ pointer, detail: t("editor.fill_in"), bad: false })),
  );
}

/** A flow as the API answers it. */
async function storedBy(request: Promise<{ data?: Flow; error?: unknown; response: Response }>): Promise<Edited> {
  const { value: flow, tag } = await taggedOf(request);
  const notes = (flow.warnings ?? []).map((it) => ({ ...it, bad: false }));
  return { ...opened(flow as unknown as Draft, notes), flow, tag };
}

function read(flowId: string): Promise<Edited> {
  return storedBy(api.GET("/v1/flows/{flowId}", { params: { path: { flowId } } }));
}

function Editing(props: { edited: Edited; address: string; reload: () => void }) {
  const [edited, setEdited] = useState(props.edited);
  const [said, setSaid] = useState("");
  const { draft, flow, tag, notes } = edited;
  const latest = useRef(edited);
  latest.current = edited;
  const form = useRef<HTMLFormElement>(null);
  // What gets the focus after the next change.
  const next = useRef((flow || edited.failure) && notes.length > 0 ? "summary" : "");
  const key = useKey();
  const mounted = useMounted();
  const content = JSON.stringify(documentOf(draft));
  const dirty = content !== edited.stored;

  // Before anything else can happen: a later effect might find the next change's focus with this change's elements.
  useLayoutEffect(() => {
    if (next.current) document.getElementById(next.current)?.focus();
    next.current = "";
  });
  const hold = useHold();
  // At once, so that a change cannot be left before it is held.
  useLayoutEffect(() => {
    hold(dirty);
    if (!dirty) return;
    const project = session.value?.projectId;
    return () => {
      if (!session.value) kept = { address: props.address, project, edited: latest.current };
    };
  }, [dirty]);

  const set: Form["set"] = (path, value) => {
    const inside = (one: string, other: string) => `${one}/`.startsWith(`${other}/`);
    const pointer = pointerOf(path);
    setEdited((it) => ({
      ...it,
      draft: put(it.draft, path, value) as Draft,
      notes: it.notes.filter((note) => !inside(note.pointer, pointer) && !inside(pointer, note.pointer)),
    }));
  };

  /** Puts the steps into another order, of which -1 is a new one, and focuses something there. */
  const arrange = (order: readonly number[], focus: string, added?: Values) => {
    const before = latest.current;
    const after = {
      ...before,
      draft: { ...before.draft, steps: arranged(before.draft.steps, order, added) },
      keys: order.map((it) => before.keys[it] ?? ++lastKey),
      notes: before.notes.flatMap((note) => {
        const [steps, step, ...rest] = pathOf(note.pointer);
        const index = order.indexOf(Number(step));
        return steps !== "steps" ? note : index < 0 ? [] : { ...note, pointer: pointerOf([steps, index, ...rest]) };
      }),
    };
    next.current = focus;
    setEdited(after);
    return after;
  };
  const all = draft.steps.map((_, index) => index);
  const move = (index: number, by: 1 | -1) => {
    const order = all.toSpliced(index, 1).toSpliced(index + by, 0, index);
    arrange(order, `/steps/${index + by}/${by}`);
    const values = { step: named("step", String(draft.steps[index]?.type)), number: index + by + 1, count: all.length };
    setSaid(t("editor.moved", values));
  };
  const remove = (index: number, step: Values) => {
    const before = latest.current;
    const after = arrange(all.toSpliced(index, 1), index < all.length - 1 ? `/steps/${index}` : "add-type");
    say(t("editor.removed", { step: stepName(step, index) }), "good", async () => {
      const now = latest.current;
      if (!mounted.current) throw new Error("the editor is closed");
      const at = Math.min(index, now.keys.length);
      // Conditions that referred to the step do so again, unless something has been changed since.
      if (now === after) setEdited(before);
      else arrange([...now.keys.keys()].toSpliced(at, 0, -1), "", step);
      next.current = `/steps/${at}`;
    });
  };

  const saving = useRef(false);
  /** Saves; one at a time, whichever button is pressed. */
  const submit = async (activate: boolean, overwrite = false) => {
    if (saving.current) return;
    saving.current = true;
    await save(activate, overwrite).finally(() => {
      saving.current = false;
    });
  };
  const save = async (activate: boolean, overwrite: boolean) => {
    const missing = missingIn(form.current, draft);
    if (missing.length > 0) {
      next.current = "summary";
      setEdited({ ...edited, notes: missing, failure: null });
      return;
    }
    const header = { "Idempotency-Key": key(tag + content) };
    const body = JSON.parse(content) as Schemas["NewFlow"];
    let now = edited;
    let failure: Failure | null = null;
    try {
      if (!flow) now = await storedBy(api.POST("/v1/flows", { params: { header }, body }));
      else if (dirty || !activate) {
        const match = { ...header, "If-Match": overwrite ? (await read(flow.id)).tag : tag };
        now = await storedBy(api.PUT("/v1/flows/{flowId}", { params: { path: { flowId: flow.id }, header: match }, body }));
      }
      if (activate && now.flow) {
        const params = { path: { flowId: now.flow.id }, header: { "If-Match": now.tag } };
        now = await storedBy(api.POST("/v1/flows/{flowId}/activate", { params }));
      }
      say(t(activate ? "editor.activated" : "editor.saved"));
    } catch (error) {
      failure = failureOf(error);
    }
    // What was typed meanwhile stays, as an unsaved change.
    const typed = latest.current;
    const violations = failure?.problem?.violations?.map((it) => ({ ...it, bad: true }));
    const result = {
      ...now,
      draft: typed.draft === draft ? now.draft : typed.draft,
      keys: typed.keys,
      notes: failure ? (violations ?? []) : now.notes,
      failure,
    };
    if (!mounted.current) return;
    if (!flow && now.flow) {
      kept = { address: now.flow.id, project: session.value?.projectId, edited: result };
      replace(to(["flows", now.flow.id, "edit"]));
      return;
    }
    if (failure || result.notes.length > 0) next.current = "summary";
    setEdited(result);
  };

  const preview = useLoaded(
    async (signal) =>
      flow && resultOf(api.POST("/v1/flows/{flowId}/dry-run", { params: { path: { flowId: flow.id } }, body: {}, signal })),
    [edited.stored],
  );
  const storedSteps = (JSON.parse(edited.stored) as Draft).steps.map((it) => JSON.stringify(it));
  const savedSteps = (JSON.parse(content) as Draft).steps;
  const previewOf = (index: number): ComponentChildren => {
    const { now } = preview;
    const step = storedSteps.indexOf(JSON.stringify(savedSteps[index]));
    if (!flow || step < 0) return t("editor.preview.later");
    if (now.state !== "ready") return now.state === "loading" ? t("load.waiting") : explanation(now.failure);
    const { effects = [], reason } = now.value?.steps[step] ?? {};
    return effects.length > 0 ? <Effects of={effects} /> : `${t("editor.preview.none")} ${reason ? named("reason", reason) : ""}`;
  };

  return (
    <FormContext.Provider value={{ draft, notes, set }}>
      <form ref={form} class="editor" noValidate onSubmit={(event) => event.preventDefault()}>
        <Summary {...edited}>
          {edited.failure?.status === 412 && (
            <div class="actions">
              <Action
                kind="danger"
                label={t("editor.conflict.load")}
                act={async () => {
                  if (await discard()) props.reload();
                }}
              />
              <Action label={t("editor.conflict.replace")} act={() => submit(false, true)} />
            </div>
          )}
        </Summary>
        {flow?.status === "ACTIVE" && <p class="box">{t("editor.active")}</p>}
        <Properties schema={root} path={[]} only={["name"]} />
        <Section title={t("editor.trigger")}>
          <SelectField
            id="/trigger"
            label={t("editor.trigger.type")}
            value={String(draft.trigger.type)}
            options={namedTypes("trigger")}
            choose={(type) => set(["trigger", "type"], type)}
          />
          <Notes pointer="/trigger" />
          <Properties key={String(draft.trigger.type)} schema={schemaOf("trigger", draft.trigger.type)} path={["trigger"]} />
        </Section>
        <Section title={t("editor.steps")}>
          <p id="/steps" tabIndex={-1} class="hint">
            {t("editor.steps.text")}
          </p>
          <Notes pointer="/steps" />
          <ol class="steps" aria-label={t("editor.steps")}>
            {draft.steps.map((step, index) => {
              const name = stepName(step, index);
              const at = `/steps/${index}`;
              return (
                <li key={edited.keys[index]} class="card">
                  <div class="heading">
                    <h3 id={at} tabIndex={-1}>
                      {name}
                    </h3>
                    <div class="actions">
                      <Sign
                        id={`${at}/-1`}
                        sign="↑"
                        label={t("editor.up", { step: name })}
                        act={index > 0 && (() => move(index, -1))}
                      />
                      <Sign
                        id={`${at}/1`}
                        sign="↓"
                        label={t("editor.down", { step: name })}
                        act={index < all.length - 1 && (() => move(index, 1))}
                      />
                      <Sign id={`${at}/0`} sign="✕" label={t("editor.remove", { step: name })} act={() => remove(index, step)} />
                    </div>
                  </div>
                  <Notes pointer={at} />
                  <div class="beside">
                    <div>
                      <Properties schema={schemaOf("step", step.type)} path={["steps", index]} />
                    </div>
                    {String(step.type).startsWith("send_") && <div class="preview">{previewOf(index)}</div>}
                  </div>
                </li>
              );
            })}
          </ol>
          {all.length < MOST_STEPS && (
            <Add steps={draft.steps} add={(type, at) => arrange(all.toSpliced(at, 0, -1), `/steps/${at}`, { type })} />
          )}
        </Section>
        <Section title={t("editor.settings")}>
          <Properties schema={root} path={[]} only={["reEntry", "cooldown", "onFailure", "onReply", "experiment"]} />
        </Section>
        <div class="save">
          <Action kind="primary" label={t("editor.save")} act={() => submit(false)} />
          {flow?.status !== "ACTIVE" && <Action label={t("editor.activate")} act={() => submit(true)} />}
          {flow && <a href={to(["flows", flow.id, "test"])}>{t("editor.test")}</a>}
          <span class="small">{dirty ? t("editor.dirty") : flow && named("status", flow.status)}</span>
        </div>
        <p role="status" class="hidden">
          {said}
        </p>
      </form>
    </FormContext.Provider>
  );
}

/** What the form itself sees: fields that must have a value, or another one. */
function missingIn(form: HTMLFormElement | null, draft: Draft): Note[] {
  const fields = [...(form?.querySelectorAll<HTMLInputElement>(":is(input, select, textarea):invalid") ?? [])];
  const notes = fields.map((it) => ({
    pointer: it.id,
    detail: t(it.validity.valueMissing ? "editor.missing" : "editor.invalid"),
    bad: true,
  }));
  return draft.steps.length > 0 ? notes : [...notes, { pointer: "/steps", detail: t("editor.steps.missing"), bad: true }];
}

/** What is wrong, or worth knowing, in one place, with the way to each field. */
function Summary(props: Edited & { children: ComponentChildren }) {
  const { notes, failure, flow, draft } = props;
  const bad = failure !== null || notes.some((it) => it.bad);
  if (!failure && notes.length === 0) return null;
  const other = /flow_[0-9a-z]{16}/.exec(`${failure?.message} ${notes.map((it) => it.detail)}`)?.[0];
  return (
    <section class={`box summary ${bad ? "failed" : ""}`} id="summary" tabIndex={-1} aria-labelledby="summary-title">
      <h2 id="summary-title">
        {failure?.status === 412
          ? t("editor.conflict")
          : bad
            ? t("editor.problems")
            : t(flow ? "editor.warnings" : "editor.to_fill_in")}
      </h2>
      {failure && <p>{failure.status === 412 ? t("editor.conflict.text") : explanation(failure)}</p>}
      <ul class="problems">
        {notes.map((it) => (
          <li key={it.pointer + it.detail}>
            <button type="button" class="link" onClick={() => focusAt(it.pointer)}>
              {placeName(it.pointer, draft)}
            </button>{" "}
            {it.detail}
          </li>
        ))}
      </ul>
      {other && other !== flow?.id && <a href={to(["flows", other])}>{t("editor.other_flow")}</a>}
      {props.children}
    </section>
  );
}

/** Focuses the field of a pointer, or else what it is in. */
function focusAt(pointer: string): void {
  const field = document.getElementById(pointer);
  if (field) field.focus();
  else if (pointer !== "") focusAt(pointer.slice(0, pointer.lastIndexOf("/")));
}

function placeName(pointer: string, draft: Draft): string {
  const path = pathOf(pointer);
  const step = path[0] === "steps" ? draft.steps[Number(path[1])] : undefined;
  const field = path.findLast((it) => typeof it === "string" && word("field", it) !== "");
  const name = field ? word("field", String(field)) : t(path[0] === "trigger" ? "editor.trigger" : "editor.steps");
  const version =
    path[2] === "variants" && path[3] !== undefined && t("editor.version", { number: "BCD".charAt(Number(path[3])) });
  return [step && stepName(step, Number(path[1])), version, (field || !step) && name].filter(Boolean).join(" · ");
}

function Sign(props: { id: string; sign: string; label: string; act: false | (() => void) }) {
  return (
    <button
      type="button"
      id={props.id}
      class="sign"
      aria-label={props.label}
      title={props.label}
      aria-disabled={!props.act}
      onClick={props.act || undefined}
    >
      {props.sign}
    </button>
  );
}

function namedTypes(what: "step" | "trigger") {
  return typesOf(what).map((it) => [it, named(what, it)] as const);
}

/** Adds a step, of a type, at a place. */
function Add(props: { steps: readonly Values[]; add: (type: string, at: number) => void }) {
  const { steps, add } = props;
  const [type, setType] = useState("send_text");
  const [at, setAt] = useState("");
  const places = steps.map((it, index) => [String(index + 1), t("editor.add.after", { step: stepName(it, index) })] as const);
  return (
    <fieldset class="together">
      <legend>{t("editor.add")}</legend>
      <SelectField id="add-type" label={t("editor.add.type")} value={type} options={namedTypes("step")} choose={setType} />
      {steps.length > 0 && (
        <SelectField
          id="add-at"
          label={t("editor.add.at")}
          value={at}
          none={t("editor.add.end")}
          options={[["0", t("editor.add.start")], ...places.slice(0, -1)]}
          choose={setAt}
        />
      )}
      <button
        type="button"
        onClick={() => {
          add(type, at === "" ? steps.length : Number(at));
          setAt("");
        }}
      >
        {t("editor.add.do")}
      </button>
    </fieldset>
  );
}
