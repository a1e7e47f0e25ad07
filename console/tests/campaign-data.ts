import type { Schemas } from "../src/api/client";
import { FLOW } from "./data";

/* releases, segments, usage, inbox */

const HERE: Schemas["ServiceState"] = {
  state: "given",
  reason: null,
  detail: null,
  link: "https://open.spotify.com/album/4aawyAB9vmqN3uQ7FjRGTy",
  candidates: [],
};

export const RELEASE: Schemas["Release"] = {
  id: "rel_2m4n6p8q0r1s3t5v",
  title: "Low Tide",
  artistName: "Night Harbour",
  releaseDate: "2026-12-12",
  timeZone: "Europe/Berlin",
  status: "announced",
  outAt: "2026-12-12T23:00:00.000Z",
  cancelledAt: null,
  upc: "602445868162",
  isrc: null,
  spotifyUri: "spotify:album:4aawyAB9vmqN3uQ7FjRGTy",
  appleMusicId: null,
  services: {
    spotify: HERE,
    apple_music: {
      state: "not_found",
      reason: "upc_not_in_catalog",
      detail: "its UPC is not in the catalog of Apple Music",
      link: null,
      candidates: [
        {
          id: "1440857781",
          title: "Low Tide (Deluxe)",
          artistName: "Night Harbour",
          link: "https://music.apple.com/us/album/_/1440857781",
        },
      ],
    },
  },
  createdAt: "2026-11-02T12:00:00.000Z",
};

export const RELEASE_OUT: Schemas["Release"] = {
  ...RELEASE,
  id: "rel_3m4n6p8q0r1s3t5v",
  title: "Ebb",
  releaseDate: "2026-11-28",
  status: "out",
  outAt: "2026-11-28T00:00:00.000Z",
  appleMusicId: "1440857781",
  services: {
    spotify: HERE,
    apple_music: { ...HERE, state: "matched", link: "https://geo.music.apple.com/us/album/_/1440857781" },
  },
};

export const RELEASE_CANCELLED: Schemas["Release"] = {
  ...RELEASE,
  id: "rel_4m4n6p8q0r1s3t5v",
  title: "Flood",
  releaseDate: "2026-12",
  status: "cancelled",
  outAt: null,
  cancelledAt: "2026-11-20T15:00:00.000Z",
};

export const HEALTH: Schemas["ReleaseHealth"] = {
  releaseId: RELEASE.id,
  at: "2026-12-12T23:00:00.000Z",
  complete: false,
  fans: 10_000,
  saved: 9_070,
  erased: 2,
  expiring: 540,
  notSaved: { not_connected: 49, reconnect_needed: 879 },
};

export const RELEASE_DAY: Schemas["ReleaseDay"] = {
  releaseId: RELEASE_OUT.id,
  state: "RUNNING",
  jobId: "job_5r7s9t1v3w5x7y9z",
  startedAt: "2026-11-28T00:00:12.000Z",
  updatedAt: "2026-11-30T11:59:40.000Z",
  endedAt: null,
  fans: 41_250,
  saved: 40_118,
  erased: 2,
  notSaved: { reconnect_needed: 1_081, not_at_provider: 49 },
};

export const FUNNEL: Pick<Schemas["ReleaseStats"], "actions" | "returned" | "did"> = {
  actions: [
    { atLeast: 1, fans: 120 },
    { atLeast: 2, fans: 80 },
    { atLeast: 3, fans: 31 },
    { atLeast: 4, fans: 9 },
    { atLeast: 5, fans: 2 },
  ],
  returned: 24,
  did: [
    { type: "release.presaved", fans: 103 },
    { type: "track.listened", fans: 61 },
  ],
};

export const NO_FUNNEL: typeof FUNNEL = {
  actions: [1, 2, 3, 4, 5].map((atLeast) => ({ atLeast, fans: 0 })),
  returned: 0,
  did: [],
};

export const RELEASE_PAGE: Schemas["ReleasePage"] = {
  url: "https://flows.label.example/r/low-tide",
  releaseId: RELEASE.id,
  slug: "low-tide",
  coverUrl: "https://images.label.example/low-tide.webp",
  artistId: "art_3n5p7q9r1s2t4v6w",
  track: null,
  text: { wording: "I agree to get texts.", version: "text-2026-11", countryCode: "1" },
  email: null,
  termsUrl: null,
  privacyUrl: "https://label.example/privacy",
};

export const ARTIST_NAMED: Pick<Schemas["Artist"], "id" | "name"> = { id: "art_3n5p7q9r1s2t4v6w", name: "Night Harbour" };

export const SEGMENT: Schemas["Segment"] = {
  id: "seg_9x7w5v3t1s0r8q6p",
  name: "New Fans",
  createdAt: "2026-11-02T12:00:00.000Z",
};

export const MEMBERS: Schemas["SegmentMemberList"] = {
  items: [
    { fanId: "fan_8d6f4g2h0j1k3m5n", since: "2026-11-29T12:00:00.655Z" },
    { fanId: "fan_9d6f4g2h0j1k3m5n", since: "2026-11-02T12:00:00.655Z" },
  ],
  next: null,
};

export const USAGE: Schemas["Usage"] = {
  month: "2026-11",
  messages: 1_500,
  credits: 2_100,
  channels: [
    { channel: "text", messages: 900, credits: 2_100 },
    { channel: "email", messages: 600, credits: 0 },
  ],
  flows: [
    { flowId: FLOW.id, channel: "email", messages: 600, credits: 0 },
    { flowId: FLOW.id, channel: "text", messages: 880, credits: 2_060 },
    { flowId: "flow_9g5h7j9k1m2n4p6q", channel: "text", messages: 20, credits: 40 },
  ],
};

export const CREDITS: Schemas["Credits"] = {
  granted: 10_000,
  used: 2_412,
  balance: 7_588,
  monthlyLimit: 2_500,
  month: "2026-11",
  usedInMonth: 2_100,
  whenUsedUp: "wait",
  alertEmail: "team@label.example",
};

export const INSTAGRAM: Schemas["InstagramSetting"] = {
  accountId: "17841405309211844",
  webhook: "https://flows.example.com/webhooks/instagram",
  messages: "connected",
  tokenExpiresAt: "2026-12-31T12:00:00Z",
};

const NO_MESSAGES: Schemas["MessageFigures"] = { sent: 0, delivered: 0, opened: 0, clicked: 0, credits: 0 };
const SOME_RUNS: Schemas["RunFigures"] = { started: 20, running: 0, waiting: 0, completed: 15, failed: 5, cancelled: 0 };

export const FAILING: Schemas["FlowStats"] = {
  flowId: FLOW.id,
  from: "2026-11-24",
  to: "2026-11-30",
  runs: SOME_RUNS,
  messages: NO_MESSAGES,
  versions: [2, 3].map((version) => ({
    version,
    runs: SOME_RUNS,
    steps: [
      {
        index: 0,
        type: "send_text",
        completed: 5,
        skipped: 2,
        heldOut: 0,
        waiting: 0,
        unknown: 0,
        failed: 3,
        outcomes: [
          { outcome: "FAILED", reason: "filtered", count: 3 },
          { outcome: "SKIPPED", reason: "no_consent", count: 2 },
          { outcome: "COMPLETED", reason: "accepted", count: 5 },
        ],
        messages: NO_MESSAGES,
      },
    ],
  })),
  days: [],
};
