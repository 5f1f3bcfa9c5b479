import path from 'node:path';
import { type LiveClaimsConfig, permissionsOf, topRole } from '../../core/index.ts';
import { json } from '../firebase-project.ts';
import { LOWEST, lowestOf, SDKS } from './choose-codebase.ts';
import type { Draft } from './draft.ts';
import { setIn } from './edit-json.ts';
import { type AppFacts, type AppFile, rangeOf, type WebFacts } from './inspect-app.ts';
import { importPath, quote } from './templates.ts';

/** What a Next app with an `app` folder gets beside the client. */
export interface NextFiles {
  readonly files: readonly AppFile[];
  /** Where the session's route answers. */
  readonly sessionUrl: string;
  /** The file with `pageSession`. */
  readonly server: string;
  /** The root layout, as far as there is one. */
  readonly layout: string | null;
}

/** Firebase Hosting lets this one through, so an app may have it already. */
const USUAL_COOKIE = '__session';
const OTHER_COOKIE = 'live-claims';

/**
 * The server's part of a Next app: the guard of its pages, and the route that keeps the session cookie.
 *
 * @param config how a file there imports the configuration.
 * @returns null for an app with the pages router alone.
 */
export function nextFiles(
  web: WebFacts,
  client: string,
  config: (from: string) => string,
): NextFiles | null {
  const inApp = web.sources.find(({ path: file }) => APP_FOLDER.test(inside(web, file)));
  if (inApp === undefined) return null;
  const folder = path.posix.join(web.folder, APP_FOLDER.exec(inside(web, inApp.path))?.[1] ?? '');
  const typescript = web.language === 'typescript';
  const ending = typescript ? 'ts' : 'js';
  const kept = typescript ? 'none' : 'kept';
  const server = path.posix.join(path.posix.dirname(client), `live-claims-server.${ending}`);
  const admin = web.sources.find(
    ({ text }) => /['"]firebase-admin(\/app)?['"]/.test(text) && /\binitializeApp\s*\(/.test(text),
  );
  const isTaken = web.sources.some(({ path: file }) => file.startsWith(`${folder}/api/session/`));
  const name = isTaken ? 'live-claims-session' : 'session';
  const route = `${folder}/api/${name}/route.${ending}`;
  // Apps in several languages have it in `app/[locale]`.
  const layout = web.sources.find(
    ({ path: file }) =>
      file.startsWith(`${folder}/`) &&
      /^(\[[^/]+\]\/)?layout\.[jt]sx?$/.test(file.slice(folder.length + 1)),
  );
  return {
    server,
    sessionUrl: `/api/${name}`,
    layout: layout?.path ?? null,
    files: [
      {
        path: server,
        text: serverText(typescript, config(server), {
          admin: admin === undefined ? null : importPath(server, admin.path, kept),
          hasCookie: web.sources.some(({ text }) => text.includes(USUAL_COOKIE)),
        }),
      },
      { path: route, text: routeText(importPath(route, server, kept)) },
    ],
  };
}

const APP_FOLDER = /^((?:src\/)?app)\//;

/** The path of a file of the web app, from that app's folder. */
const inside = ({ folder }: WebFacts, file: string) => path.posix.relative(folder, file);

function serverText(
  typescript: boolean,
  config: string,
  { admin, hasCookie }: { readonly admin: string | null; readonly hasCookie: boolean },
): string {
  const asked = typescript
    ? 'requirement?: Parameters<typeof access.verifySession>[1]'
    : 'requirement';
  const cookie = `, {
  // Your app has a cookie ${USUAL_COOKIE} of its own. Behind Firebase Hosting this has to be the one of that name.
  cookie: { name: ${quote(OTHER_COOKIE)} },
}`;
  const lines = [
    ...(admin === null ? ["import { getApps, initializeApp } from 'firebase-admin/app';"] : []),
    "import { liveClaimsServer } from 'live-claims/server';",
    "import { headers } from 'next/headers';",
    `import config from ${quote(config)};`,
    ...(admin === null ? [] : [`import ${quote(admin)}; // starts the Admin SDK`]),
    '',
    ...(admin === null
      ? [
          '// Outside of Google Cloud it needs a service account: initializeApp({ credential: cert(…) })',
          'if (getApps().length === 0) initializeApp();',
          '',
        ]
      : []),
    "export { requires } from 'live-claims/server';",
    '',
    '/** Guards routes: `access.guard(requires(…), handler)`, and the proxy: `access.verifySession(request, requires(…))`. */',
    `export const access = liveClaimsServer(config${hasCookie ? cookie : ''});`,
    '',
    '/**',
    ' * Who asks for a page: `{ session, refusal }`, of which one is null. For server components.',
    ' *',
    " * `const { session, refusal } = await pageSession(requires('…', { check: 'marker' }))`",
    ' */',
    `export async function pageSession(${asked}) {`,
    '  return access.verifySession({ headers: await headers() }, requirement);',
    '}',
    '',
    '/** The same for a server action: the method keeps out those that another site’s page sends. */',
    `export async function actionSession(${asked}) {`,
    "  return access.verifySession({ headers: await headers(), method: 'POST' }, requirement);",
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

const routeText = (server: string) => `import { access } from ${quote(server)};

// The browser posts its ID token here whenever its claims have changed, and gets a session cookie with the same.
export const POST = access.createSession;
export const DELETE = access.endSession;
`;

/** The server's part of a Next app. @returns what is left to do there. */
export function addServer(
  draft: Draft,
  { emulators }: AppFacts,
  web: WebFacts,
  next: NextFiles,
  client: string,
  file: { readonly path: string; readonly config: LiveClaimsConfig },
): string[] {
  const { roles } = file.config;
  for (const { path: name, text } of next.files) draft.write(name, text);
  const manifest = web.manifest.path;
  const admin = rangeOf(json(draft.read(manifest) ?? undefined), 'firebase-admin');
  const range = SDKS['firebase-admin'];
  const [lowest] = LOWEST['firebase-admin'];
  const left: string[] = [];
  if (admin === null) {
    draft.edit(manifest, (text) => setIn(text, ['dependencies', 'firebase-admin'], range));
  } else if ((lowestOf(admin)?.[0] ?? lowest) < lowest) {
    left.push(
      `${manifest} has firebase-admin ${admin}; live-claims needs ${lowest} or newer. Update it: \`npm install firebase-admin@${lowest}\``,
    );
  }
  const [permission] = permissionsOf(roles, topRole(roles));
  const layout = next.layout ?? 'The root layout';
  const from = (file: string) => importPath(next.layout ?? client, file, 'none');
  if (/\bconnect\w+Emulator\b/.test(web.start?.text ?? '')) {
    left.push(...toEmulators(draft, web, emulators));
  }
  if (roles.initialRole === null) {
    left.push(
      `A user who has never had a role is signed out as far as the server is concerned. Should new accounts have one, then name it as \`initialRole\` in ${file.path}.`,
    );
  }
  return [
    ...left,
    `${layout}: put <LiveClaims> around {children}; it comes from '${from(client)}'.`,
    `A page asks \`await pageSession(requires('${permission}', { check: 'marker' }))\` for its { session, refusal }; both come from '${from(next.server)}'. Routes, actions and the proxy ask there too.`,
  ];
}

/** `next dev` has its server on the emulators too, as the browser is. @returns what is left to do for that. */
function toEmulators(draft: Draft, web: WebFacts, ports: AppFacts['emulators']): string[] {
  const file = path.posix.join(web.folder, '.env.development');
  const before = draft.read(file) ?? '';
  if (/^FIRE(BASE_AUTH|STORE)_EMULATOR_HOST=/m.test(before)) return [];
  const projects = web.sources.flatMap(({ text }) => PROJECT_ID.exec(text)?.[1] ?? []);
  const lines = [
    '# The server of `next dev` uses the emulators, as the browser does.',
    `FIREBASE_AUTH_EMULATOR_HOST=127.0.0.1:${ports.auth}`,
    `FIRESTORE_EMULATOR_HOST=127.0.0.1:${ports.firestore}`,
    ...projects.slice(0, 1).map((id) => `GOOGLE_CLOUD_PROJECT=${id}`),
  ];
  const text = `${before === '' ? '' : `${before.trimEnd()}\n\n`}${lines.join('\n')}\n`;
  draft.write(file, text);
  draft.edit(file, () => text);
  return projects.length > 0
    ? []
    : [
        `${file}: add \`GOOGLE_CLOUD_PROJECT=\` and the id of the project that you start the emulators with.`,
      ];
}

/** As a Firebase configuration has it. */
const PROJECT_ID = /\bprojectId['"]?\s*:\s*['"]([a-z][a-z0-9-]{4,29})['"]/;
