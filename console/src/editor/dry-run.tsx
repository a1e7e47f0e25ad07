import type { Schemas } from "../api/client";
import { hasName, type Key, named, t, time, tn } from "../text";
import { Badge } from "../ui/parts";
import { Mail } from "./mail";
import { NameOf } from "./references";

type Step = Schemas["DryRun"]["steps"][number];
type Effect = Schemas["Effect"];

/** How a step would end, and why. */
export function StepResult(props: { of: Step }) {
  const { outcome, reason, waitingUntil } = props.of;
  return (
    <p>
      <Badge value={outcome ?? ""}>{outcome ? named("outcome", outcome) : t("dry_run.not_reached")}</Badge>{" "}
      {reason && named("reason", reason)}
      {waitingUntil && ` · ${t("dry_run.until", { time: time(waitingUntil) })}`}
    </p>
  );
}

/** What a step would do: its message as the fan reads it, or what happens elsewhere. */
export function Effects(props: { of: readonly Effect[] }) {
  return (
    <>
      {props.of.map((effect) => (
        <EffectOf key={JSON.stringify(effect)} {...effect} />
      ))}
    </>
  );
}

function EffectOf(effect: Effect) {
  const { type, text, html, subject, parts = 0, credits = 0, widening, provider, operation, id } = effect;
  if (text !== undefined)
    return (
      <figure class={`message ${subject === undefined ? "" : "mail"}`}>
        <figcaption class="small">
          {effect.channel ? t("dry_run.confirmation", { channel: named("channel", effect.channel) }) : named("channel", type)}
          {parts > 0 && ` · ${tn("dry_run.parts", parts)} · ${tn("dry_run.credits", credits)}`}
        </figcaption>
        {subject !== undefined && <p class="subject">{subject}</p>}
        {html ? <Mail html={html} /> : <p class="words">{text}</p>}
        {widening && (
          <p class="warned">
            <span aria-hidden="true">!</span> {t("dry_run.widening", { character: widening.character, position: widening.index })}{" "}
            {widening.equivalent && t("dry_run.equivalent", { character: widening.equivalent })}{" "}
            {widening.creditsWithout < credits && tn("dry_run.cheaper", widening.creditsWithout)}
          </p>
        )}
      </figure>
    );
  const about = effect.releaseId ?? effect.artistId ?? effect.segmentId;
  const name = `dry_run.does.${operation ?? type}`;
  return (
    <p class="does">
      {provider && `${named("provider", provider)}: `}
      {hasName("dry_run.does", operation ?? type) ? t(name as Key) : type} {about && <NameOf id={about} />}
      {id && <span class="small"> {id}</span>}
    </p>
  );
}
