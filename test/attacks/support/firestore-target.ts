import { onTestFinished } from 'vitest';
import { encodeFields, type Fields } from '../../rules/support/fields.ts';
import { unsignedToken } from '../../rules/support/token.ts';
import { stack } from '../../support/stack.ts';
import {
  type GrpcFirestore,
  type Message,
  type MessageStream,
  openGrpc,
} from './firestore-grpc.ts';
import { ADMIN_TOKEN, type RestAnswer, restRequest, wentThrough } from './firestore-rest.ts';
import { openWebChannel } from './firestore-webchannel.ts';

/** A project on the Firestore emulator, under rules of its own, to be attacked on every API. */
export interface FirestoreTarget {
  readonly projectId: string;
  /** `projects/…/databases/(default)`. */
  readonly database: string;
  /** The full name of a document or collection; of all documents with a method, for `:commit`. */
  name(path: string): string;
  /** An ID token as the emulator takes it, issued now. */
  token(uid: string, claims?: Readonly<Record<string, unknown>>): string;
  /** Removes every document. */
  empty(): Promise<void>;
  /** Writes as an administrator; null deletes. Comes back with the commit time. */
  seed(documents: Readonly<Record<string, Fields | null>>): Promise<string>;
  /** Looks as an administrator. The fields as REST encodes them; null when there is no such document. */
  read(path: string): Promise<Record<string, Message> | null>;
  rest(token: string | null, method: string, path: string, body?: unknown): Promise<RestAnswer>;
  /** Ended with the test. */
  grpc(token: string): GrpcFirestore;
  /** Ended with the test. */
  webChannel(method: 'Listen' | 'Write', token: string, first: Message): Promise<MessageStream>;
}

/** Opens the project, with nothing in it, and puts the rules in force. */
export async function openFirestore(projectId: string, rules: string): Promise<FirestoreTarget> {
  const database = `projects/${projectId}/databases/(default)`;
  const name = (path: string) => `${database}/documents${/^(:|$)/.test(path) ? path : `/${path}`}`;
  const loaded = await fetch(
    `http://${stack.firestore}/emulator/v1/projects/${projectId}:securityRules`,
    {
      method: 'PUT',
      body: JSON.stringify({ rules: { files: [{ name: 'firestore.rules', content: rules }] } }),
    },
  );
  if (!loaded.ok) throw new Error(`The rules do not load: ${await loaded.text()}`);

  return {
    projectId,
    database,
    name,
    token(uid, claims = {}) {
      const now = Math.floor(Date.now() / 1000);
      return unsignedToken(projectId, uid, { iat: now, auth_time: now - 60, ...claims });
    },
    async empty() {
      const url = `http://${stack.firestore}/emulator/v1/${name('')}`;
      const answer = await fetch(url, { method: 'DELETE' });
      if (!answer.ok) throw new Error(`Could not empty ${projectId}: ${answer.status}`);
    },
    async seed(documents) {
      const writes = Object.entries(documents).map(([path, fields]) =>
        fields === null
          ? { delete: name(path) }
          : { update: { name: name(path), fields: encodeFields(fields) } },
      );
      const answer = await restRequest(ADMIN_TOKEN, 'POST', name(':commit'), { writes });
      if (!wentThrough(answer)) throw new Error(`Could not seed: ${JSON.stringify(answer.body)}`);
      return answer.body.commitTime;
    },
    async read(path) {
      const answer = await restRequest(ADMIN_TOKEN, 'GET', name(path));
      if (answer.status === 404) return null;
      if (!wentThrough(answer)) throw new Error(JSON.stringify(answer.body));
      return answer.body.fields ?? {};
    },
    rest: (token, method, path, body) => restRequest(token, method, name(path), body),
    grpc(token) {
      const client = openGrpc(database, token);
      onTestFinished(() => client.close());
      return client;
    },
    async webChannel(method, token, first) {
      const channel = await openWebChannel(method, database, token, first);
      onTestFinished(() => channel.close());
      return channel;
    },
  };
}
