/*
 * Action Flows on a page: sign-up forms and buttons.
 * How to use it: docs/embed.md.
 */
(() => {
  "use strict";

  const { key = "", api: apiAddress = "" } = document.currentScript.dataset;
  const api = apiAddress.replace(/\/+$/, "");
  const project = /^pk_([0-9a-z]{16})_/.exec(key)?.[1];
  if (!project || !/^https?:\/\//.test(api)) {
    console.error("Action Flows: the script needs data-key (pk_…) and data-api (https://…).");
    return;
  }

  /** Fields of sign-ups; the API's actions and their objects. */
  const SIGN_UPS = { "sms.opted_in": "phone", "email.opted_in": "email" };
  const ACTIONS = {
    "release.presaved": ["presave", "releaseId"],
    "release.added_to_library": ["add_to_library", "releaseId"],
    "artist.followed": ["follow", "artistId"],
    "nextsave.opted_in": ["next_save", "artistId"],
  };
  /** Errors of a fan who must connect first. */
  const CONNECT_FIRST = ["not_connected", "reconnect_needed", "not_allowed"];
  const ATTEMPTS = 3;

  const texts = {
    phone: "Please enter your mobile number with its country code, such as +1 415 555 0100.",
    email: "Please enter your email address, such as you@example.com.",
    consent: "Please tick the box if you agree. We cannot write to you without it.",
    code: "That is not the code we sent. Please check the six digits.",
    expired: "This code has expired. Please ask for a new one.",
    busy: "One moment …",
    done: "Done. Thank you!",
    disconnect: "Disconnect",
    refused: "Nothing was saved: you did not agree at the streaming service.",
    failed: "Sorry, this did not work. Please try again later.",
    offline: "We cannot be reached. Please check your connection and try again. Nothing will be done twice.",
    often: "That was a little too often. Please try again in {time}.",
    soon: "That was a little too often. Please try again in a few minutes.",
  };

  // --- Storage of the tab

  const memory = {};
  const nameOf = (name) => `action-flows.${project}.${name}`;

  function recall(name) {
    try {
      return JSON.parse(sessionStorage.getItem(nameOf(name)));
    } catch {
      return memory[name] ?? null; // storage is blocked
    }
  }

  function keep(name, value) {
    memory[name] = value;
    try {
      sessionStorage.setItem(nameOf(name), JSON.stringify(value));
    } catch {
      // memory is used
    }
  }

  function fanToken() {
    const fan = recall("fan");
    return fan && !(Date.parse(fan.endsAt) <= Date.now()) ? fan.token : undefined;
  }

  // --- Calls

  /** 128 random bits; crypto.randomUUID is missing without https. */
  const randomId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  /** Posts JSON; retries server errors. */
  async function post(path, body) {
    let answer;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        const response = await fetch(`${api}${path}?key=${encodeURIComponent(key)}`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(body),
          credentials: "omit",
          signal: AbortSignal.timeout?.(20000),
        });
        const { status, ok } = response;
        const retryAfter = Number(response.headers.get("Retry-After")) || 0;
        answer = { status, ok, retryAfter, body: await response.json().catch((lost) => (ok ? Promise.reject(lost) : {})) };
        if (status < 500) {
          return answer;
        }
      } catch {
        answer = { status: 0, body: {} };
      }
      if (attempt < ATTEMPTS) {
        const seconds = Math.max(attempt * 0.6, Math.min(answer.retryAfter ?? 0, 5));
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      }
    }
    return answer;
  }

  /** Ids of events that may have been accepted; for retries. */
  const undecided = new Map();

  async function send(event) {
    const sent = { ...event, fanToken: fanToken(), page: location.origin + location.pathname };
    const content = JSON.stringify(sent);
    const id = undecided.get(content) ?? randomId();
    undecided.set(content, id);
    const answer = await post("/v1/events", { id, ...sent });
    if (answer.status && answer.status < 500) {
      undecided.delete(content);
    }
    if (sent.fanToken && (answer.status === 401 || violations(answer).some(({ name }) => name === "fanToken"))) {
      keep("fan", null);
      answer.unknownFan = true;
    }
    return answer;
  }

  const violations = ({ body }) => (body.violations ?? []).map(({ pointer, detail }) => ({ name: pointer.split("/")[1], detail }));

  // --- Messages to the fan

  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

  /** The element for messages about an element. */
  function statusOf(element) {
    let status = document.getElementById(element.dataset.status ?? "");
    if (!status) {
      status = make("p", { className: "action-flows-status", id: `action-flows-${randomId()}` });
      element.dataset.status = status.id;
      element.tagName === "FORM" ? element.append(status) : element.after(status);
    }
    status.setAttribute("role", "status");
    return status;
  }

  function showMessage(element, text, isError = false) {
    const status = statusOf(element);
    status.textContent = text;
    status.classList.toggle("action-flows-error", isError);
  }

  /** Shows an error at the field and focuses it; without text, removes it. */
  function mark(field, text) {
    field.id ||= `action-flows-${randomId()}`;
    const id = `${field.id}-error`;
    let error = document.getElementById(id);
    if (!error && text) {
      error = make("p", { className: "action-flows-error", id });
      (field.closest("label") ?? field).after(error);
    }
    if (error) {
      error.textContent = text;
      error.hidden = !text;
    }
    if (text) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", id);
      field.focus();
    } else {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
  }

  /** Shows why it failed, at the field if possible. */
  function explain(element, answer) {
    const { status, body, retryAfter } = answer;
    const all = violations(answer);
    const elsewhere = all.filter(({ name }) => {
      const field = readers[name] && name !== "consent" && element.elements?.[name];
      if (field) {
        mark(field, texts[name]);
      }
      return !field;
    });
    if (all.length > elsewhere.length && elsewhere.length === 0) {
      showMessage(element, "");
    } else if (status === 429) {
      const time = retryAfter < 100 ? `${retryAfter} s` : `${Math.ceil(retryAfter / 60)} min`;
      showMessage(element, retryAfter ? texts.often.replace("{time}", time) : texts.soon, true);
    } else if (status === 0 || status >= 500) {
      showMessage(element, status === 0 ? texts.offline : texts.failed, true);
    } else {
      showMessage(element, elsewhere.map(({ detail }) => detail).join(" ") || body.detail || texts.failed, true);
    }
  }

  function announce(element, status) {
    element.dispatchEvent(new CustomEvent("action-flows", { bubbles: true, detail: { type: element.dataset.actionFlows, status } }));
  }

  /** Disables buttons during an action. */
  async function whileBusy(element, action) {
    if (element.ariaBusy === "true") {
      return;
    }
    const buttons = [element, ...element.querySelectorAll("button, [type=submit]")].filter((it) => "disabled" in it && !it.disabled);
    const focused = document.activeElement;
    element.ariaBusy = "true";
    buttons.forEach((button) => (button.disabled = true));
    showMessage(element, texts.busy);
    try {
      await action();
    } catch (failure) {
      console.error("Action Flows:", failure);
      showMessage(element, texts.failed, true);
    }
    element.ariaBusy = "false";
    buttons.forEach((button) => (button.disabled = false));
    if (document.activeElement === document.body) {
      focused?.focus();
    }
  }

  // --- Sign-up forms

  const verifications = new WeakMap();

  /** Shows only this step of a form; returns whether it exists. */
  function show(form, name) {
    for (const step of form.querySelectorAll("[data-step]")) {
      step.hidden = step.disabled = step.dataset.step !== name;
      // Enter presses a form's first submit button, or nothing if that is disabled.
      for (const button of step.querySelectorAll("button, input")) {
        button.submits ??= button.type === "submit";
        if (button.submits) {
          button.type = step.disabled ? "button" : "submit";
        }
      }
    }
    const step = form.querySelector(`[data-step="${name}"]`);
    (step?.querySelector("input") ?? step)?.focus();
    return Boolean(step);
  }

  /** Input in the server's format; undefined if invalid. */
  const readers = {
    phone(field) {
      const typed = field.value.replace(/[\s().\-/]/g, "").replace(/^00/, "+");
      const country = field.dataset.countryCode;
      const number = typed.startsWith("+") || !country ? typed : `+${country}${typed.replace(country === "1" ? /^1/ : /^0/, "")}`;
      return /^\+[1-9]\d{6,14}$/.exec(number)?.[0];
    },
    email: (field) => (field.value.trim() && field.validity.valid ? field.value.trim() : undefined),
    code: (field) => /^\d{6}$/.exec(field.value.replace(/\D/g, ""))?.[0],
    consent(field) {
      const given = field.checked && !field.defaultChecked; // ticked by the page: does not count
      field.checked = given;
      field.defaultChecked = false;
      return given || undefined;
    },
  };

  /** The fields' values; undefined, and marked, if one is invalid. */
  function read(form, names) {
    const values = {};
    for (const name of [...names].reverse()) {
      values[name] = readers[name](form.elements[name]);
      mark(form.elements[name], values[name] === undefined ? texts[name] : "");
    }
    if (names.every((name) => values[name] !== undefined)) {
      return values;
    }
    showMessage(form, "");
    return undefined;
  }

  /** The consent: the words that the fan sees, and their version. */
  function consentOf(form) {
    const shown = form.querySelector("[data-consent-version]");
    const wording = shown?.innerText.trim();
    const version = shown?.dataset.consentVersion;
    if (!wording || !version || shown.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) === false) {
      throw new Error("a form needs a visible element with data-consent-version that holds the wording");
    }
    return { wording, version };
  }

  async function signUp(form) {
    const type = form.dataset.actionFlows;
    const kind = SIGN_UPS[type];
    const values = read(form, [kind, "consent"]);
    if (!values) {
      return;
    }
    const event = { type, [kind]: values[kind], firstName: form.elements.firstName?.value.trim() || undefined, consent: consentOf(form) };
    let answer = await send(event);
    if (answer.unknownFan) {
      answer = await send(event);
    }
    const { status, verification } = answer.body;
    if (answer.ok && status === "verification_required") {
      verifications.set(form, verification.id);
      form.querySelectorAll("[data-address]").forEach((place) => (place.textContent = values[kind]));
      form.elements.code.value = "";
      mark(form.elements.code, "");
      showMessage(form, "");
      show(form, "code");
      announce(form, "code_sent");
    } else if (answer.ok && status === "accepted") {
      finish(form);
    } else {
      explain(form, answer);
    }
  }

  async function confirmCode(form) {
    const values = read(form, ["code"]);
    if (!values) {
      return;
    }
    const answer = await post(`/v1/verifications/${encodeURIComponent(verifications.get(form))}`, values);
    const { status, fanToken: token, fanTokenEndsAt: endsAt } = answer.body;
    if (answer.ok && status === "verified") {
      keep("fan", { token, endsAt });
      finish(form);
    } else if ([404, 409, 410].includes(answer.status)) {
      restart(form);
      showMessage(form, texts.expired, true);
    } else {
      explain(form, answer);
    }
  }

  function restart(form) {
    verifications.delete(form);
    showMessage(form, "");
    show(form, "details");
  }

  function finish(element) {
    verifications.delete(element);
    showMessage(element, show(element, "done") ? "" : (element.dataset.done ?? texts.done));
    announce(element, "done");
  }

  // --- Buttons for streaming actions

  async function act(button) {
    const type = button.dataset.actionFlows;
    const [action, about] = ACTIONS[type];
    const subject = { [about]: button.dataset[about] };
    if (fanToken()) {
      const answer = await send({ type, ...subject });
      const connectFirst = answer.unknownFan || CONNECT_FIRST.includes(answer.body.reason ?? answer.body.code);
      if (!connectFirst) {
        answer.ok ? finish(button) : explain(button, answer);
        return;
      }
    }
    await connect(button, { action, ...subject }, purposeOf(button));
  }

  /** Redirects to the service; the return URL has the button and a mark of this tab. */
  async function connect(button, wanted, pressed) {
    const mark = randomId();
    const page = new URL(location.href);
    page.hash = "";
    page.searchParams.set("action_flows", [mark, ...pressed].join(" "));
    keep("trip", { mark, hash: location.hash });
    // A form: no token in a URL, and the origin is sent.
    const action = `${api}/connect/${encodeURIComponent(button.dataset.provider)}/start`;
    const form = make("form", { method: "post", action });
    const fields = { project: `prj_${project}`, ...wanted, return: page.href, fan_token: fanToken() };
    for (const [name, value] of Object.entries(fields)) {
      value && form.append(make("input", { name, value }));
    }
    document.body.append(form);
    form.submit();
    form.remove();
    // Busy until the fan returns.
    await new Promise((resolve) => addEventListener("pageshow", resolve, { once: true }));
    showMessage(button, "");
  }

  /**
   * Reads the result from the URL and removes it there.
   * A fan token without the mark may be another person's.
   */
  function takeOutcome() {
    const page = new URL(location.href);
    const fragment = new URLSearchParams(page.hash.slice(1));
    const outcome = fragment.get("action_flows");
    const [mark, ...pressed] = (page.searchParams.get("action_flows") ?? "").split(" ");
    if (!mark && !outcome) {
      return undefined;
    }
    const trip = recall("trip");
    const ours = Boolean(mark) && trip?.mark === mark;
    page.searchParams.delete("action_flows");
    page.hash = outcome ? (ours ? trip.hash : "") : page.hash;
    history.replaceState(history.state, "", page);
    if (ours) {
      keep("trip", null);
      const token = fragment.get("fan_token");
      token && keep("fan", { token, endsAt: fragment.get("ends_at") });
    }
    const link = fragment.get("disconnect");
    return outcome ? { outcome, pressed: pressed.join(" "), link: ours && link?.startsWith(`${api}/connect/`) && link } : undefined;
  }

  /** A button's purpose, as in the return URL. */
  const purposeOf = ({ dataset }) => [dataset.actionFlows, dataset.provider, dataset[ACTIONS[dataset.actionFlows]?.[1]]];

  function showOutcome({ outcome, pressed, link }) {
    const button = [...document.querySelectorAll("[data-action-flows]")].find((it) => purposeOf(it).join(" ") === pressed);
    if (button) {
      if (outcome === "done") {
        finish(button);
        link && statusOf(button).append(" ", make("a", { href: link, textContent: texts.disconnect }));
      } else {
        showMessage(button, texts[outcome] ?? texts.failed, true);
        announce(button, outcome);
      }
      button.setAttribute("aria-describedby", statusOf(button).id);
      button.focus();
    }
  }

  // --- Start

  const outcome = takeOutcome();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (SIGN_UPS[form.dataset.actionFlows]) {
      event.preventDefault();
      whileBusy(form, () => (verifications.has(form) ? confirmCode(form) : signUp(form)));
    }
  });

  document.addEventListener("click", (event) => {
    const back = event.target.closest("[data-action-flows] [data-back]");
    const button = event.target.closest("[data-action-flows]");
    if (back) {
      restart(back.closest("form"));
    } else if (button && ACTIONS[button.dataset.actionFlows]) {
      event.preventDefault();
      whileBusy(button, () => act(button));
    }
  });

  function start() {
    Object.assign(texts, JSON.parse(document.getElementById("action-flows-texts")?.textContent ?? "{}"));
    if (outcome) {
      showOutcome(outcome);
    }
  }
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();
