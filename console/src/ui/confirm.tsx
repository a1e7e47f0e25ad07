import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { type Key, t } from "../text";

interface Question {
  title: string;
  text: string;
  action: string;
  answer: (yes: boolean) => void;
}

const question = signal<Question | null>(null);

/**
 * Asks before something that cannot be taken back.
 *
 * @param action what the button says that does it, such as "Erase this fan"
 * @returns whether to do it
 */
export function confirmed(title: string, text: string, action: string): Promise<boolean> {
  return new Promise((answer) => {
    question.peek()?.answer(false);
    question.value = { title, text, action, answer };
  });
}

/** The same, with texts that belong together: what is done has a name, and names that end with `.title` and `.text`. */
export function sure(key: SureKey, values: Record<string, string> = {}): Promise<boolean> {
  return confirmed(t(`${key}.title` as Key, values), t(`${key}.text` as Key, values), t(key, values));
}

type SureKey = Key & (Key extends infer K ? (K extends `${infer Stem}.title` ? Stem : never) : never);

export function Confirmation() {
  const dialog = useRef<HTMLDialogElement>(null);
  const asked = question.value;
  useLayoutEffect(() => {
    if (asked && !dialog.current?.open) dialog.current?.showModal();
  }, [asked]);
  const answer = (yes: boolean) => {
    asked?.answer(yes);
    question.value = null;
    dialog.current?.close();
  };
  return (
    <dialog ref={dialog} aria-labelledby="question" aria-describedby="question-text" onCancel={() => answer(false)}>
      <h2 id="question">{asked?.title}</h2>
      <p id="question-text">{asked?.text}</p>
      <div class="actions">
        <button type="button" onClick={() => answer(false)}>
          {t("confirm.cancel")}
        </button>
        <button type="button" class="danger" onClick={() => answer(true)}>
          {asked?.action}
        </button>
      </div>
    </dialog>
  );
}
