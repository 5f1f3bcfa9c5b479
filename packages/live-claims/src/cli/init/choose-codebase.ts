import type { AppFacts, FunctionsFacts, WebFacts } from './inspect-app.ts';

/** Where the functions of live-claims go: into the app's own codebase, or into a second one beside it. */
export type CodebaseChoice = 'own' | 'second';

/** The SDKs that are written where there are none: what this version of live-claims is tested with. */
export const SDKS = { 'firebase-admin': '^13.10.0', 'firebase-functions': '^7.4.0' } as const;

/** What fits an app, and why. */
export interface CodebaseAdvice {
  readonly choice: CodebaseChoice;
  /** Why the app's own codebase cannot take them; empty where it can. */
  readonly obstacles: readonly string[];
}

/** The lowest versions that the package's functions run with: its peers in package.json. */
export const LOWEST = {
  'firebase-functions': [6, 2],
  'firebase-admin': [13, 0],
  node: [22, 12],
} as const;

/** The codebase that the functions would go into: the app's first for Node, else its first. */
export function ownCodebase({ functions }: Pick<AppFacts, 'functions'>): FunctionsFacts | null {
  const own = functions.filter(({ folder }) => folder !== SECOND_FOLDER);
  return own.find(({ manifest }) => manifest !== null) ?? own[0] ?? null;
}

/** Folder and name of the second codebase. */
export const SECOND_FOLDER = 'live-claims';

/**
 * The codebase that fits: the app's own where its SDKs, Node and modules can take live-claims as they are, else a
 * second one, which asks nothing of them.
 */
export function adviseCodebase(
  facts: Pick<AppFacts, 'functions'>,
  web: Pick<WebFacts, 'language'> | null,
): CodebaseAdvice {
  const own = ownCodebase(facts);
  const obstacles = own === null ? ['The app has no functions.'] : obstaclesIn(own, web);
  return { choice: obstacles.length === 0 ? 'own' : 'second', obstacles };
}

function obstaclesIn(own: FunctionsFacts, web: Pick<WebFacts, 'language'> | null): string[] {
  const { folder, manifest, entry, language, modules, tsModule } = own;
  if (manifest === null) return [`${folder} has no package.json: its functions are not for Node.`];
  const found: string[] = [];
  for (const name of ['firebase-functions', 'firebase-admin'] as const) {
    const range = own.sdks[name];
    const [major, minor] = LOWEST[name];
    const version = range === null ? null : lowestOf(range);
    if (version === null || version[0] > major) continue;
    if (version[0] < major || version[1] < minor) {
      found.push(`${folder} has ${name} ${range}; live-claims needs ${major}.${minor}.`);
    }
  }
  if (own.node !== null && own.node < LOWEST.node[0]) {
    found.push(`${folder} runs on Node ${own.node}; live-claims needs ${LOWEST.node.join('.')}.`);
  }
  if (entry === null) found.push(`The file that exports the functions of ${folder} was not found.`);
  if (language === 'typescript' && modules === 'commonjs' && /^node1[68]$/.test(tsModule ?? '')) {
    found.push(
      `${folder}/tsconfig.json has "module": "${tsModule}" and makes CommonJS: the compiler then takes no ES modules. "nodenext" does.`,
    );
  }
  if (language === 'javascript' && modules === 'commonjs' && web?.language === 'typescript') {
    found.push(
      `The web app is TypeScript and ${folder} is CommonJS: no one configuration file has types for both.`,
    );
  }
  return found;
}

/** The lowest major and minor version of a range; null for `latest`, `*` and addresses. */
export function lowestOf(range: string): readonly [major: number, minor: number] | null {
  const found = /^[\^~>=v\s]*(\d+)(?:\.(\d+))?/.exec(range);
  return found === null ? null : [Number(found[1]), Number(found[2] ?? 0)];
}
