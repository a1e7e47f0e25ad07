import type { ComponentType } from "preact";
import { useErrorBoundary } from "preact/hooks";
import { Failure } from "./api/client";
import { type Place, place } from "./router";
import { Flows } from "./screens/flows";
import { restore, session, unreached } from "./session";
import { Shell } from "./shell";
import { SignIn } from "./sign-in";
import { t } from "./text";
import { Confirmation } from "./ui/confirm";
import { useLoaded } from "./ui/load";
import { Notices } from "./ui/notices";
import { Empty, Failed, Loaded, Screen } from "./ui/parts";

type OtherName = keyof typeof import("./screens/others")["OTHERS"];

/** The other screens, which are fetched together when one of them is first opened, so that the first one is there quickly. */
const load = () => import("./screens/others").then((it) => it.OTHERS);

/** The name of the screen at a place; null if there is none. */
export function screenAt({ parts }: Place): "flows" | OtherName | null {
  const [first = "flows", second, third] = parts;
  if (first === "flows") {
    if (second === undefined) return "flows";
    if (second === "new") return "editor";
    return third === undefined ? "flow" : (OF_A_FLOW[third] ?? null);
  }
  if (parts.length > 2) return null;
  return (second === undefined ? LISTS : ONE)[first] ?? null;
}

const OF_A_FLOW: Record<string, OtherName> = { edit: "editor", test: "test", runs: "runs" };
const LISTS: Record<string, OtherName> = {
  fans: "fans",
  releases: "releases",
  segments: "segments",
  usage: "usage",
  inbox: "inbox",
  webhooks: "webhooks",
};
const ONE: Record<string, OtherName> = { runs: "run", fans: "fan", releases: "release", segments: "segment" };

export function App() {
  const here = place.value;
  return (
    <>
      {session.value ? (
        <Shell place={here}>
          <At key={here.parts.join("/")} place={here} />
        </Shell>
      ) : session.value === undefined && unreached.value ? (
        <main class="sign-in">
          <h1>Action Flows</h1>
          <Failed failure={unreached.value} retry={restore} />
        </main>
      ) : (
        <SignIn />
      )}
      <Notices />
      <Confirmation />
    </>
  );
}

function At(props: { place: Place }) {
  const [error, reset] = useErrorBoundary();
  if (error) return <Failed failure={error instanceof Failure ? error : new Failure(500, undefined)} retry={reset} />;
  const name = screenAt(props.place);
  if (name === "flows") return <Flows />;
  if (name === null)
    return (
      <Screen title={t("missing.title")}>
        <Empty title={t("missing.text")} />
      </Screen>
    );
  return <Other key={name} name={name} place={props.place} />;
}

function Other(props: { name: OtherName; place: Place }) {
  const { now, reload } = useLoaded(
    () =>
      load().catch(() => {
        throw new Failure(0, undefined);
      }),
    [],
  );
  return (
    <Loaded of={now} retry={reload}>
      {(screens) => {
        const Chosen: ComponentType<{ place: Place }> = screens[props.name];
        return <Chosen place={props.place} />;
      }}
    </Loaded>
  );
}
