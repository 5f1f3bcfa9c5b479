import type { LiveClaimsConfig } from '../../core/index.ts';
import { json, recordOf } from '../firebase-project.ts';
import { namesCollection } from '../init/choices.ts';
import {
  type AppFacts,
  type AppFile,
  ARGUMENTS,
  isTest,
  PARENTHESES,
} from '../init/inspect-app.ts';
import { missingIndexes, missingTtl } from '../required-indexes.ts';
import { type Checked, type Finding, findingAt, joined, type NotLookedAt } from './finding.ts';

/** What differs between the app's functions, its client, its indexes and the configuration. */
export function checkFiles(app: AppFacts, config: LiveClaimsConfig): Checked {
  return joined([
    checkFunctions(app, config),
    checkClients(app, config),
    checkIndexes(app, config),
  ]);
}

const result = (
  findings: readonly Finding[],
  notLookedAt: readonly NotLookedAt[],
  what: string,
): Checked => ({
  findings,
  notLookedAt,
  inOrder: findings.length + notLookedAt.length === 0 ? [what] : [],
});

/** The text without comments, every character where it was. */
function withoutComments(text: string): string {
  return text.replace(
    /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (found) => (found.startsWith('/') ? found.replace(/[^\n]/g, ' ') : found),
  );
}

