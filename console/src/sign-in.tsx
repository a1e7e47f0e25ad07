import { useEffect, useState } from "preact/hooks";
import { ended, signIn } from "./session";
import { LanguageChoice } from "./shell";
import { t } from "./text";
import { failureOf } from "./ui/load";
import { explanation, Field } from "./ui/parts";

/** Asks for a key once; afterwards the browser has a session cookie, and the key is nowhere in the page. */
export function SignIn() {
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    document.title = `${t("sign_in.title")} · Action Flows`;
  }, []);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const key = String(new FormData(form).get("key") ?? "").trim();
    if (busy) return;
    if (key === "") {
      setError(t("sign_in.missing"));
      form.querySelector("input")?.focus();
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      await signIn(key);
    } catch (problem) {
      const failure = failureOf(problem);
      setError(
        failure.status === 401 || failure.status === 403 || failure.status === 400 ? t("sign_in.wrong") : explanation(failure),
      );
      setBusy(false);
      form.querySelector("input")?.focus();
    }
  };
  return (
    <main class="sign-in" id="content">
      <form class="box" onSubmit={submit} noValidate>
        <p class="brand">
          <span class="logo" aria-hidden="true" />
          Action Flows
        </p>
        <h1>{t("sign_in.title")}</h1>
        {ended.value && <p role="status">{t("sign_in.ended")}</p>}
        <Field id="key" label={t("sign_in.key")} hint={t("sign_in.hint")} error={error}>
          {(attributes) => <input {...attributes} name="key" type="password" autocomplete="off" spellcheck={false} required />}
        </Field>
        <button type="submit" class="primary" aria-disabled={busy} aria-busy={busy}>
          {t("sign_in.submit")}
          {busy && <span class="spinner" aria-hidden="true" />}
        </button>
        {error && (
          <p class="hidden" role="alert">
            {error}
          </p>
        )}
      </form>
      <LanguageChoice />
    </main>
  );
}
