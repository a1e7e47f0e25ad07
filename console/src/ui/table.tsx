import type { ComponentChildren } from "preact";

/**
 * A table of figures, which scrolls on its own where it is too wide.
 *
 * @param props.heads of the rows' names, then of each column
 * @param props.rows each with its name first; they stay in their order
 */
export function Table(props: {
  label: string;
  heads: readonly string[];
  rows: readonly (readonly [head: string, ...cells: ComponentChildren[]])[];
}) {
  const [first, ...heads] = props.heads;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section class="scroll" aria-label={props.label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {heads.map((it) => (
              <th key={it} scope="col" class="number">
                {it}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map(([head, ...cells], row) => (
            <tr key={row}>
              <th scope="row">{head}</th>
              {cells.map((it, column) => (
                <td key={column} class="number">
                  {it}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
