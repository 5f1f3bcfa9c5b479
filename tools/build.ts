import path from 'node:path';
import type { BuildFailure, BuildOptions } from 'esbuild';
import { buildKit } from './build-kit.ts';
import { buildPackage } from './build-package.ts';
import { ROOT } from './emulators/root.ts';
import { StackError } from './emulators/stack-error.ts';
import { ownFunctionsOnly } from './own-functions-only.ts';
import { parseOptions } from './parse-options.ts';

const FUNCTIONS = path.join(ROOT, 'functions');
const WEB = path.join(ROOT, 'web');

/**
 * Everything but Firebase's own SDKs goes into one file: only the functions folder is uploaded, and
 * `packages/` lives outside of it.
 */
const FUNCTIONS_BUNDLE = {
  absWorkingDir: FUNCTIONS,
  entryPoints: ['src/index.ts'],
  outfile: 'lib/index.js',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  external: ['firebase-admin', 'firebase-admin/*', 'firebase-functions', 'firebase-functions/*'],
  sourcemap: true,
  logLevel: 'silent',
} as const satisfies BuildOptions;

/**
 * Bundles `functions/src/index.ts` to `functions/lib/index.js`.
 *
 * @throws {StackError} `build-failed` with the places in the source.
 */
export async function buildFunctions(): Promise<void> {
  const { build } = await import('esbuild');
  await build(FUNCTIONS_BUNDLE).catch(async (error: unknown) => {
    throw await functionsBroken(error);
  });
}

/**
 * Bundles the functions, and again after each edit, from which the Functions emulator reloads them.
 * Comes back after the first build, with the way to end it.
 *
 * @param onRebuild hears how each later build went: null, or what is wrong.
 * @throws {StackError} `build-failed` when the first build does.
 */
export async function watchFunctions(
  onRebuild: (error: StackError | null) => void,
): Promise<() => Promise<void>> {
  const { context } = await import('esbuild');
  const { promise: first, resolve: onFirst } = Promise.withResolvers<StackError | null>();
  let onBuild: (error: StackError | null) => void = onFirst;
  const watching = await context({
    ...FUNCTIONS_BUNDLE,
    plugins: [
      {
        name: 'report',
        setup: ({ onEnd }) =>
          onEnd(async (result) => {
            onBuild(result.errors.length > 0 ? await functionsBroken(result) : null);
            onBuild = onRebuild;
          }),
      },
    ],
  });
  await watching.watch();
  const error = await first;
  if (error === null) return () => watching.dispose();
  await watching.dispose();
  throw error;
}

/**
 * Builds the production web app from `web/` into `web/dist`.
 *
 * @param projectId whose functions alone the page may call. The Firebase CLI names it to what it runs
 *   before a deployment.
 * @throws {StackError} `build-failed` with what Vite said.
 */
export async function buildWeb(projectId = process.env.GCLOUD_PROJECT): Promise<void> {
  const { build } = await import('vite');
  try {
    await build({
      root: WEB,
      configFile: path.join(WEB, 'vite.config.ts'),
      logLevel: 'error',
      plugins: [ownFunctionsOnly(projectId)],
    });
  } catch (error) {
    throw new StackError('build-failed', 'The web app in web/ does not build.', {
      cause: error,
      details: (error instanceof Error ? error.message : String(error)).split('\n').slice(0, 20),
      next: 'Mend what the lines above name, then try again.',
    });
  }
}

async function functionsBroken(error: unknown): Promise<StackError> {
  const { formatMessages } = await import('esbuild');
  if (!isBuildFailure(error)) throw error;
  const messages = await formatMessages(error.errors, { kind: 'error', terminalWidth: 100 });
  return new StackError('build-failed', 'The functions in functions/src do not build.', {
    details: messages.join('').trimEnd().split('\n'),
    next: 'Mend what the lines above name, then try again.',
  });
}

function isBuildFailure(error: unknown): error is Pick<BuildFailure, 'errors'> {
  return typeof error === 'object' && error !== null && 'errors' in error;
}

const HELP = `
Builds what is deployed.

  npm run build                 functions/lib and web/dist
  npm run build -- functions    only functions/lib
  npm run build -- web          only web/dist
  npm run build -- package      packages/live-claims/dist, which \`npm pack\` takes
  npm run build -- kit          packages/live-claims-kit/dist, once npm's registry has the package
`;

/** `npm run build`: builds both parts, or the one that is named. */
export async function main(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseOptions('npm run build -- --help', {
    args: [...args],
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const builds: Record<string, () => Promise<void>> = {
    functions: buildFunctions,
    web: buildWeb,
    package: buildPackage,
    kit: () => buildPackage().then(() => buildKit()),
  };
  // What a deployment takes; the package is for a registry.
  const names = positionals.length > 0 ? positionals : ['functions', 'web'];
  for (const name of names) {
    const build = builds[name];
    if (!build) {
      throw new StackError('unknown-option', `There is no part "${name}" to build.`, {
        next: 'See `npm run build -- --help`.',
      });
    }
    await build();
    console.log(`✔ ${name} built`);
  }
  return 0;
}
