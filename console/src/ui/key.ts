import { useRef } from "preact/hooks";
import { idempotencyKey } from "../api/client";

/**
 * Keys with which the API does once what is sent several times, as after a lost answer.
 *
 * @returns the key for a content: the same one until there is another content, or none, as when it is done
 */
export function useKey(): (content?: string) => string {
  const last = useRef<{ content: string | undefined; key: string }>({ content: undefined, key: "" });
  return (content) => {
    if (content === undefined || last.current.content !== content) last.current = { content, key: idempotencyKey() };
    return last.current.key;
  };
}
