import { api, resultOf, type Schemas } from "./api/client";

/** All flows of the project, or those with a status. */
export async function allFlows(signal: AbortSignal, status?: Schemas["Flow"]["status"]): Promise<Schemas["Flow"][]> {
  const flows: Schemas["Flow"][] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: { items: Schemas["Flow"][]; next: string | null } = await resultOf(
      api.GET("/v1/flows", {
        params: { query: { limit: 100, ...(status && { status }), ...(cursor && { cursor }) } },
        signal,
      }),
    );
    flows.push(...page.items);
    cursor = page.next;
  }
  return flows;
}
