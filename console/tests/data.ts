import type { Schemas } from "../src/api/client";

/** What the stub of the API answers with. The types are the contract's, so it cannot answer what the API would not. */
export const FLOW: Schemas["Flow"] = {
  id: "flow_3g5h7j9k1m2n4p6q",
  status: "ACTIVE",
  pausedReason: null,
  version: 3,
  name: "Pre-save by text",
  trigger: { type: "sms.keyword", keyword: "PRESAVE" },
  steps: [
    { type: "pre_save", releaseId: "rel_1a2b3c4d5e6f7g8h" },
    { type: "send_text", text: "Thanks!" },
  ],
  reEntry: "every_event",
  onFailure: "continue",
  createdAt: "2026-11-01T10:00:00.000Z",
  updatedAt: "2026-11-28T10:00:00.000Z",
  activatedAt: "2026-11-02T10:00:00.000Z",
  testMode: null,
};

export const DRAFT: Schemas["Flow"] = {
  ...FLOW,
  id: "flow_4g5h7j9k1m2n4p6q",
  status: "DRAFT",
  name: "New release",
  activatedAt: null,
};

/* Flows, runs and fans */

const FAN_ID = "fan_8d6f4g2h0j1k3m5n";

export const FAN: Schemas["Fan"] = {
  id: FAN_ID,
  phone: "+14155550123",
  identities: [
    { kind: "phone", value: "+14155550123" },
    { kind: "email", value: "ada@fans.example" },
  ],
  formerIds: [],
  consents: [],
  smsStopped: false,
  timeZone: "America/Chicago",
  firstName: "Ada",
  connections: [
    {
      provider: "spotify",
      scopes: ["user-library-modify"],
      usable: true,
      authorizedAt: "2026-11-01T10:00:00.000Z",
      expiresAt: "2027-05-01T10:00:00.000Z",
      agreements: [{ at: "2026-11-01T10:00:00.000Z", scopes: ["user-library-modify"], wording: "3", language: "en" }],
    },
    {
      provider: "apple_music",
      scopes: [],
      usable: false,
      authorizedAt: "2026-05-01T10:00:00.000Z",
      expiresAt: "2026-11-01T10:00:00.000Z",
      agreements: [],
    },
  ],
  createdAt: "2026-11-01T10:00:00.000Z",
};

export const SINGLE: Schemas["Release"] = {
  id: "rel_1a2b3c4d5e6f7g8h",
  title: "Harbour Lights",
  artistName: "Night Harbour",
  releaseDate: "2026-12-11",
  timeZone: "UTC",
  status: "announced",
  outAt: "2026-12-11T00:00:00.000Z",
  cancelledAt: null,
  upc: null,
  isrc: null,
  spotifyUri: null,
  appleMusicId: null,
  services: {
    spotify: { state: "pending", reason: null, detail: null, link: null, candidates: [] },
    apple_music: { state: "pending", reason: null, detail: null, link: null, candidates: [] },
  },
  createdAt: "2026-11-01T10:00:00.000Z",
};

export const RUN: Schemas["Run"] = {
  id: "run_0123456789abcdefghjkmnpqrs",
  flowId: FLOW.id,
  flowVersion: 3,
  fanId: FAN_ID,
  event: {
    id: "sms:SM00000000000000000000000000000001",
    type: "sms.keyword",
    scope: "presave",
    receivedAt: "2026-11-30T09:00:00.000Z",
    cause: null,
  },
  test: false,
  status: "WAITING",
  startedAt: "2026-11-30T09:00:00.000Z",
  endedAt: null,
  steps: [
    {
      index: 0,
      type: "pre_save",
      outcome: "WAITING",
      reason: "not_connected",
      startedAt: "2026-11-30T09:00:00.412Z",
      endedAt: null,
      attempts: 1,
      waitingUntil: "2026-12-30T09:00:00.412Z",
    },
    {
      index: 1,
      type: "send_text",
      outcome: "FAILED",
      reason: "credentials_rejected",
      startedAt: "2026-11-30T09:00:00.498Z",
      endedAt: "2026-11-30T09:00:00.731Z",
      attempts: 2,
    },
  ],
};

