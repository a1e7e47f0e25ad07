/** A filter: one of several values, each with its name. */
export function Choice(props: {
  id: string;
  label: string;
  value: string;
  of: readonly (readonly [value: string, name: string])[];
  choose: (value: string) => void;
}) {
  return (
    <>
      <label for={props.id}>{props.label}</label>
      <select id={props.id} value={props.value} onChange={(event) => props.choose(event.currentTarget.value)}>
        {props.of.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </>
  );
}
