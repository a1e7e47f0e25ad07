import createClient, { type Client } from "openapi-fetch";
import type { components, operations, paths } from "./contract.js";

export type { components, operations, paths };

/** A client of one project. Its methods check paths, parameters and bodies, and type the responses. */
export type ActionFlows = Client<paths>;

/** Where the API is, and who calls it. */
export interface Options {
  /** The API's address, such as `https://flows.band.example`. */
  baseUrl: string;
  /** A key of the project, or the administrator's. Keep secret keys out of browsers. */
  key: string;
  /** Used instead of the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
}

/** Makes a client; it calls nothing yet. */
export function actionFlows({ baseUrl, key, fetch }: Options): ActionFlows {
  return createClient<paths>({
    baseUrl,
    headers: { Authorization: `Bearer ${key}` },
    ...(fetch === undefined ? {} : { fetch }),
  });
}
