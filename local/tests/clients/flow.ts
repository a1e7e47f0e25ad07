// Makes, lists and runs a flow with the packed client: node flow.ts <base URL> <secret key>.

import { actionFlows } from "action-flows-client";

declare const process: { argv: string[] };
const [, , baseUrl = "", key = ""] = process.argv;
const client = actionFlows({ baseUrl, key });

/** What was answered; an error ends the program. */
function answered<T>({ data, error }: { data?: T; error?: unknown }): T {
  if (data === undefined) {
    throw new Error(JSON.stringify(error));
  }
  return data;
}

const segment = answered(await client.POST("/v1/segments", { body: { name: "Made in TypeScript" } }));
const flow = answered(
  await client.POST("/v1/flows", {
    body: {
      name: "Made in TypeScript",
      trigger: { type: "email.opted_in" },
      steps: [{ type: "add_to_segment", segmentId: segment.id }],
    },
  }),
);
const params = { path: { flowId: flow.id } };
const active = answered(await client.POST("/v1/flows/{flowId}/activate", { params }));
const { starts } = answered(await client.POST("/v1/flows/{flowId}/dry-run", { params, body: { fan: { consented: true } } }));
const { items: flows } = answered(await client.GET("/v1/flows"));
if (active.status !== "ACTIVE" || !starts || !flows.some(({ id }) => id === flow.id)) {
  throw new Error(`${active.status}, starts ${starts}, of ${flows.length} flows`);
}

answered(
  await client.POST("/v1/events", {
    body: { type: "email.opted_in", email: "ada@fans.example", consent: { wording: "Mail me about tours.", version: "1" } },
  }),
);
const deadline = Date.now() + 20_000;
for (;;) {
  const { items: runs } = answered(await client.GET("/v1/flows/{flowId}/runs", { params }));
  if (runs.length === 1 && runs[0]?.status === "COMPLETED") {
    break;
  }
  if (Date.now() > deadline) {
    throw new Error(JSON.stringify(runs));
  }
  await new Promise((resolve) => setTimeout(resolve, 250));
}
console.log("completed");
