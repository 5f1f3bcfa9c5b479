import type { Session } from './session.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Asks one of Google's APIs; the answer's JSON, or what it said instead, with the status of HTTP: null for no answer.
 * Never throws.
 */
export type AskGoogle = (
  url: string,
  body?: object,
) => Promise<
  | { readonly ok: true; readonly json: Json }
  | { readonly ok: false; readonly status: number | null; readonly why: string }
>;

/** Asks with the credentials that the session works with. */
export function askGoogle({ project: { app }, target }: Session): AskGoogle {
  return async (url, body) => {
    try {
      const token = await app.options.credential?.getAccessToken();
      const answer = await fetch(url, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${token?.access_token}`,
          'content-type': 'application/json',
          // A person's own credentials have to say which project their requests count for.
          'x-goog-user-project': target.projectId,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      });
      const json = (await answer.json()) as Json;
      if (answer.ok) return { ok: true, json };
      const { message } = (json.error ?? {}) as { message?: unknown };
      const why = `Google answers ${answer.status}: ${String(message ?? '').split('\n')[0]}`;
      return { ok: false, status: answer.status, why };
    } catch (error) {
      const why = `Google’s API does not answer: ${(error as Error).message}`;
      return { ok: false, status: null, why };
    }
  };
}

/** What Google says of the app's database. Source: `projects.databases.get` of the Cloud Firestore API, v1. */
export const describeDatabase = (
  { target, project: { config } }: Pick<Session, 'target' | 'project'>,
  ask: AskGoogle,
) =>
  ask(
    `https://firestore.googleapis.com/v1/projects/${target.projectId}/databases/${config.database}`,
  );
