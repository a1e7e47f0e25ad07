import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Failure } from "../api/client";
import { type Key, relative, t, time } from "../text";
import { failureOf, type Loading, type Pages } from "./load";
import { say } from "./notices";

/** A screen: its heading gets the focus when it is opened, so that keyboards and screen readers start there. */
export function Screen(props: {
  title: string;
  above?: ComponentChildren;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} · Action Flows`;
  }, [props.title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <>
      {props.above && <p class="above">{props.above}</p>}
      <div class="heading">
        <h1 ref={heading} tabIndex={-1}>
          {props.title}
        </h1>
        {props.actions && <div class="actions">{props.actions}</div>}
      </div>
      {props.children}
    </>
  );
}

/**
 * For what makes the button that has the focus disappear.
 *
 * @param meanwhile whether there was something to wait for; who has gone elsewhere by now stays there
 */
export function focusHeading(meanwhile = true): void {
  const at = document.activeElement;
  if (!meanwhile || !at || at === document.body || at.ariaBusy === "true") document.querySelector<HTMLElement>("h1")?.focus();
}

/** A part of a screen with a heading of its own. */
export function Section(props: { title: string; actions?: ComponentChildren; children: ComponentChildren }) {
  return (
    <section class="section" aria-label={props.title}>
      <div class="heading">
        <h2>{props.title}</h2>
        {props.actions && <div class="actions">{props.actions}</div>}
      </div>
      {props.children}
    </section>
  );
}

/** Shows what was fetched, or that it is being fetched, or why it could not be. */
export function Loaded<T>(props: { of: Loading<T>; retry: () => void; children: (value: T) => ComponentChildren }) {
  switch (props.of.state) {
    case "loading":
      return <Waiting />;
    case "failed":
      return <Failed failure={props.of.failure} retry={props.retry} />;
    case "ready":
      return <>{props.children(props.of.value)}</>;
  }
}

export function Waiting() {
  return (
    <div class="waiting" role="status">
      <span class="spinner" aria-hidden="true" />
      {t("load.waiting")}
    </div>
  );
}

export function Failed(props: { failure: Failure; retry: () => void }) {
  return (
    <div class="box failed" role="alert">
      <h2>{t(headingOf(props.failure))}</h2>
      <p lang={props.failure.problem && "en"}>{explanation(props.failure)}</p>
      <button type="button" onClick={props.retry}>
        {t("load.retry")}
      </button>
      {props.failure.problem?.requestId && <p class="small">{t("load.request", { id: props.failure.problem.requestId })}</p>}
    </div>
  );
}

function headingOf(failure: Failure): Key {
  if (failure.offline) return "load.offline";
  if (failure.status === 404) return "load.not_found";
  return failure.status === 403 ? "load.not_allowed" : "load.failed";
}

/** What a person can do about a failed request; the API's explanations are in English. */
export function explanation(failure: Failure): string {
  if (failure.offline) return t("load.offline.text");
  const { detail, violations = [] } = failure.problem ?? {};
  // The detail of an invalid request only counts what is wrong, or points to it in JSON.
  return (failure.status === 400 && violations.map((it) => it.detail).join("; ")) || (detail ?? t("load.failed.text"));
}

/** What stands where a list has no items yet. */
export function Empty(props: { title: string; children?: ComponentChildren }) {
  return (
    <div class="box empty">
      <h2>{props.title}</h2>
      {props.children}
    </div>
  );
}

/** The same with a title and a text that belong together: `releases.none` and `releases.none.text`. */
export function None(props: { of: NoneKey }) {
  return (
    <Empty title={t(props.of)}>
      <p>{t(`${props.of}.text`)}</p>
    </Empty>
  );
}

type NoneKey = Key & (Key extends infer K ? (K extends `${infer Stem}.none.text` ? `${Stem}.none` : never) : never);

/** A list that is fetched page by page. */
export function Rows<T>(props: {
  of: Pages<T>;
  empty: ComponentChildren;
  label: string;
  children: (item: T) => ComponentChildren;
}) {
  const list = useRef<HTMLUListElement>(null);
  const more = props.of.more !== undefined;
  const had = useRef(more);
  useEffect(() => {
    // The button has gone with the last page, and the focus with it: it goes on at what was added.
    if (had.current && !more && document.activeElement === document.body)
      list.current?.lastElementChild?.querySelector<HTMLElement>("a, button")?.focus();
    had.current = more;
  }, [more]);
  return (
    <Loaded of={props.of.now} retry={props.of.reload}>
      {({ items }) =>
        items.length === 0 && !props.of.more ? (
          props.empty
        ) : (
          <>
            {items.length === 0 && <p>{t("list.none_so_far")}</p>}
            <ul ref={list} class="rows" aria-label={props.label}>
              {items.map(props.children)}
            </ul>
            {props.of.more && <Action label={t("list.more")} act={props.of.more} />}
          </>
        )
      }
    </Loaded>
  );
}

/**
 * A button that calls the API: it cannot be pressed again meanwhile, and a failure is announced.
 *
 * @param props.done what is announced afterwards
 */
export function Action(props: {
  label: string;
  act: () => Promise<unknown>;
  kind?: "primary" | "danger" | "plain";
  done?: string;
  undo?: () => Promise<unknown>;
  disabled?: boolean;
}) {
  const [busy, setBusy] = useState(false);
  const mounted = useMounted();
  const press = async () => {
    if (busy) return;
    setBusy(true);
    try {
      await props.act();
      if (props.done) say(props.done, "good", props.undo);
    } catch (error) {
      say(explanation(failureOf(error)), "bad");
    } finally {
      if (mounted.current) setBusy(false);
    }
  };
  return (
    // It keeps the focus while it is busy, which a disabled button would lose.
    <button
      type="button"
      class={props.kind ?? ""}
      aria-disabled={busy || props.disabled}
      aria-busy={busy}
      onClick={props.disabled ? undefined : press}
    >
      {props.label}
      {busy && <span class="spinner" aria-hidden="true" />}
    </button>
  );
}

export function useMounted(): { current: boolean } {
  const mounted = useRef(true);
  // Other effects are begun and cleaned up only after the next frame.
  useLayoutEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  return mounted;
}

type Tone = "good" | "bad" | "wait" | "quiet" | "unsure";

const TONES: Record<string, Tone> = {
  ACTIVE: "good",
  COMPLETED: "good",
  DELIVERED: "good",
  out: "good",
  RUNNING: "wait",
  WAITING: "wait",
  PENDING: "wait",
  announced: "wait",
  PAUSED: "unsure",
  UNKNOWN: "unsure",
  FAILED: "bad",
  DISABLED: "bad",
  WEBHOOK_DISABLED: "bad",
  SKIPPED: "quiet",
  DRAFT: "quiet",
  ARCHIVED: "quiet",
  CANCELLED: "quiet",
  cancelled: "quiet",
  HELD_OUT: "quiet",
};

const SIGNS: Record<Tone, string> = { good: "✓", bad: "✕", wait: "…", quiet: "–", unsure: "?" };

/** A status or an outcome. Its sign says the same as its color. */
export function Badge(props: { value: string; children: ComponentChildren }) {
  const tone = TONES[props.value] ?? "quiet";
  return (
    <span class={`badge ${tone}`}>
      <span aria-hidden="true">{SIGNS[tone]}</span> {props.children}
    </span>
  );
}

/** A time, relative to now; the exact one is its tooltip and what machines read. Or the other way round. */
export function Time(props: { at: string; exact?: boolean }) {
  const both = [relative(props.at), time(props.at)];
  if (props.exact) both.reverse();
  return (
    <time dateTime={props.at} title={both[1]}>
      {both[0]}
    </time>
  );
}

/** A field of a form with its label, an optional explanation, and what is wrong with it. */
export function Field(props: {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** The language of the error, if it is not the console's. */
  lang?: string | undefined;
  children: (attributes: { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean }) => ComponentChildren;
}) {
  const described = [props.hint && `${props.id}-hint`, props.error && `${props.id}-error`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      {props.hint && (
        <p class="hint" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.children({ id: props.id, "aria-describedby": described || undefined, "aria-invalid": props.error !== undefined })}
      {props.error && (
        <p class="error" id={`${props.id}-error`}>
          <span aria-hidden="true">✕</span> <span lang={props.lang}>{props.error}</span>
        </p>
      )}
    </div>
  );
}

/** Names with values. */
export function Facts(props: { of: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {props.of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
