import { effect, signal } from "@preact/signals";
import { api, resultOf, type Schemas } from "../api/client";
import { session } from "../session";

const names = signal<Readonly<Record<string, string>>>({});
const asked = new Set<string>();

// The names of one project are none of the next one's.
effect(() => {
  if (session.value) return;
  asked.clear();
  names.value = {};
});

/** After how many milliseconds a name is asked for again that could not be had. */
const AGAIN = 30_000;

const FETCHED: Record<string, (id: string) => Promise<string>> = {
  fan: async (fanId) => fanName(await resultOf(api.GET("/v1/fans/{fanId}", { params: { path: { fanId } } }))),
  rel: async (releaseId) => (await resultOf(api.GET("/v1/releases/{releaseId}", { params: { path: { releaseId } } }))).title,
  art: async (artistId) => (await resultOf(api.GET("/v1/artists/{artistId}", { params: { path: { artistId } } }))).name,
  seg: async (segmentId) => (await resultOf(api.GET("/v1/segments/{segmentId}", { params: { path: { segmentId } } }))).name,
  flow: async (flowId) => (await resultOf(api.GET("/v1/flows/{flowId}", { params: { path: { flowId } } }))).name,
};

/** What people call the fan, release, artist, segment or flow with this id. It is fetched once; until it is known, the id stands for it. */
export function nameOf(id: string): string {
  const fetched = FETCHED[id.split("_", 1)[0] ?? ""];
  if (fetched && !asked.has(id))
    fetched(id).then(
      (name) => learn(id, name),
      () => setTimeout(() => asked.delete(id), AGAIN),
    );
  asked.add(id);
  return names.value[id] ?? id;
}

/** Takes a name from something that was fetched anyway. */
export function learn(id: string, name: string): void {
  asked.add(id);
  if (names.peek()[id] !== name) names.value = { ...names.peek(), [id]: name };
}

export function fanName(fan: Pick<Schemas["Fan"], "id" | "phone" | "identities" | "firstName">): string {
  const address = fan.phone ?? fan.identities[0]?.value;
  return [fan.firstName, address].filter(Boolean).join(" · ") || fan.id;
}
