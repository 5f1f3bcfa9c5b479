import { Agent, request as httpRequest } from 'node:http';
import {
  encodeFields,
  encodeTransforms,
  type Fields,
  fieldPath,
  isTransform,
  nest,
} from './fields.ts';
import { type Claims, unsignedToken } from './token.ts';

/** Documents by their path; null for one that must not exist. */
export type Documents = Readonly<Record<string, Fields | null>>;

/** A request to Firestore. */
export type Request =
  | { readonly get: string }
  /** The documents of a collection whose fields have these values, or only the one of this id. */
  | { readonly list: string; readonly where?: Fields; readonly id?: string }
  /** The same, in every collection of this name. */
  | { readonly group: string; readonly where?: Fields }
  | { readonly create: string; readonly fields: Fields }
  /** Changes these fields and leaves the others. */
  | { readonly update: string; readonly fields: Fields }
  /** Leaves these fields alone. */
  | { readonly replace: string; readonly fields: Fields }
  | { readonly delete: string };

/** The claims of the request's ID token, or null for none. */
export type Caller = { readonly uid: string; readonly claims: Claims | null };

/** A project of its own on the Firestore emulator: other tests and their documents are not touched. */
export interface RulesProject {
  /** Puts these rules in force. Comes back with what the emulator warns of. */
  loadRules(rules: string): Promise<readonly string[]>;
  /** Writes and deletes documents past the rules. */
  seed(documents: Documents): Promise<void>;
  /**
   * Whether the rules let it through. A change is bound to a condition that does not hold: Firestore
   * asks the rules first and then finds out, so nothing is written and every question is asked of
   * the same documents. Only what is new is written. (That allowed writes do write is shown by the
   * tests with the SDK.)
   *
   * @throws {Error} when Firestore answers neither that nor that.
   */
  isAllowed(caller: Caller, request: Request): Promise<boolean>;
  /** How often each expression of the rules came to which value: Firestore's own report. */
  coverage(): Promise<unknown>;
  close(): void;
}

/** No revision is that old. */
const STALE_REVISION = { updateTime: '2001-01-01T00:00:00Z' };

/** How often a question is asked that Firestore gave up for contention. */
const TRIES = 20;

/** What a commit may hold. Source: "Quotas and limits", Cloud Firestore docs. */
const WRITES_PER_COMMIT = 500;

/** Past the rules, on the emulator. */
const ADMIN = 'owner';

