import { stack } from './stack.ts';

/** A request as any holder of the token can send it: no SDK, no cache. Resolves with the HTTP status. */
export async function rawRequest(
  token: string,
  method: 'GET' | 'PATCH' | 'POST' | 'DELETE',
  path: string,
  fields?: Record<string, unknown>,
): Promise<number> {
  const documents = `v1/projects/${stack.projectId}/databases/(default)/documents`;
  const response = await fetch(`http://${stack.firestore}/${documents}/${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(fields && { body: JSON.stringify({ fields }) }),
  });
  await response.arrayBuffer();
  return response.status;
}
