import path from 'node:path';
import {
  type Collections,
  DEFAULT_NAMES,
  type LiveClaimsConfig,
  permissionsOf,
} from '../../core/index.ts';
import type { Choices } from './choices.ts';
import type { Framework, WebFacts } from './inspect-app.ts';

/** The file that says what an app's roles are: functions, web app, rules and command line read it. */
export function configText(choices: Choices): string {
  const { roles, collections, fields, region, database, functionPrefix, receipts } = choices;
  const renamed = changedNames(collections);
  const field = fields.role ?? 'role';
  const lines = [
    `can: { grantRoles: ${quote(choices.grantPermission)} }, // changes the access of people below one's own rank`,
    `region: ${quote(region)},`,
    ...(database === '(default)' ? [] : [`database: ${quote(database)},`]),
    ...(renamed.length === 0 ? [] : [`collections: { ${renamed.join(', ')} },`]),
    ...(field === 'role' ? [] : [`fields: { role: ${quote(field)} },`]),
    ...(receipts ? ['receipts: true, // each browser records which change it has taken'] : []),
    ...(functionPrefix === '' ? [] : [`functionPrefix: ${quote(functionPrefix)},`]),
  ];
  return `import { defineConfig, defineRoles } from 'live-claims/core';

// Functions, web app, rules and command line read this file. After a change: npx live-claims rules
export const roles = defineRoles({
  ranking: [${roles.ranking.map(quote).join(', ')}], // lowest first
  permissions: {
${roles.ranking.map((role) => `    ${key(role)}: [${permissionsOf(roles, role).map(quote).join(', ')}],`).join('\n')}
  },
  initialRole: ${roles.initialRole === null ? 'null' : quote(roles.initialRole)}, // of a new account; null for none
});

export default defineConfig({
  roles,
${lines.map((line) => `  ${line}`).join('\n')}
});
`;
}

function changedNames(collections: Partial<Collections>): string[] {
  return Object.entries<string>({ ...collections })
    .filter(([name, value]) => DEFAULT_NAMES.collections[name as keyof Collections] !== value)
    .map(([name, value]) => `${name}: ${quote(String(value))}`);
}

/** What the functions' file says about those that are not exported. */
const MORE_FUNCTIONS = `// More, when you want them:
//   access.users         an admin's page: setUserRole, setUserDisabled, endSessions
//   access.jobs          the ends of time-bound roles, repair: runJob, reconcileClaims, expireGrants
//   access.invites, access.provisioning, access.settings`;

const ES_MODULE = (
  config: string,
  start: string,
) => `import { liveClaims } from 'live-claims/functions';
import config from ${quote(config)};

${start}const access = liveClaims(config);

// Keeps the claims of every account as its document says.
export const { syncClaims, syncMyClaims } = access.sync;
${MORE_FUNCTIONS}
`;

/** The entry of the second codebase; the functions' names begin as the configuration says. */
export function secondIndexText(config: string, { functionPrefix }: { functionPrefix: string }) {
  const text = `import { initializeApp } from 'firebase-admin/app';
${ES_MODULE(config, 'initializeApp();\n')}`;
  const group = functionPrefix.replace(/-$/, '');
  if (group === '') return text;
  return text
    .replace('const access =', 'const functions =')
    .replace(/export const \{[^}]*\} = access\.sync/, `export const ${group} = functions.sync`);
}

/**
 * The functions as a file of the app's own codebase.
 *
 * @param initialises whether the app's own code calls `initializeApp()`.
 */
export function ownFunctionsText(
  modules: 'esm' | 'commonjs',
  config: string,
  initialises: boolean,
): string {
  const start = initialises ? '' : 'if (getApps().length === 0) initializeApp();\n';
  if (modules === 'esm') {
    const sdk = "import { getApps, initializeApp } from 'firebase-admin/app';\n";
    return `${initialises ? '' : sdk}${ES_MODULE(config, start)}`;
  }
  const sdk = "const { getApps, initializeApp } = require('firebase-admin/app');\n";
  return `${initialises ? '' : sdk}const { liveClaims } = require('live-claims/functions');
const { default: config } = require(${quote(config)});

${start}const access = liveClaims(config);

// Keeps the claims of every account as its document says.
exports.syncClaims = access.sync.syncClaims;
exports.syncMyClaims = access.sync.syncMyClaims;
${MORE_FUNCTIONS}
`;
}

/** The line by which the app's own entry exports them, under a name of their own where there is a prefix. */
export function ownExportLine(
  modules: 'esm' | 'commonjs',
  file: string,
  functionPrefix: string,
): string {
  const group = functionPrefix.replace(/-$/, '');
  if (modules === 'esm') {
    return `export * ${group === '' ? '' : `as ${group} `}from ${quote(file)};`;
  }
  return group === ''
    ? `Object.assign(module.exports, require(${quote(file)}));`
    : `module.exports.${group} = require(${quote(file)});`;
}

/** The names that each framework's bindings have, and the function that makes them. */
const BINDINGS: Readonly<
  Record<Exclude<Framework, 'plain' | 'next' | 'svelte'>, readonly [make: string, names: string]>
