import { readFileSync } from "node:fs";
import type { Schemas } from "../src/api/client";
import { DRAFT } from "./data";

/** For the editor and the dry run. */
/** As `MailLayout` lays it out, which a test of it checks. */
export const MAIL = readFileSync(new URL("mail.txt", import.meta.url), "utf8");

export const RELEASE: Schemas["Release"] = {
  id: "rel_1a2b3c4d5e6f7g8h",
  title: "Neon Rain",
  artistName: "Night Harbour",
  releaseDate: "2026-12-11",
  timeZone: "Europe/Berlin",
  status: "announced",
  outAt: "2026-12-10T23:00:00.000Z",
  cancelledAt: null,
  upc: null,
  isrc: null,
  spotifyUri: null,
  appleMusicId: null,
  services: { spotify: { state: "pending" }, apple_music: { state: "pending" } } as unknown as Schemas["Services"],
  createdAt: "2026-11-01T10:00:00.000Z",
};

export const SEGMENT: Schemas["Segment"] = {
  id: "seg_9x7w5v3t1s0r8q6p",
  name: "Inner circle",
  createdAt: "2026-11-01T10:00:00.000Z",
};

export const LONG_FLOW: Schemas["Flow"] = {
  ...DRAFT,
  steps: [
    { type: "pre_save", releaseId: "rel_1a2b3c4d5e6f7g8h", onUnmet: "defer" },
    { type: "wait", for: "P3D" },
    { type: "send_text", text: "Hi{{#first_name}} {{first_name}}{{/first_name}}! It’s out.", onUnmet: "skip" },
    {
      type: "send_email",
      subject: "{{release_title}} is out",
      body: "Listen now.\n\nYours, {{project_name}}",
      when: { all: [{ consent: "email" }, { step: 0, outcome: ["skipped", "failed"] }] },
      onUnmet: "hold",
    },
  ],
};

export const DRY_RUN: Schemas["DryRun"] = {
  at: "2026-11-30T12:00:00.000Z",
  flowVersion: 3,
  starts: false,
  flowStatus: "DRAFT",
  listeningFlowId: "flow_3g5h7j9k1m2n4p6q",
  reason: "flow_draft",
  reasons: ["flow_draft"],
  runId: "run_5g5h7j9k1m2n4p6q",
  credits: 2,
  steps: [
    {
      index: 0,
      type: "pre_save",
      outcome: "COMPLETED",
      reason: "registered",
      effects: [{ type: "pre_save", releaseId: "rel_1a2b3c4d5e6f7g8h" }],
    },
    { index: 1, type: "wait", outcome: "COMPLETED", reason: "waited", effects: [] },
    {
      index: 2,
      type: "send_text",
      outcome: "COMPLETED",
      reason: "accepted",
      effects: [
        {
          type: "text",
          text: "Hi Ada! It’s out.",
          credits: 2,
          parts: 2,
          widening: { index: 11, character: "’", equivalent: "'", creditsWithout: 1 },
        },
      ],
    },
    {
      index: 3,
      type: "send_email",
      outcome: "WAITING",
      reason: "frequency_cap",
      waitingUntil: "2026-12-01T12:00:00.000Z",
      effects: [{ type: "email", subject: "Neon Rain is out", text: "Hi Ada", html: MAIL }],
    },
  ],
};

export const TEMPLATE: Schemas["FlowTemplate"] = {
  id: "updates-by-text",
  name: "Updates by text",
  purpose: "A fan texts a keyword and joins the segment that gets your news; a text confirms it and says how to leave.",
  placeholders: [
    { pointer: "/trigger/keyword", meaning: "The word that fans text.", example: "NEWS" },
    { pointer: "/steps/0/segmentId", meaning: "The segment.", example: "seg_9x7w5v3t1s0r8q6p" },
  ],
  document: {
    name: "Updates by text",
    trigger: { type: "sms.keyword", keyword: "<keyword>" },
    steps: [
      { type: "add_to_segment", segmentId: "<segmentId>" },
      { type: "send_text", text: "You are on the list of {{project_name}}." },
    ],
  } as unknown as Schemas["FlowTemplate"]["document"],
};

export const FAN: Schemas["Fan"] = {
  id: "fan_8d6f4g2h0j1k3m5n",
  phone: "+14155550123",
  identities: [{ kind: "phone", value: "+14155550123" }],
  formerIds: [],
  consents: [],
  smsStopped: false,
  timeZone: null,
  firstName: "Ada",
  connections: [],
  createdAt: "2026-11-02T12:00:00.000Z",
};
