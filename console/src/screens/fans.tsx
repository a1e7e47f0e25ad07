import { useState } from "preact/hooks";
import { api, resultOf, type Schemas } from "../api/client";
import { go, type Place, to } from "../router";
import { t } from "../text";
import { failureOf, usePages } from "../ui/load";
import { fanName } from "../ui/names";
import { Empty, explanation, Field, Rows, Screen, Time, useMounted } from "../ui/parts";

type Listed = Schemas["FanList"]["items"][number];

/**
 * Opens the fan with a phone number or an email address, or lists those with a first name; without any of them, the latest fans. What is
 * typed stays out of the address.
 */
export function Fans(_: { place: Place }) {
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [name, setName] = useState("");
  const mounted = useMounted();
  const pages = usePages<Listed>(
    (cursor, signal) =>
      resultOf(api.GET("/v1/fans/search", { params: { query: { ...(name && { name }), ...(cursor && { cursor }) } }, signal })),
    [name],
  );
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const text = String(new FormData(form).get("fan")).trim();
    if (busy) return;
    setError(undefined);
    const isEmail = text.includes("@");
    if (!isEmail && !/^[+(\d]/.test(text)) {
      setName(text);
      return;
    }
    setBusy(true);
    try {
      const query = isEmail ? { email: text } : { phone: text.replace(/[^+\d]/g, "") };
      const { id } = await resultOf(api.GET("/v1/fans", { params: { query } }));
      if (mounted.current) go(to(["fans", id]));
    } catch (problem) {
      const failure = failureOf(problem);
      setError(failure.status === 404 ? t("fans.none") : explanation(failure));
      form.querySelector("input")?.focus();
    }
    setBusy(false);
  };
  const title = name ? t("fans.named", { name }) : t("fans.latest");
  return (
    <Screen title={t("nav.fans")}>
      <form class="box" onSubmit={submit} noValidate>
        <Field id="fan" label={t("fans.find")} hint={t("fans.hint")} error={error}>
          {(attributes) => <input {...attributes} name="fan" type="search" autocomplete="off" spellcheck={false} />}
        </Field>
        <button type="submit" class="primary" aria-disabled={busy} aria-busy={busy}>
          {t("fans.submit")}
          {busy && <span class="spinner" aria-hidden="true" />}
        </button>
        <p class="hidden" role="alert">
          {error}
        </p>
      </form>
      <section class="section" aria-label={title}>
        <h2 class="heading" aria-live="polite">
          {title}
        </h2>
        <Rows of={pages} label={title} empty={<Empty title={t(name ? "fans.none_named" : "fans.none_yet")} />}>
          {(fan) => (
            <li key={fan.id} class="row">
              <a href={to(["fans", fan.id])}>{fanName(fan)}</a>
              <span class="small">
                <Time at={fan.createdAt} />
              </span>
            </li>
          )}
        </Rows>
      </section>
    </Screen>
  );
}
