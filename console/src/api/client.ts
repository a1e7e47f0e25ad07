import createClient from "openapi-fetch";
import type { components, paths } from "./contract";

/** The types of the contract, by the names that openapi.yaml gives them. */
export type Schemas = components["schemas"];

export type Problem = Schemas["Problem"];

/**
 * The typed client of the API, which is behind the console's own origin. The browser adds the session cookie; the header shows that a
 * request comes from a page of this origin, since a page of another one may not send it.
 */
export const api = createClient<paths>({ baseUrl: "", headers: { "X-Requested-By": "console" } });

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
  let answer: Answer<T>;
  try {
    answer = await request;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Failure(0, undefined);
  }
  if (answer.response.ok) return answer.data as T;
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