const OURS = /['"]live-claims\/functions['"]/;
/** A function kit's wrapper: the Firebase CLI puts a prefix before the names, which stands in no source. */
const KIT = /['"]live-claims-kit(?:\/lib)?['"]/;
const SIGN_UP = /\bprovisionUser\b|\.provisioning\s*;/;

function checkFunctions(app: AppFacts, config: LiveClaimsConfig): Checked {
  const sources = app.functions
    .flatMap((codebase) => codebase.sources)
    .filter((file) => !isTest(file))
    .map((file) => ({ ...file, text: withoutComments(file.text) }));
  const ours = sources.filter(({ text }) => OURS.test(text));
  if (ours.length === 0 && !sources.some(({ text }) => KIT.test(text))) {
    const message =
      'No functions of this app use live-claims/functions: an edit of a role changes no claims.';
    const next =
      'Run `npx live-claims init`. Are they in another repository, this is as it should be.';
    return result(
      [findingAt('functions-missing', { path: 'firebase.json', text: '' }, null, message, next)],
      [],
      '',
    );
  }
  const blocking = sources.flatMap((file) =>
    [...file.text.matchAll(/\bbeforeUserCreated\s*\(|\.beforeCreate\s*\(/g)].map(({ index }) => ({
      file,
      index,
    })),
  );
  const hasOurs = ours.some(({ text }) => SIGN_UP.test(text));
  const [first, second] = hasOurs ? [null, blocking[0]] : blocking;
  const twice =
    second === undefined
      ? []
      : [
          findingAt(
            'two-sign-up-functions',
            second.file,
            second.index,
            `A project has room for one function before a sign-up, and ${first === null ? 'provisionUser of live-claims' : `${first?.file.path}`} is another.`,
            'Keep this one, do not export provisionUser, and return what `access.provision(event.data)` answers from it.',
          ),
        ];
  return result(
    [...twice, ...ours.flatMap((file) => checkPrefix(file, config))],
    [],
    'functions: they use live-claims, with the names that the configuration says',
  );
}

/** Whether the app has live-claims' function before a sign-up. */
export const hasSignUpFunction = ({ functions }: AppFacts): boolean =>
  functions
    .flatMap(({ sources }) => sources)
    .some(({ text }) => OURS.test(text) && SIGN_UP.test(withoutComments(text)));

const GROUPS = 'sync|provisioning|users|invites|settings|jobs';

/** A group's name is the prefix of its functions; without a group there is none. */
function checkPrefix(file: AppFile, { functionPrefix }: LiveClaimsConfig): readonly Finding[] {
  const groups = new RegExp(
    `(?:export\\s+const|exports\\.)\\s*(\\w+)\\s*=\\s*[\\w.()]+\\.(?:${GROUPS})\\b(?!\\s*\\.)`,
    'g',
  );
  const flat = /(?:export\s+const\s*\{[^}]*\bsyncMyClaims\b|exports\.syncMyClaims\s*=)/g;
  const found = [
    ...[...file.text.matchAll(groups)].map((match) => ({
      at: match.index,
      prefix: `${match[1]}-`,
    })),
    ...[...file.text.matchAll(flat)].map((match) => ({ at: match.index, prefix: '' })),
  ];
  return found
    .filter(({ prefix }) => prefix !== functionPrefix)
    .map(({ at, prefix }) =>
      findingAt(
        'prefix-differs',
        file,
        at,
        `These functions are deployed ${prefix === '' ? 'without a prefix' : `with the prefix "${prefix}"`}, and the configuration says "${functionPrefix}": the client calls a name that does not exist.`,
        `Set functionPrefix to "${prefix}" in the configuration, or export them ${functionPrefix === '' ? 'one by one: export const { syncClaims, syncMyClaims } = access.sync' : `as the group ${functionPrefix.slice(0, -1)}`}.`,
      ),
    );
}

const GET_FUNCTIONS = new RegExp(String.raw`\bgetFunctions\s*\((${ARGUMENTS})\)`, 'g');
const ARGUMENT = new RegExp(`(?:[^(),]|${PARENTHESES})+`, 'g');

function checkClients(app: AppFacts, { region }: LiveClaimsConfig): Checked {
  const sources = app.webs
    .flatMap((web) => web.sources)
    .filter((file) => !isTest(file))
    .map((file) => ({ ...file, text: withoutComments(file.text) }));
  // Folders of web apps may lie in each other.
  const byPath = new Map(sources.map((file) => [file.path, file]));
  const clients = [...byPath.values()].filter(({ text }) => /\bcreateLiveClaims\s*\(/.test(text));
  const notLookedAt: NotLookedAt[] = [];
  const findings: Finding[] = [];
  if (clients.length === 0) {
    notLookedAt.push({
      what: 'the client’s region',
      because: 'no web app here calls createLiveClaims()',
    });
  }
  for (const file of clients) {
    const calls = [...file.text.matchAll(GET_FUNCTIONS)];
    if (calls.length === 0 && /\bfunctions\b/.test(file.text)) {
      notLookedAt.push({
        what: `the region of ${file.path}`,
        because:
          'it gets its functions from another file; that must name the configuration’s region',
      });
    }
    for (const { 0: call, 1: typed = '', index } of calls) {
      const [, named] = (typed.match(ARGUMENT) ?? []).map((each) => each.trim());
      if (named?.endsWith('.region')) continue;
      const used = named ? /^(['"`])([a-z]+-[a-z]+\d+)\1$/.exec(named)?.[2] : 'us-central1';
      if (used === undefined) {
        const because = `\`${call.replace(/\s+/g, ' ')}\` names no region to the letter`;
        notLookedAt.push({ what: `the region of ${file.path}`, because });
      } else if (used !== region) {
        findings.push(
          findingAt(
            'region-differs',
            file,
            index,
            `The client calls functions in ${used}, and they run in ${region}: it cannot ask for a repair of its claims.`,
            'Write `getFunctions(app, config.region)`.',
          ),
        );
      }
    }
  }
  return result(findings, notLookedAt, 'client: it calls the functions where they run');
}

/** Fields that live-claims queries by, so that their own indexes must not be off. */
function queried({
  collections,
  fields,
}: LiveClaimsConfig): ReadonlyMap<string, readonly string[]> {
  return new Map([
    [collections.users, [fields.role, fields.expiresAt, fields.email]],
    [collections.invites, ['email', 'acceptedAt', 'reservedFor']],
    [collections.audit, ['at', 'uid', 'type']],
    [collections.jobs, ['kind', 'status', 'startedBy']],
  ]);
}

function checkIndexes(app: AppFacts, config: LiveClaimsConfig): Checked {
  const { firestore } = app;
  const entry = firestore.find(({ database }) => database === config.database);
  const file = entry?.indexes;
  const text = file?.text ?? null;
  if (!file || text === null) {
    const because = 'firebase.json names no file of indexes that exists';
    return result([], [{ what: 'indexes', because }], '');
  }
  const { fieldOverrides } = json(text);
  const missing = missingIndexes(text, config);
  const off = listOf(fieldOverrides).filter(
    ({ collectionGroup, fieldPath, indexes: own }) =>
      Array.isArray(own) &&
      !own.some((each) => recordOf(each).queryScope !== 'COLLECTION_GROUP') &&
      queried(config).get(String(collectionGroup))?.includes(String(fieldPath)),
  );
  const at = { path: file.path, text };
  return result(
    [
      ...missing.map(({ collectionGroup, queryScope, fields }) =>
        findingAt(
          'index-missing',
          at,
          null,
          `The index of ${queryScope === 'COLLECTION' ? '' : 'the collection group '}${collectionGroup} by ${fields.map(({ fieldPath }) => fieldPath).join(' and ')} is missing: ${queryScope === 'COLLECTION' ? 'queries of an admin’s page fail' : 'what is of all organisations is not found, such as the invites to an address'}.`,
          '`npx live-claims init` adds it. Then deploy it: `firebase deploy --only firestore:indexes`.',
        ),
      ),
      ...off.map(({ collectionGroup, fieldPath }) =>
        findingAt(
          'index-off',
          at,
          text.indexOf(`"${fieldPath}"`),
          `The index of ${collectionGroup}.${fieldPath} is off, by which live-claims queries: those queries fail.`,
          'Remove this override.',
        ),
      ),
      ...checkTtl(app, at, config),
    ],
    [],
    `${file.path}: the indexes that live-claims needs are there`,
  );
}

/** Whether receipts go by themselves, and nothing of the app's own with them. */
function checkTtl(app: AppFacts, at: AppFile, config: LiveClaimsConfig): readonly Finding[] {
  if (!config.receipts) return [];
  const { clients } = config.collections;
  if (namesCollection(app, clients)) {
    return [
      findingAt(
        'ttl-of-others',
        at,
        null,
        `The TTL policy that deletes receipts is for every collection called ${clients}, and this app has one of its own: Firestore deletes its documents too, once a time in their field expiresAt has passed.`,
        "Give that of receipts another name: `collections: { clients: 'accessClients' }` in the configuration. Then `npx live-claims init`.",
      ),
    ];
  }
  if (missingTtl(at.text, config) === null) return [];
  return [
    findingAt(
      'ttl-missing',
      at,
      null,
      `The TTL policy on expiresAt of the collection group ${clients} is missing: receipts stay for good, with device and times of people.`,
      '`npx live-claims init` adds it. Then deploy it: `firebase deploy --only firestore:indexes`.',
    ),
  ];
}

const listOf = (value: unknown) => (Array.isArray(value) ? value.map(recordOf) : []);
