/** A record of a CSV file. */
export interface Line {
  /** The number of the line of the file where it begins. */
  at: number;
  /** As it is in the file, without its line end. */
  text: string;
  cells: readonly string[];
}

/** The text of a file, in the encodings in which spreadsheets save CSV. */
export function decoded(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** The records of a file, the header first; empty lines are left out. Cells are separated as the header's are. */
export function parsed(text: string): Line[] {
  const head = text.trimStart().split(/[\r\n]/, 1)[0] ?? "";
  const count = (sign: string) => head.split(sign).length;
  const separator = [",", ";", "\t"].reduce((best, it) => (count(it) > count(best) ? it : best));
  const cell = new RegExp(`("(?:[^"]|"")*"|[^${separator}\\r\\n]*)(${separator}|\\r\\n|\\r|\\n|$)`, "y");
  const lines: Line[] = [];
  let at = 1;
  while (cell.lastIndex < text.length) {
    const from = cell.lastIndex;
    const cells: string[] = [];
    let end = from;
    for (let found = cell.exec(text); found; found = cell.exec(text)) {
      const [, value = "", after = ""] = found;
      end = cell.lastIndex - after.length;
      cells.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
      if (after !== separator) break;
    }
    const record = text.slice(from, end);
    if (record !== "") lines.push({ at, text: record, cells });
    at += linesOf(record);
  }
  return lines;
}

/** A part of a file that is imported with one request. */
export interface Piece {
  text: string;
  lines: number;
  /** The number of a line in the file, by its number in the piece. */
  at: (line: number) => number;
}

/** Parts of a file, each with the header and at most as many lines as finish within seconds, and below 1 MiB. */
export function pieces([header, ...lines]: readonly Line[], most = 250): Piece[] {
  if (header === undefined) return [];
  const made: Piece[] = [];
  for (let next = 0; next < lines.length; ) {
    const numbers = new Map<number, number>();
    let text = header.text;
    let line = 1 + linesOf(header.text);
    const first = next;
    // a character has at most three bytes in UTF-8
    for (let it = lines[next]; it && next - first < most && (next === first || text.length + it.text.length < 340_000); ) {
      numbers.set(line, it.at);
      text += `\n${it.text}`;
      line += linesOf(it.text);
      next += 1;
      it = lines[next];
    }
    made.push({ text, lines: next - first, at: (number) => numbers.get(number) ?? number });
  }
  return made;
}

function linesOf(text: string): number {
  return text.split(/\r\n|\r|\n/).length;
}
