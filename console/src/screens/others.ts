import type { ComponentType } from "preact";
import type { Place } from "../router";
import { Editor } from "./editor";
import { Fan } from "./fan";
import { Fans } from "./fans";
import { Flow } from "./flow";
import { Inbox } from "./inbox";
import { Release } from "./release";
import { Releases } from "./releases";
import { Run } from "./run";
import { Runs } from "./runs";
import { Segment } from "./segment";
import { Segments } from "./segments";
import { Test } from "./test";
import { Usage } from "./usage";
import { Webhooks } from "./webhooks";

/** All screens but the first. */
export const OTHERS = {
  flow: Flow,
  editor: Editor,
  test: Test,
  runs: Runs,
  run: Run,
  fans: Fans,
  fan: Fan,
  releases: Releases,
  release: Release,
  segments: Segments,
  segment: Segment,
  usage: Usage,
  inbox: Inbox,
  webhooks: Webhooks,
} satisfies Record<string, ComponentType<{ place: Place }>>;
