import { effect, signal } from "@preact/signals";
import { session } from "../session";
import { t } from "../text";

interface Notice {
  id: number;
  text: string;
  tone: "good" | "bad";
  undo: (() => Promise<unknown>) | undefined;
}

const notices = signal<readonly Notice[]>([]);
let last = 0;

effect(() => {
  if (!session.value) notices.value = [];
});

/**
 * Announces what has happened, also to screen readers. It stays until it is dismissed or followed by three more.
 *
 * @param undo takes it back
 */
export function say(text: string, tone: "good" | "bad" = "good", undo?: () => Promise<unknown>): void {
  last += 1;
  notices.value = [...notices.value.slice(-2), { id: last, text, tone, undo }];
}

/** Where the focus was before it came to the notices. */
let before: HTMLElement | null = null;

function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
  (before?.isConnected ? before : document.querySelector("h1"))?.focus({ preventScroll: true });
}

export function Notices() {
  return (
    <div
      class="notices"
      role="log"
      aria-label={t("notices.label")}
      aria-live="polite"
      onFocusIn={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget as Node | null)) before = relatedTarget as HTMLElement | null;
      }}
    >
      {notices.value.map((notice) => (
        <div key={notice.id} class={`notice ${notice.tone}`}>
          <span>
            <span aria-hidden="true">{notice.tone === "good" ? "✓" : "✕"}</span> {notice.text}
          </span>
          {notice.undo && (
            <button
              type="button"
              onClick={async () => {
                dismiss(notice.id);
                await notice.undo?.().then(
                  () => say(t("notices.undone")),
                  () => say(t("notices.not_undone"), "bad"),
                );
              }}
            >
              {t("notices.undo")}
            </button>
          )}
          <button
            type="button"
            class="plain"
            aria-label={t("notices.dismiss", { text: notice.text })}
            onClick={() => dismiss(notice.id)}
          >
            ✕
          </button>
        </div>
      ))}
    </div>
  );
}