export const DONE_RUN: Schemas["Run"] = {
  ...RUN,
  id: "run_1123456789abcdefghjkmnpqrs",
  status: "COMPLETED",
  endedAt: "2026-11-30T09:00:02.000Z",
  event: {
    ...RUN.event,
    id: "step:run_2123456789abcdefghjkmnpqrs:1:segment.entered:seg_6t8v0w2x4y6z8a0b",
    type: "segment.entered",
    scope: "seg_6t8v0w2x4y6z8a0b",
    cause: { runId: "run_2123456789abcdefghjkmnpqrs", step: 1, flowIds: ["flow_4g5h7j9k1m2n4p6q"] },
  },
  steps: [
    {
      index: 0,
      type: "pre_save",
      outcome: "COMPLETED",
      reason: "registered",
      startedAt: "2026-11-30T09:00:00.412Z",
      endedAt: "2026-11-30T09:00:01.000Z",
      attempts: 1,
    },
    {
      index: 1,
      type: "send_text",
      outcome: "COMPLETED",
      reason: "delivered",
      startedAt: "2026-11-30T09:00:01.000Z",
      endedAt: "2026-11-30T09:00:02.000Z",
      attempts: 1,
      permittedBy: {
        consent: "SM00000000000000000000000000000001",
        quietHours: { rules: ["US", "US-TX"], rulesVersion: "4", timeZones: ["America/Chicago"], timeZoneSource: "declared" },
        frequencyCaps: [{ max: 3, period: "P7D", count: 1 }],
        credits: 7,
        parts: 1,
      },
    },
  ],
  links: [
    { step: 1, openings: 2, firstOpenedAt: "2026-11-30T09:05:00.000Z", clicks: 2, firstClickedAt: "2026-11-30T09:06:00.000Z" },
  ],
  ledTo: [
    {
      event: {
        id: "step:run_1123456789abcdefghjkmnpqrs:0:release.presaved:rel_1a2b3c4d5e6f7g8h",
        type: "release.presaved",
        scope: "rel_1a2b3c4d5e6f7g8h",
        receivedAt: "2026-11-30T09:00:01.000Z",
        cause: { runId: "run_1123456789abcdefghjkmnpqrs", step: 0, flowIds: [FLOW.id] },
      },
      fanId: FAN_ID,
      flowId: "flow_4g5h7j9k1m2n4p6q",
      runId: "run_3123456789abcdefghjkmnpqrs",
      runStatus: "WAITING",
      test: false,
      reason: null,
    },
  ],
  keptOut: [
    {
      event: { ...RUN.event, id: "sms:SM00000000000000000000000000000002", receivedAt: "2026-11-30T09:30:00.000Z" },
      fanId: FAN_ID,
      flowId: FLOW.id,
      runId: "run_1123456789abcdefghjkmnpqrs",
      runStatus: null,
      test: false,
      reason: "entered_before",
    },
  ],
};

const NO_MESSAGES = { sent: 0, delivered: 0, opened: 0, clicked: 0, credits: 0 };

export const STATS: Schemas["FlowStats"] = {
  flowId: FLOW.id,
  from: null,
  to: null,
  runs: { started: 1300, running: 1, waiting: 30, completed: 1250, failed: 12, cancelled: 7 },
  messages: { sent: 1180, delivered: 1120, opened: 90, clicked: 411, credits: 8260 },
  versions: [
    {
      version: 2,
      runs: { started: 300, running: 0, waiting: 0, completed: 297, failed: 0, cancelled: 3 },
      steps: [
        {
          index: 0,
          type: "send_text",
          completed: 280,
          skipped: 20,
          heldOut: 0,
          waiting: 0,
          unknown: 0,
          failed: 0,
          outcomes: [
            { outcome: "COMPLETED", reason: "delivered", count: 280 },
            { outcome: "SKIPPED", reason: "no_consent", count: 20 },
          ],
          messages: { sent: 280, delivered: 280, opened: 10, clicked: 100, credits: 1960 },
        },
      ],
    },
    {
      version: 3,
      runs: { started: 1000, running: 1, waiting: 30, completed: 953, failed: 12, cancelled: 4 },
      steps: [
        {
          index: 0,
          type: "pre_save",
          completed: 955,
          skipped: 15,
          heldOut: 0,
          waiting: 30,
          unknown: 0,
          failed: 0,
          outcomes: [
            { outcome: "COMPLETED", reason: "registered", count: 955 },
            { outcome: "WAITING", reason: "not_connected", count: 30 },
            { outcome: "SKIPPED", reason: "not_connected", count: 15 },
          ],
          messages: NO_MESSAGES,
        },
        {
          index: 1,
          type: "send_text",
          completed: 900,
          skipped: 74,
          heldOut: 0,
          waiting: 12,
          unknown: 2,
          failed: 12,
          outcomes: [
            { outcome: "COMPLETED", reason: "delivered", count: 840 },
            { outcome: "COMPLETED", reason: "accepted", count: 60 },
            { outcome: "SKIPPED", reason: "no_consent", count: 60 },
            { outcome: "SKIPPED", reason: "stopped", count: 14 },
            { outcome: "WAITING", reason: "quiet_hours", count: 12 },
            { outcome: "UNKNOWN", reason: "no_answer", count: 2 },
            { outcome: "FAILED", reason: "credentials_rejected", count: 12 },
          ],
          messages: { sent: 900, delivered: 840, opened: 80, clicked: 311, credits: 6300 },
        },
      ],
    },
  ],
  days: ["2026-11-25", "2026-11-27", "2026-11-28", "2026-11-30"].map((day, index) => ({
    day,
    runs: { started: 100 + 90 * index, running: 0, waiting: 0, completed: 80 + 70 * index, failed: 0, cancelled: 0 },
    messages: NO_MESSAGES,
  })),
};

