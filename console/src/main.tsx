import { render } from "preact";
import { App } from "./app";
import { restore } from "./session";
import { start } from "./text";

try {
  await Promise.all([start(), restore()]);
  render(<App />, document.getElementById("app") as HTMLElement);
} catch {
  // There are no texts: what index.html says in such a case has to do.
  const failed = document.getElementById("not-loaded") as HTMLElement;
  failed.hidden = false;
  failed.onclick = (event) => event.target instanceof HTMLButtonElement && location.reload();
}