export function openRulesProject(address: string, projectId: string): RulesProject {
  const agent = new Agent({ keepAlive: true });
  const database = `projects/${projectId}/databases/(default)`;
  const nameOf = (path: string) => `${database}/documents/${path}`;

  const send = async (method: string, path: string, token: string | null, body?: unknown) => {
    const headers = { ...(token !== null && { authorization: `Bearer ${token}` }) };
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const outgoing = httpRequest(
      `http://${address}/${path}`,
      { method, agent, headers },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
        );
        answer.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    return promise;
  };

  return {
    async loadRules(rules) {
      const file = { name: 'firestore.rules', content: rules };
      const path = `emulator/v1/projects/${projectId}:securityRules`;
      const answer = await send('PUT', path, null, { rules: { files: [file] } });
      if (answer.status !== 200) throw new Error(`The rules do not load: ${answer.text}`);
      const { issues = [] } = JSON.parse(answer.text) as { issues?: { description: string }[] };
      return issues.map(({ description }) => description);
    },

    async seed(documents) {
      const writes = Object.entries(documents).map(([path, fields]) =>
        fields === null
          ? { delete: nameOf(path) }
          : { update: { name: nameOf(path), fields: encodeFields(fields) } },
      );
      for (let begin = 0; begin < writes.length; begin += WRITES_PER_COMMIT) {
        const some = writes.slice(begin, begin + WRITES_PER_COMMIT);
        const answer = await send('POST', `v1/${database}/documents:commit`, ADMIN, {
          writes: some,
        });
        if (answer.status !== 200) throw new Error(`Could not seed: ${answer.text}`);
      }
    },

    async isAllowed({ uid, claims }, request) {
      const token = claims && unsignedToken(projectId, uid, claims);
      const ask = () => {
        if ('get' in request) return send('GET', `v1/${nameOf(request.get)}`, token);
        if ('list' in request || 'group' in request) {
          const query = 'list' in request ? listOf(nameOf(request.list)) : groupOf(request.group);
          const one = 'id' in request ? nameOf(`${request.list}/${request.id}`) : null;
          const where = filter(request.where, one);
          const structuredQuery = { ...query.structured, ...where, limit: 1 };
          const parent = query.parent ?? nameOf('').slice(0, -1);
          return send('POST', `v1/${parent}:runQuery`, token, { structuredQuery });
        }
        const body = { writes: [writeOf(nameOf, request)] };
        return send('POST', `v1/${database}/documents:commit`, token, body);
      };
      for (let tries = 1; tries <= TRIES; tries += 1) {
        const allowed = verdict(await ask());
        if (allowed !== null) return allowed;
      }
      throw new Error(`Firestore gave up ${TRIES} times: ${JSON.stringify(request)}`);
    },

    async coverage() {
      const answer = await send('GET', `emulator/v1/projects/${projectId}:ruleCoverage`, null);
      return JSON.parse(answer.text);
    },

    close: () => agent.destroy(),
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A read of nothing, and a write whose condition does not hold: the rules had let them through. */
const LET_THROUGH = ['NOT_FOUND', 'FAILED_PRECONDITION', 'ALREADY_EXISTS'];

/** Null when it says nothing, because others locked the document for too long. */
function verdict({ status, text }: Answer): boolean | null {
  if (status === 200) return true;
  const code = /"status": ?"([A-Z_]+)"/.exec(text)?.[1] ?? '';
  if (code === 'PERMISSION_DENIED') return false;
  if (code === 'ABORTED') return null;
  if (LET_THROUGH.includes(code)) return true;
  throw new Error(`Firestore answered ${status}: ${text}`);
}

type Write = Exclude<Request, { get: string } | { list: string } | { group: string }>;

function writeOf(nameOf: (path: string) => string, request: Write): object {
  if ('delete' in request) {
    return { delete: nameOf(request.delete), currentDocument: STALE_REVISION };
  }
  const { fields } = request;
  const updateTransforms = encodeTransforms(fields);
  if ('create' in request) {
    const update = { name: nameOf(request.create), fields: encodeFields(fields) };
    return { update, updateTransforms, currentDocument: { exists: false } };
  }
  if ('replace' in request) {
    const update = { name: nameOf(request.replace), fields: encodeFields(fields) };
    return { update, updateTransforms, currentDocument: STALE_REVISION };
  }
  const written = Object.keys(fields).filter((name) => !isTransform(fields[name]));
  return {
    update: { name: nameOf(request.update), fields: encodeFields(nest(fields)) },
    updateMask: { fieldPaths: written.map(fieldPath) },
    updateTransforms,
    currentDocument: STALE_REVISION,
  };
}

function listOf(collection: string) {
  const [, parent, collectionId] = /^(.*)\/([^/]+)$/.exec(collection) ?? [];
  return { parent, structured: { from: [{ collectionId }] } };
}

function groupOf(collectionId: string) {
  return { parent: undefined, structured: { from: [{ collectionId, allDescendants: true }] } };
}

function filter(fields: Fields = {}, name: string | null) {
  const filters = [
    ...Object.entries(encodeFields(fields)).map(([field, value]) => isEqual(field, value)),
    ...(name === null ? [] : [isEqual('__name__', { referenceValue: name })]),
  ];
  return filters.length === 0 ? {} : { where: { compositeFilter: { op: 'AND', filters } } };
}

const isEqual = (fieldPath: string, value: unknown) => ({
  fieldFilter: { field: { fieldPath }, op: 'EQUAL', value },
});