> = {
  react: [
    'createLiveClaimsReact',
    'LiveClaimsProvider, useLiveClaims, useCan, useLiveQuery, useLiveDocument, Can',
  ],
  vue: [
    'createLiveClaimsVue',
    'LiveClaimsPlugin, useLiveClaims, useCan, useLiveQuery, useLiveDocument, Can',
  ],
  solid: [
    'createLiveClaimsSolid',
    'LiveClaimsProvider, useLiveClaims, useCan, useLiveQuery, useLiveDocument',
  ],
  angular: [
    'createLiveClaimsAngular',
    'provideLiveClaims, injectLiveClaims, injectCan, injectLiveQuery, requirePermission',
  ],
};

/** The client, which the web app imports. */
export function clientText(
  web: Pick<WebFacts, 'language' | 'start'>,
  framework: Framework,
  imports: { readonly config: string; readonly start: string | null },
  {
    config: { database, receipts },
    functionsPort,
    sessionUrl,
  }: {
    readonly config: Pick<LiveClaimsConfig, 'database' | 'receipts'>;
    readonly functionsPort: number;
    /** Where a server keeps the session cookie; null for an app without. */
    readonly sessionUrl: string | null;
  },
): string {
  const onEmulators = /\bconnect\w+Emulator\b/.test(web.start?.text ?? '');
  const opened =
    database === '(default)' ? 'getFirestore()' : 'getFirestore(getApp(), config.database)';
  const typescript = web.language === 'typescript';
  const { imported, made } = bindingsOf(framework, typescript);
  const typed = made.includes('typeof roles') ? ', { type roles }' : '';
  const follows = sessionUrl !== null;
  const lines = [
    ...(follows ? ["'use client';", ''] : []),
    "import { getApp } from 'firebase/app';",
    "import { getAuth } from 'firebase/auth';",
    "import { getFirestore } from 'firebase/firestore';",
    `import { ${onEmulators ? 'connectFunctionsEmulator, ' : ''}getFunctions } from 'firebase/functions';`,
    ...imported,
    `import { createLiveClaims${follows ? ', followWithSession' : ''} } from 'live-claims/web';`,
    ...(follows ? ["import { useRouter } from 'next/navigation';"] : []),
    ...(follows
      ? [`import { ${typescript ? 'type ReactNode, ' : ''}useEffect } from 'react';`]
      : []),
    `import config${typed} from ${quote(imports.config)};`,
    ...(imports.start === null ? [] : [`import ${quote(imports.start)}; // starts Firebase`]),
    '',
    'const auth = getAuth();',
    ...(receipts ? [`const firestore = ${opened};`] : []),
    'const functions = getFunctions(getApp(), config.region);',
    ...(onEmulators
      ? [
          `if (auth.emulatorConfig) connectFunctionsEmulator(functions, '127.0.0.1', ${functionsPort});`,
        ]
      : []),
    '',
    'export const claims = createLiveClaims({',
    '  auth,',
    receipts ? '  firestore,' : `  firestore: ${opened},`,
    '  functions,',
    '  config,',
    '  pollingUrl: null, // until the functions export `access.api()`',
    '});',
    '',
    ...(receipts ? [...RECORDING, ''] : []),
    made,
    ...(follows ? ['', ...followerLines(typescript, sessionUrl)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** The browser says which change it has taken; a server that renders pages has no session. */
const RECORDING = [
  '// Records which change of access this browser has taken, for admins. Pages do not wait for it.',
  "if (typeof window !== 'undefined') {",
  "  import('live-claims/receipts').then(",
  '    ({ recordReceipts }) => recordReceipts({ claims, auth, firestore, config }),',
  '    () => {}, // without it the page works all the same',
  '  );',
  '}',
];

/** The component that keeps cookie and pages of a Next app as the claims are. */
function followerLines(typescript: boolean, sessionUrl: string): string[] {
  const url = sessionUrl === '/api/session' ? '' : `, url: ${quote(sessionUrl)}`;
  return [
    '/** Around what the root layout renders: the session cookie follows the claims, and the pages follow the cookie. */',
    `export function LiveClaims({ children }${typescript ? ': { children: ReactNode }' : ''}) {`,
    '  const router = useRouter();',
    '  useEffect(',
    `    () => followWithSession(claims, { auth${url}, changed: () => router.refresh() }).stop,`,
    '    [router],',
    '  );',
    '  return <LiveClaimsProvider client={claims}>{children}</LiveClaimsProvider>;',
    '}',
  ];
}

function bindingsOf(framework: Framework, typescript: boolean) {
  switch (framework) {
    case 'plain':
      return {
        imported: [],
        made: '// claims.subscribe(() => render(claims.getSnapshot().permissions));',
      };
    case 'svelte':
      return {
        imported: ["import { createLiveClaimsRunes } from 'live-claims/svelte';"],
        made: 'export const access = createLiveClaimsRunes(claims);',
      };
    default: {
      const of = framework === 'next' ? 'react' : framework;
      const [make, names] = BINDINGS[of];
      return {
        imported: [`import { ${make} } from 'live-claims/${of}';`],
        made: `export const { ${names} } =\n  ${make}${typescript ? '<typeof roles>' : ''}();`,
      };
    }
  }
}

/** How a file is imported by another one: with its ending, or without for TypeScript. */
export function importPath(from: string, to: string, ending: 'kept' | 'none' | 'js'): string {
  const relative = path.posix.relative(path.posix.dirname(from), to);
  const file = relative.startsWith('.') ? relative : `./${relative}`;
  if (ending === 'kept') return file;
  return file.replace(/\.[cm]?[jt]sx?$/, ending === 'js' ? '.js' : '');
}

/** A text in source. */
export const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const key = (name: string) => (/^[a-z_][\w$]*$/i.test(name) ? name : quote(name));
