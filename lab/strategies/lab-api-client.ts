import config from '../../functions/src/live-claims.config.ts';
import { stack } from '../../test/support/stack.ts';
import { LAB_FUNCTIONS } from '../backend/places.ts';

/** Sends a request to the API of the lab. */
export function askApi(
  path: string,
  headers: Readonly<Record<string, string>>,
  method: 'GET' | 'POST' = 'GET',
): Promise<Response> {
  const api = `http://${stack.functions}/${stack.projectId}/${config.region}/${LAB_FUNCTIONS.api}`;
  return fetch(`${api}${path}`, { method, headers });
}

/** The HTTP status of a GET with the ID token. */
export async function statusOf(
  path: string,
  token: string,
  more: Readonly<Record<string, string>> = {},
): Promise<number> {
  const response = await askApi(path, { ...bearer(token), ...more });
  await response.arrayBuffer();
  return response.status;
}

export const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
