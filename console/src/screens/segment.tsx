import { useRef, useState } from "preact/hooks";
import { api, resultOf, type Schemas } from "../api/client";
import { decoded, type Line, type Piece, parsed, pieces } from "../csv";
import { type Place, to } from "../router";
import { may } from "../session";
import { number, t, tn } from "../text";
import { sure } from "../ui/confirm";
import { Fold } from "../ui/form";
import { useHold } from "../ui/hold";
import { useLoaded, usePages } from "../ui/load";
import { nameOf } from "../ui/names";
import { say } from "../ui/notices";
import { Action, Facts, Field, focusHeading, Loaded, None, Rows, Screen, Section, Time, useMounted } from "../ui/parts";

const pathOf = (segmentId: string) => ({ segmentId });

/** A segment and its members. */
export function Segment(props: { place: Place }) {
  const id = props.place.parts[1] ?? "";
  const loaded = useLoaded(
    (signal) => resultOf(api.GET("/v1/segments/{segmentId}", { params: { path: pathOf(id) }, signal })),
    [id],
  );
  const members = usePages(
    (cursor, signal) =>
      resultOf(
        api.GET("/v1/segments/{segmentId}/members", {
          params: { path: pathOf(id), query: { ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    [id],
  );
  const count = useLoaded((signal) => counted(id, signal), [id]);
  const changed = () => {
    members.reload();
    count.reload();
  };
  const remove = async (fanId: string) => {
    if (!(await sure("segment.remove"))) return;
    await resultOf(api.DELETE("/v1/segments/{segmentId}/members/{fanId}", { params: { path: { segmentId: id, fanId } } }));
    say(t("segment.removed"));
    focusHeading();
    changed();
  };
  return (
    <Screen
      title={loaded.now.state === "ready" ? loaded.now.value.name : t("nav.segments")}
      above={<a href="#/segments">{t("nav.segments")}</a>}
      actions={may("operate") && <Action label={t("segment.export")} act={() => exported(id)} done={t("segment.exported")} />}
    >
      <Loaded of={loaded.now} retry={loaded.reload}>
        {(segment) => (
          <>
            <div class="box apart">
              <Loaded of={count.now} retry={count.reload}>
                {(it) => <p class="big">{tn("segment.members", it)}</p>}
              </Loaded>
              <p class="small">
                {t("segments.created")} <Time at={segment.createdAt} /> · {segment.id}
              </p>
            </div>
            {may("operate") && <Fold label={t("segment.import")}>{() => <Import id={id} changed={changed} />}</Fold>}
            <Section title={t("segment.list")}>
              <Rows of={members} label={t("segment.list")} empty={<None of="segment.none" />}>
                {({ fanId, since }) => (
                  <li key={fanId} class="row">
                    <div>
                      <a class="name" href={to(["fans", fanId])}>
                        {nameOf(fanId)}
                      </a>
                      <p class="small">
                        {t("segment.since")} <Time at={since} /> · {fanId}
                      </p>
                    </div>
                    {may("operate") && <Action label={t("segment.remove")} act={() => remove(fanId)} />}
                  </li>
                )}
              </Rows>
            </Section>
          </>
        )}
      </Loaded>
    </Screen>
  );
}

/** The number of members; the API counts a large segment in parts. */
async function counted(id: string, signal: AbortSignal): Promise<number> {
  let sum = 0;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const part: Schemas["SegmentMemberCount"] = await resultOf(
      api.GET("/v1/segments/{segmentId}/members/count", {
        params: { path: pathOf(id), query: { ...(cursor && { cursor }) } },
        signal,
      }),
    );
    sum += part.count;
    cursor = part.next;
  }
  return sum;
}

/** Saves all members as one file; the API returns them in pages. */
async function exported(id: string): Promise<void> {
  const parts: string[] = [];
  let cursor: string | undefined = "";
  while (cursor !== undefined) {
    const asked: Promise<{ data?: string; error?: unknown; response: Response }> = api.GET(
      "/v1/segments/{segmentId}/members.csv",
      {
        params: { path: pathOf(id), query: { ...(cursor && { cursor }) } },
      },
    );
    parts.push(await resultOf<string>(asked));
    const next: string | undefined = /[?&]cursor=([^&>]+)/.exec((await asked).response.headers.get("Link") ?? "")?.[1];
    cursor = next && decodeURIComponent(next);
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type: "text/csv" }));
  link.download = `${id}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

interface Chosen {
  lines: Line[];
  pieces: Piece[];
  error: string | undefined;
}

type Refused = { line: number; problems: { column?: string; detail: string }[] };

interface Sum {
  done: number;
  added: number;
  alreadyMembers: number;
  created: number;
  refused: Refused[];
  ignored: string[];
}

const NOTHING: Sum = { done: 0, added: 0, alreadyMembers: 0, created: 0, refused: [], ignored: [] };

/** Adds the fans of a file, piece by piece. */
function Import(props: { id: string; changed: () => void }) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [sum, setSum] = useState(NOTHING);
  const [sending, setSending] = useState(false);
  // The piece that is sent next, and the line of it, if the lines before have been read.
  const next = useRef<{ piece: number; line?: number | null; running?: boolean }>({ piece: 0 });
  const mounted = useMounted();
  const hold = useHold(() => sure("segment.import.leave"));

  const choose = async (file: File | undefined) => {
    if (next.current.running) return;
    next.current = { piece: 0 };
    setSum(NOTHING);
    setChosen(null);
    if (!file) return;
    const lines = parsed(decoded(await file.arrayBuffer()));
    const columns = lines[0]?.cells.map((it) => it.trim().toLowerCase().replace(/ /g, "_")) ?? [];
    const error =
      lines.length < 2
        ? t("segment.import.empty")
        : ["phone", "email", "fan_id"].some((it) => columns.includes(it))
          ? undefined
          : t("segment.import.no_column");
    setChosen({ lines, pieces: pieces(lines), error });
  };

  const send = async (all: readonly Piece[]) => {
    const { current } = next;
    let total = sum;
    const running = (it: boolean) => {
      current.running = it;
      hold(it);
      setSending(it);
    };
    running(true);
    try {
      for (let piece = all[current.piece]; piece; piece = all[current.piece]) {
        if (!mounted.current) return;
        const { line } = current;
        const result: Schemas["SegmentImport"] = await resultOf(
          api.POST("/v1/segments/{segmentId}/imports", {
            params: { path: pathOf(props.id), query: { ...(line && { fromLine: line }) } },
            body: piece.text,
            headers: { "Content-Type": "text/csv" },
          }),
        );
        const { at } = piece;
        total = {
          done: total.done + result.lines.length,
          added: total.added + result.added,
          alreadyMembers: total.alreadyMembers + result.alreadyMembers,
          created: total.created + result.lines.filter((it) => it.fanCreated).length,
          refused: [
            ...total.refused,
            ...result.lines
              .filter((it) => it.result === "rejected")
              .map((it) => ({ line: at(it.line), problems: it.problems ?? [] })),
          ],
          ignored: result.ignoredColumns,
        };
        setSum(total);
        current.line = result.continueAtLine;
        if (!current.line) current.piece += 1;
      }
    } finally {
      if (mounted.current) running(false);
    }
    // Its button is about to disappear.
    if (document.activeElement?.ariaBusy === "true") focusHeading();
    say(tn("segment.import.done", total.added));
    props.changed();
  };

  const lines = (chosen?.lines.length ?? 1) - 1;
  const over = chosen !== null && next.current.piece === chosen.pieces.length;
  return (
    <>
      <p>{t("segment.import.columns")}</p>
      <p>{t("segment.import.consent")}</p>
      <Field id="file" label={t("segment.import.file")} hint={t("segment.import.file.hint")} error={chosen?.error}>
        {(attributes) => (
          <input
            {...attributes}
            type="file"
            disabled={sending}
            accept=".csv,.tsv,.txt,text/csv"
            onChange={(event) => void choose(event.currentTarget.files?.[0])}
          />
        )}
      </Field>
      {chosen && chosen.error === undefined && (
        <>
          <Preview of={chosen.lines} />
          {!over && (
            <Action
              kind="primary"
              label={sum.done > 0 ? t("segment.import.continue") : tn("segment.import.submit", lines)}
              act={() => send(chosen.pieces)}
            />
          )}
          {sum.done > 0 && (
            <>
              <progress max={lines} value={sum.done} aria-label={t("segment.import")} />
              <p role="status">
                {t(over ? "segment.import.all" : "segment.import.progress", { done: number(sum.done), lines: number(lines) })}
              </p>
              <Facts
                of={[
                  [t("segment.import.added"), number(sum.added)],
                  [t("segment.import.created"), number(sum.created)],
                  [t("segment.import.already"), number(sum.alreadyMembers)],
                  [t("segment.import.refused"), number(sum.refused.length)],
                ]}
              />
              {sum.ignored.length > 0 && <p>{t("segment.import.ignored", { columns: sum.ignored.join(", ") })}</p>}
              {sum.refused.length > 0 && (
                <ul class="refused" aria-label={t("segment.import.refused")}>
                  {sum.refused.map(({ line, problems }) => (
                    <li key={line}>
                      <strong>{t("segment.import.line", { line })}</strong>{" "}
                      <span lang="en">
                        {problems.map((it) => (it.column ? `${it.column}: ${it.detail}` : it.detail)).join("; ")}
                      </span>
                    </li>
                  ))}
                </ul>
              )}
            </>
          )}
        </>
      )}
    </>
  );
}

function Preview(props: { of: readonly Line[] }) {
  const [header, ...lines] = props.of.slice(0, 6);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section class="scroll" aria-label={t("segment.import.preview")} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {header?.cells.map((it) => (
              <th key={it} scope="col">
                {it}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((it) => (
            <tr key={it.at}>
              {header?.cells.map((name, index) => (
                <td key={name}>{it.cells[index]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
