import { type ComponentChildren, createElement } from "preact";

/** What the layout of mails consists of (`MailLayout` in shared/domain). The tags of everything else are left out, whatever it is. */
const SHOWN = /^(body|div|p|a|br|hr)$/;

const SIGNS: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };

const unescaped = (text: string) => text.replace(/&#?\w+;/g, (it) => SIGNS[it] ?? it);

/**
 * An email as it looks, from its HTML part. No HTML reaches the page: each element is made anew, with nothing but a style without addresses, so that nothing
 * in it can run, be fetched or lead anywhere.
 */
export function Mail({ html }: { html: string }) {
  const open: [name: string, style: string, inside: ComponentChildren[]][] = [["div", "", []]];
  const close = () => {
    const [name, style, inside] = open.pop() ?? ["", "", []];
    open.at(-1)?.[2].push(createElement(name === "body" ? "div" : name, { style }, ...inside));
  };
  const body = html.slice(Math.max(0, html.indexOf("<body")));
  for (const [text, end, name, attributes = ""] of body.matchAll(/<(\/?)(\w+)([^>]*)>|[^<]+/g))
    if (!name) open.at(-1)?.[2].push(unescaped(text));
    else if (!SHOWN.test(name)) continue;
    else if (end) {
      if (open.length > 1) close();
    } else {
      open.push([name, unescaped(/ style="([^"(\\]*)"/.exec(attributes)?.[1] ?? ""), []]);
      if (name === "br" || name === "hr") close();
    }
  while (open.length > 1) close();
  return <div class="as-sent">{open[0]?.[2]}</div>;
}
