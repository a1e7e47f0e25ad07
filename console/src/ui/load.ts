import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Failure } from "../api/client";

/** What a screen shows of something that it has to fetch. */
export type Loading<T> = { state: "loading" } | { state: "ready"; value: T } | { state: "failed"; failure: Failure };

export interface Loaded<T> {
  now: Loading<T>;
  /** Fetches again; what was shown stays until the new value is there. */
  reload: () => void;
}

/**
 * Fetches something for a screen, and again when a dependency changes.
 *
 * @param load may be called several times; only its latest result counts. It is told whether a dependency has changed.
 * @param dependencies values without parts, or with few
 * @param everySeconds fetches again at this interval while the page is visible, for what changes by itself
 */
export function useLoaded<T>(
  load: (stop: AbortSignal, anew: boolean) => Promise<T>,
  dependencies: readonly unknown[],
  everySeconds = 0,
): Loaded<T> {
  const [now, setNow] = useState<Loading<T>>({ state: "loading" });
  const [turn, setTurn] = useState(0);
  const known = useRef("");
  const byTimer = useRef(false);
  const pending = useRef(false);
  useEffect(() => {
    const quiet = byTimer.current;
    byTimer.current = false;
    const stop = new AbortController();
    const of = JSON.stringify(dependencies);
    const anew = known.current !== of;
    if (anew) setNow({ state: "loading" });
    known.current = of;
    pending.current = true;
    load(stop.signal, anew).then(
      (value) => {
        if (stop.signal.aborted) return;
        pending.current = false;
        setNow({ state: "ready", value });
      },
      (error: unknown) => {
        if (stop.signal.aborted) return;
        pending.current = false;
        const failed = { state: "failed", failure: failureOf(error) } as const;
        // Nobody asked for this one: what is shown stays, and the next one may succeed.
        setNow((was) => (quiet && was.state === "ready" ? was : failed));
      },
    );
    return () => stop.abort();
  }, [...dependencies, turn]);
  const reload = useCallback(() => setTurn((it) => it + 1), []);
  // What has failed is fetched again when somebody asks for it.
  const seconds = now.state === "failed" ? 0 : everySeconds;
  useEffect(() => {
    if (seconds === 0) return;
    const timer = setInterval(() => {
      // A request that takes longer than the interval is waited for.
      if (pending.current || document.visibilityState !== "visible" || !navigator.onLine) return;
      byTimer.current = true;
      reload();
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds, reload]);
  return { now, reload };
}

interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Pages<T> {
  now: Loading<Page<T>>;
  /** Fetches the next page; undefined if there is none. */
  more: (() => Promise<void>) | undefined;
  reload: () => void;
}

/** Fetches a list page by page; again at an interval if there is one, as {@link useLoaded} does. */
export function usePages<T>(
  load: (cursor: string | undefined, stop: AbortSignal) => Promise<Page<T>>,
  dependencies: readonly unknown[],
  everySeconds = 0,
): Pages<T> {
  // As many pages as are shown, so that nothing disappears when they are fetched again.
  const shown = useRef(0);
  const first = useLoaded(
    async (stop, anew) => {
      if (anew) shown.current = 0;
      let { items, next } = await load(undefined, stop);
      for (let further = 0; next !== null && further < shown.current; further++) {
        const page = await load(next, stop);
        items = [...items, ...page.items];
        next = page.next;
      }
      return { items, next };
    },
    dependencies,
    everySeconds,
  );
  const [further, setFurther] = useState<{ after: unknown; items: T[]; next: string | null } | null>(null);
  if (first.now.state !== "ready") return { now: first.now, more: undefined, reload: first.reload };
  const start = first.now.value;
  const added = further?.after === start ? further : { after: start, items: [], next: start.next };
  const next = added.next;
  const more = async () => {
    // It counts from now on: what is fetched again meanwhile has this page, too.
    shown.current += 1;
    const page = await load(next ?? undefined, new AbortController().signal).catch((error: unknown) => {
      shown.current -= 1;
      throw error;
    });
    setFurther({ after: start, items: [...added.items, ...page.items], next: page.next });
  };
  return {
    now: { state: "ready", value: { items: [...start.items, ...added.items], next } },
    more: next === null ? undefined : more,
    reload: first.reload,
  };
}

/** @throws whatever is no failure of a request: it is a mistake in the console */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}
