import { computed, signal } from "@preact/signals";

/** An address within the console: `#/flows/flow_1/runs?status=FAILED` has three parts and a parameter. */
export interface Place {
  parts: readonly string[];
  parameters: URLSearchParams;
}

const hash = signal(location.hash);

let leaving: (() => Promise<boolean>) | null = null;

/**
 * Asks before another place is opened, as when there are unsaved changes.
 *
 * @param ask whether to go there
 * @returns ends it
 */
export function askBeforeLeaving(ask: () => Promise<boolean>): () => void {
  leaving = ask;
  return () => {
    if (leaving === ask) leaving = null;
  };
}

/** Whether what is open may be left, as far as it asks. */
export async function mayLeave(): Promise<boolean> {
  return !leaving || leaving();
}

// Each entry of the browser's history knows its number, so that one that is left unasked can be returned to.
let at = Number(history.state);
history.replaceState(at, "");

addEventListener("hashchange", async () => {
  const wanted = location.hash;
  if (history.state === null) history.replaceState(at + 1, "");
  const by = history.state - at;
  if (leaving && wanted !== hash.value) {
    history.go(-by);
    if (!(await leaving())) return;
    leaving = null;
    history.go(by);
  } else {
    at += by;
    hash.value = wanted;
  }
});

export const place = computed<Place>(() => parse(hash.value));

export function parse(text: string): Place {
  const [path = "", query = ""] = text.replace(/^#/, "").split("?", 2);
  return { parts: path.split("/").filter(Boolean).map(decoded), parameters: new URLSearchParams(query) };
}

/** The address of a place, for links. Parameters without a value are left out. */
export function to(parts: readonly string[], parameters: Record<string, string | null | undefined> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value) query.set(name, value);
  const path = `#/${parts.map(encodeURIComponent).join("/")}`;
  return query.size === 0 ? path : `${path}?${query}`;
}

export function go(address: string): void {
  location.hash = address;
}

/** Changes the address without an entry in the browser's history, as when a filter changes. */
export function replace(address: string): void {
  history.replaceState(history.state, "", address);
  hash.value = address;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