export const PREVIEW: Schemas["Job"] = {
  id: "job_5r7s9t1v3w5x7y9z",
  kind: "replay_preview",
  state: "COMPLETED",
  flowId: FLOW.id,
  selection: {
    reason: "credentials_rejected",
    stepType: null,
    startedFrom: null,
    startedUntil: "2026-11-30T12:00:00.000Z",
    failedUntil: "2026-11-30T12:00:00.000Z",
  },
  createdAt: "2026-11-30T12:00:00.000Z",
  updatedAt: "2026-11-30T12:00:01.000Z",
  endedAt: "2026-11-30T12:00:01.000Z",
  shards: 8,
  shardsDone: 8,
  counts: { examined: 1300, matching: 12, retried: 0, changed: 0, inProgress: 1, unreadable: 0, steps: 12 },
  estimate: {
    stateTransitions: 48,
    readUnits: 120,
    writeUnits: 96,
    functionCalls: 15,
    usDollarsExpress: 0.0012,
    usDollarsStandard: 0.0024,
  },
};

export const REPLAY: Schemas["Job"] = {
  ...PREVIEW,
  id: "job_6r7s9t1v3w5x7y9z",
  kind: "replay",
  state: "RUNNING",
  endedAt: null,
  shardsDone: 3,
  counts: { ...PREVIEW.counts, retried: 5, inProgress: 0 },
  estimate: null,
};

export const CONSENTS: Schemas["Consent"][] = [
  { kind: "phone", value: "+14155550123", word: "stop", at: "2026-11-20T10:00:00.000Z", messageId: "SM2", evidence: {} },
  {
    kind: "email",
    value: "ada@fans.example",
    word: "opt_in",
    at: "2026-11-01T10:00:00.000Z",
    messageId: "evt_1",
    evidence: { wording: "Mail me about new music.", version: "2", source: "embed", page: "https://harbour.example/join" },
  },
];

export const RECEIPT: Schemas["Erasure"] = {
  erasureId: "era_5j7k9m1n3p5q7r9s",
  state: "IN_PROGRESS",
  fanIds: [FAN_ID],
  requestedAt: "2026-11-30T12:00:00.000Z",
  completedAt: null,
  erased: { profile: 1, address: 2, consent: 2, connection: 1, run: 4, event: 0 },
  kept: [
    { kind: "stop", count: 1, why: "Keeps the address closed to messages." },
    { kind: "erasure_log", count: 1, why: "By which the erasure is repeated when a backup is restored." },
  ],
  notice: "Spotify and Apple Music have no operation that revokes an authorization.",
};

/* Experiments */

/** A flow that holds fans out, and whose text has another version. */
export const TRIED_FLOW: Schemas["Flow"] = {
  ...FLOW,
  experiment: { days: 28, holdoutPercent: 10, seed: "autumn" },
  steps: [
    { type: "pre_save", releaseId: "rel_1a2b3c4d5e6f7g8h" },
    { type: "send_text", text: "Thanks!", variants: [{ text: "You are in." }] },
  ],
};

export const EXPERIMENT: Schemas["ExperimentResults"] = {
  flowId: FLOW.id,
  version: 3,
  upTo: "2026-11-29",
  results: [
    {
      step: null,
      goal: "acted",
      day: 14,
      days: 28,
      arms: [
        { arm: "HELD_OUT", planned: 0.1, fans: 1012, converted: 81, share: 0.08, interval: [0.064, 0.0985] },
        { arm: "SENT", planned: 0.9, fans: 8988, converted: 1078, share: 0.12, interval: [0.1133, 0.1268] },
      ],
      comparisons: [{ arm: "SENT", difference: 0.04, interval: [0.0076, 0.0672], verdict: "higher", since: "2026-11-12" }],
      sampleRatio: { pValue: 0.84, mismatch: false },
    },
    {
      step: 1,
      goal: "clicked",
      day: 14,
      days: 28,
      arms: [
        { arm: "A", planned: 0.5, fans: 4490, converted: 898, share: 0.2, interval: [0.1884, 0.212] },
        { arm: "B", planned: 0.5, fans: 4498, converted: 855, share: 0.19, interval: [0.1787, 0.2018] },
      ],
      comparisons: [{ arm: "B", difference: -0.01, interval: [-0.032, 0.012], verdict: "none_yet", since: null }],
      sampleRatio: { pValue: 0.9, mismatch: false },
    },
    {
      step: 1,
      goal: "acted",
      day: 0,
      days: 28,
      arms: [
        { arm: "A", planned: 0.5, fans: 3, converted: 0, share: 0, interval: [0, 0.7076] },
        { arm: "B", planned: 0.5, fans: 0, converted: 0, share: null, interval: null },
      ],
      comparisons: [{ arm: "B", difference: null, interval: null, verdict: "too_few", since: null }],
      sampleRatio: { pValue: 1, mismatch: false },
    },
  ],
};
