import { signal } from "@preact/signals";
import de from "./de.json?url";
import type english from "./en.json";
import en from "./en.json?url";
import es from "./es.json?url";
import fr from "./fr.json?url";
import pt from "./pt.json?url";

/** The name of a text. Each language has all of them; a test compares them. */
export type Key = keyof typeof english;

const FILES = { en, de, es, fr, pt };

export type Language = keyof typeof FILES;

/** The languages, each with its own name for itself. */
export const LANGUAGES: Record<Language, string> = {
  en: "English",
  de: "Deutsch",
  es: "Español",
  fr: "Français",
  pt: "Português",
};

export const language = signal<Language>("en");

const texts = signal<Record<string, string>>({});

const STORED = "language";

/** Loads the texts of the chosen language, or of the browser's. */
export async function start(): Promise<void> {
  const wanted = [localStorage.getItem(STORED), ...navigator.languages].map((name) => name?.slice(0, 2).toLowerCase());
  await load((wanted.find((name) => name !== undefined && name in FILES) as Language | undefined) ?? "en");
}

export async function choose(chosen: Language): Promise<void> {
  await load(chosen);
  localStorage.setItem(STORED, chosen);
}

async function load(chosen: Language): Promise<void> {
  const response = await fetch(FILES[chosen]);
  const named = (await response.json()) as Record<string, string>;
  // By name, and by number, as the build writes most of them.
  texts.value = { ...named, ...Object.fromEntries(Object.values(named).entries()) };
  language.value = chosen;
  document.documentElement.lang = chosen;
}

/**
 * A text in the current language. `{name}` stands for a value.
 *
 * @param key its name
 */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return filled(texts.value[key] ?? key, values);
}

/** A text that depends on a number: its names end with `.one` and `.other`, and `{count}` stands for the number. */
export function tn(key: PluralKey, count: number, values: Record<string, string | number> = {}): string {
  const form = new Intl.PluralRules(language.value).select(count);
  const text = texts.value[`${key}.${form}`] ?? texts.value[`${key}.other`] ?? key;
  return filled(text, { ...values, count: number(count) });
}

type PluralKey = Key extends infer K ? (K extends `${infer Stem}.other` ? Stem : never) : never;

/** The text for a value of the API, such as an outcome or a reason; the value itself if it is newer than the console. */
export function named(
  group: "step" | "trigger" | "outcome" | "reason" | "status" | "provider" | "channel" | "role" | "field" | "webhook",
  value: string,
): string {
  return texts.value[`${group}.${value}`] ?? value.replaceAll("_", " ");
}

/** What a reason means and what to do about it, in a sentence; null if its name says enough. */
export function help(reason: string): string | null {
  return texts.value[`reason.${reason}.help`] ?? null;
}

/** Whether there is a text for this value. */
export function hasName(group: string, value: string): boolean {
  return `${group}.${value}` in texts.value;
}

function filled(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function number(value: number): string {
  return new Intl.NumberFormat(language.value).format(value);
}

/** A share, such as 12.5 %. */
export function percent(part: number, whole: number): string {
  const format = new Intl.NumberFormat(language.value, { style: "percent", maximumFractionDigits: 1 });
  return whole === 0 ? "–" : format.format(part / whole);
}

/** A time in the viewer's time zone. */
export function time(iso: string): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}

/** A day, given as `2026-11-30`. */
export function day(iso: string): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));
}

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** A time relative to another, such as "3 hours ago" or "in 12 days". */
export function relative(iso: string, now = Date.now()): string {
  const seconds = Math.round((Date.parse(iso) - now) / 1000);
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  // Days are those of the calendar: what is 47 hours away may be the day after tomorrow.
  const count = unit === "day" ? Math.round((midnight(iso) - midnight(now)) / 86_400_000) : Math.trunc(seconds / length);
  return new Intl.RelativeTimeFormat(language.value, { numeric: "auto" }).format(count, unit);
}

function midnight(at: string | number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
