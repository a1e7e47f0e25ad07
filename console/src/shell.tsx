import type { ComponentChildren } from "preact";
import { type Place, to } from "./router";
import { session, signOut } from "./session";
import { choose, type Key, LANGUAGES, type Language, language, named, t } from "./text";
import { say } from "./ui/notices";
import { Action } from "./ui/parts";

const SECTIONS: readonly [string, Key][] = [
  ["flows", "nav.flows"],
  ["inbox", "nav.inbox"],
  ["fans", "nav.fans"],
  ["releases", "nav.releases"],
  ["segments", "nav.segments"],
  ["usage", "nav.usage"],
  ["webhooks", "nav.webhooks"],
];

/** What surrounds every screen: where one is, where one can go, and who is signed in. */
export function Shell(props: { place: Place; children: ComponentChildren }) {
  const [section = "flows"] = props.place.parts;
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById("content")?.focus()}>
        {t("nav.skip")}
      </button>
      <header class="top">
        <a class="brand" href="#/flows">
          <span class="logo" aria-hidden="true" />
          Action Flows
        </a>
        <span class="project">{session.value?.projectName}</span>
        <div class="account">
          <span class="small">{session.value && named("role", session.value.role)}</span>
          <LanguageChoice />
          <Action kind="plain" label={t("session.sign_out")} act={signOut} />
        </div>
        <nav aria-label={t("nav.label")}>
          <ul>
            {SECTIONS.map(([name, key]) => (
              <li key={name}>
                <a
                  href={to([name])}
                  aria-current={section === name || (name === "flows" && section === "runs") ? "page" : undefined}
                >
                  {t(key)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="content" tabIndex={-1}>
        {props.children}
      </main>
    </>
  );
}

export function LanguageChoice() {
  return (
    <select
      aria-label={t("nav.language")}
      value={language.value}
      onChange={(event) => {
        const { currentTarget } = event;
        choose(currentTarget.value as Language).catch(() => {
          currentTarget.value = language.value;
          say(t("load.offline"), "bad");
        });
      }}
    >
      {Object.entries(LANGUAGES).map(([code, name]) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </select>
  );
}
