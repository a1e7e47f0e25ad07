import type { Client } from "openapi-fetch";
import type { components, paths } from "./contract";

/** The types of the contract, by the names that openapi.yaml gives them. */
export type Schemas = components["schemas"];

export type Problem = Schemas["Problem"];

/** As much of a request as the console gives. */
interface Init extends RequestInit {
  params?: { path?: Record<string, string | number>; query?: Record<string, unknown>; header?: Record<string, string> };
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

/** A body that is no text is sent as JSON, and one that is JSON is read as such. */
const by =
  (method: Method) =>
  async (path: string, { params = {}, body, ...init }: Init = {}): Promise<unknown> => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(params.query ?? {}))
      for (const it of [value].flat()) if (it !== undefined && it !== null) query.append(name, String(it));
    const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params.path?.[name] ?? ""));
    const headers = { "X-Requested-By": "console", ...params.header, ...init.headers } as Record<string, string>;
    const isText = typeof body === "string";
    if (body && !isText) headers["Content-Type"] = "application/json";
    const response = await fetch(query.size === 0 ? address : `${address}?${query}`, {
      ...init,
      method,
      headers,
      body: isText || !body ? (body ?? null) : JSON.stringify(body),
    }).catch(unreached);
    const text = await response.text().catch(unreached);
    const data = /json/.test(response.headers.get("Content-Type") ?? "") ? parsed(text) : text;
    return response.ok ? { data, response } : { error: data, response };
  };

/** @throws Failure unless the console itself has ended the request */
function unreached(error: unknown): never {
  throw error instanceof DOMException && error.name === "AbortError" ? error : new Failure(0, undefined);
}

/** Absent if it is no JSON, as an empty response or the page of a gateway, which may be called so. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The client of the API, which is behind the console's own origin; its types are those of the contract. The browser adds the session
 * cookie; the header shows that a request comes from a page of this origin, since a page of another one may not send it.
 */
export const api = { GET: by("GET"), POST: by("POST"), PUT: by("PUT"), DELETE: by("DELETE") } as unknown as Pick<
  Client<paths>,
  Method
>;

/** Why a request has no result. */
export class Failure extends Error {
  /** The API's explanation; absent if there was no connection, or if something else has answered. */
  readonly problem: Problem | undefined;
  /** The status of the response; 0 if there was no connection. */
  readonly status: number;

  constructor(status: number, problem: Problem | undefined) {
    super(problem?.detail ?? (status === 0 ? "no connection" : `status ${status}`));
    this.status = status;
    this.problem = problem;
  }

  get offline(): boolean {
    return this.status === 0;
  }
}

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** Called when the API no longer accepts the session. */
let signedOut: () => void = () => {};

export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

/**
 * The result of a request.
 *
 * @throws Failure if there is none
 */
export async function resultOf<T>(request: Promise<Answer<T>>): Promise<T> {
  const answer = await request;
  if (answer.response.ok && (answer.data !== undefined || answer.response.status === 204)) return answer.data as T;
  if (answer.response.status === 401) signedOut();
  throw new Failure(answer.response.status, isProblem(answer.error) ? answer.error : undefined);
}

/** The same with its ETag, which a change sends as `If-Match`. */
export async function taggedOf<T>(request: Promise<Answer<T>>): Promise<{ value: T; tag: string }> {
  const value = await resultOf(request);
  return { value, tag: (await request).response.headers.get("ETag") ?? "*" };
}

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error && "detail" in error;
}

/** A key with which the API carries out a POST once, however often it is sent. */
export function idempotencyKey(): string {
  return crypto.randomUUID();
}
