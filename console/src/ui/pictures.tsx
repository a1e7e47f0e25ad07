import type { ComponentChildren } from "preact";
import { number, percent, t } from "../text";
import { Table } from "./table";

/**
 * Shares of a whole, one below the other: a bar for each, with its number and share.
 *
 * @param props.whole what 100 % is
 */
export function Bars(props: {
  label: string;
  whole: number;
  of: readonly { name: ComponentChildren; key: string; count: number; tone?: string }[];
}) {
  return (
    <ol class="bars" aria-label={props.label}>
      {props.of.map((bar) => (
        <li key={bar.key}>
          <span class="bar-name">{bar.name}</span>
          <span class="bar-value">
            {number(bar.count)} <span class="small">{percent(bar.count, props.whole)}</span>
          </span>
          <span class={`bar ${bar.tone ?? ""}`} aria-hidden="true">
            <span style={{ width: `${props.whole === 0 ? 0 : Math.min(100, (100 * bar.count) / props.whole)}%` }} />
          </span>
        </li>
      ))}
    </ol>
  );
}

/**
 * Numbers of days as columns. The same numbers are in a table, for everyone who cannot see the picture or wants exact ones.
 *
 * @param props.days in order; days without a number count as 0
 */
export function Days(props: {
  label: string;
  days: readonly { day: string; name: string; values: readonly number[] }[];
  series: readonly string[];
}) {
  const highest = Math.max(1, ...props.days.flatMap((it) => it.values));
  const width = 100 / Math.max(1, props.days.length);
  return (
    <figure class="days">
      <svg viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">
        {props.days.map((it, index) =>
          it.values.map((value, which) => (
            <rect
              key={`${it.day} ${props.series[which]}`}
              class={`series-${which}`}
              x={index * width + (which * width * 0.8) / it.values.length + width * 0.1}
              width={(width * 0.8) / it.values.length}
              y={40 - (40 * value) / highest}
              height={(40 * value) / highest}
            />
          )),
        )}
      </svg>
      <figcaption>
        <ul class="legend">
          {props.series.map((name, which) => (
            <li key={name}>
              <span class={`swatch series-${which}`} aria-hidden="true" /> {name}
            </li>
          ))}
        </ul>
        <details>
          <summary>{t("days.table", { what: props.label })}</summary>
          <Table
            label={props.label}
            heads={[t("days.day"), ...props.series]}
            rows={props.days.map((it) => [it.name, ...it.values.map(number)])}
          />
        </details>
      </figcaption>
    </figure>
  );
}
