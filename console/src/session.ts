import { signal } from "@preact/signals";
import { api, type Failure, onSignedOut, resultOf, type Schemas } from "./api/client";
import { mayLeave } from "./router";
import { failureOf } from "./ui/load";

export type Session = Schemas["Session"];
export type Role = Session["role"];

/** Who is signed in: undefined while that is not known yet, null if nobody is. */
export const session = signal<Session | null | undefined>(undefined);

/** Why it is not known who is signed in, while it is not. */
export const unreached = signal<Failure | null>(null);

/** Whether the session ended by itself, so that the sign-in screen can say so. */
export const ended = signal(false);

onSignedOut(() => {
  if (session.value) ended.value = true;
  session.value = null;
});

/** The API requires it of these requests by name; the client adds it to all others, too. */
const OWN = { "X-Requested-By": "console" } as const;

/** Finds out whether somebody is signed in. */
export async function restore(): Promise<void> {
  try {
    session.value = await resultOf(api.GET("/v1/session"));
  } catch (error) {
    unreached.value = failureOf(error);
  }
}

/**
 * @param key the project's secret key, or a key with a role
 * @throws Failure if the key is not valid
 */
export async function signIn(key: string): Promise<void> {
  session.value = await resultOf(api.POST("/v1/session", { body: { key }, params: { header: OWN } }));
  ended.value = false;
}

/** Ends the session, and with it everything that the page knows. */
export async function signOut(): Promise<void> {
  if (!(await mayLeave())) return;
  await resultOf(api.DELETE("/v1/session", { params: { header: OWN } }));
  session.value = null;
  // First the screens go, which might ask again.
  setTimeout(() => location.reload());
}

const ROLES: readonly Role[] = ["look", "edit", "operate", "own"];

/** Whether the session's role permits what this role does. The API decides; the console only leaves out what it would refuse. */
export function may(role: Role): boolean {
  return session.value != null && ROLES.indexOf(session.value.role) >= ROLES.indexOf(role);
}
