import { existsSync } from 'node:fs';
import nodeModule from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineConfig, defineRoles, type LiveClaimsConfig } from '../core/index.ts';
import { AdminError } from './admin-error.ts';
import { findFirebaseProject } from './firebase-project.ts';

/** What a configuration may be called. */
const NAMES = ['ts', 'mts', 'js', 'mjs'].map((ending) => `live-claims.config.${ending}`);

/** Roles for help and completion in a folder without a configuration. */
const EXAMPLE = defineConfig({
  roles: defineRoles({
    ranking: ['member', 'owner'],
    permissions: { member: [], owner: ['users.manage'] },
    initialRole: null,
  }),
  can: { grantRoles: 'users.manage' },
});

/**
 * Finds and loads the configuration of an app: the file that `--config` names, else
 * `live-claims.config.{ts,mts,js,mjs}` in the folder, in the folder with `firebase.json`, in `functions/` there and
 * in the sources of functions that it names; in each also in `src/`. TypeScript is loaded as it stands.
 *
 * @param args of the command line. When all that they ask for is help or completion and there is no configuration, one with
 *   example roles comes back.
 * @param folder where to begin.
 * @default process.cwd()
 * @throws {AdminError} `no-config`, with what to do.
 * @example
 * const config = await loadConfig(['--config', 'functions/src/access.ts', 'show', 'ada']);
 */
export async function loadConfig(
  args: readonly string[],
  folder: string = process.cwd(),
): Promise<LiveClaimsConfig> {
  const named = configOption(args);
  const file = configFile(args, folder);
  if (file !== null && existsSync(file)) return loadConfigFile(file);
  if (named === null && asksForHelp(args)) return EXAMPLE;
  throw new AdminError(
    'no-config',
    named === null
      ? `There is no live-claims.config.ts in ${folder}, nor in the functions of its firebase.json.`
      : `There is no file ${file}.`,
    {
      next: 'An app gets it by `npx live-claims init`. Where it has one: run this in the folder with firebase.json, or name the file that exports what `defineConfig` made: `--config <file>`.',
    },
  );
}

/**
 * The file that `--config` names, else the one that is found.
 *
 * @example configFile(['show', 'ada']) // '/home/ada/my-app/functions/src/live-claims.config.ts'
 */
export function configFile(args: readonly string[], folder: string = process.cwd()): string | null {
  const named = configOption(args);
  return named === null ? findConfig(folder) : path.resolve(folder, named);
}

/** What `--config` says; the last counts, as everywhere on the command line. */
function configOption(args: readonly string[]): string | null {
  const given = args.flatMap((arg, i) =>
    arg === '--config' ? (args[i + 1] ?? []) : arg.startsWith('--config=') ? arg.slice(9) : [],
  );
  return given.at(-1) ?? null;
}

const asksForHelp = (args: readonly string[]) =>
  args.length === 0 ||
  ['help', 'completion', 'complete'].includes(args[0] ?? '') ||
  args.some((arg) => ['-h', '--help', '-V', '--version'].includes(arg));

/**
 * Where the configuration of an app stands; null for none.
 *
 * @example findConfig('/home/ada/my-app') // '/home/ada/my-app/functions/src/live-claims.config.ts'
 */
export function findConfig(folder: string): string | null {
  const { root, functions } = findFirebaseProject(folder);
  const bases = [folder, root, path.join(root, 'functions'), ...functions];
  const files = bases
    .flatMap((base) => [base, path.join(base, 'src')])
    .flatMap((at) => NAMES.map((name) => path.join(at, name)));
  return files.find((file) => existsSync(file)) ?? null;
}

/**
 * The configuration in a file.
 *
 * @throws {AdminError} `no-config` where it cannot be loaded or exports none.
 * @example const { roles } = await loadConfigFile('/home/ada/my-app/functions/src/live-claims.config.ts');
 */
export async function loadConfigFile(file: string): Promise<LiveClaimsConfig> {
  return configIn(file, await load(file));
}

async function load(file: string): Promise<unknown> {
  if (/\.m?ts$/.test(file) && !process.features.typescript) {
    throw new AdminError(
      'no-config',
      `Node ${process.versions.node} cannot load ${file}, which is TypeScript.`,
      {
        next: 'Use Node 22.18 or newer. Or build it, and name the JavaScript: `--config functions/lib/live-claims.config.js`.',
      },
    );
  }
  const stop = loadTypeScriptAsModules();
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    throw explained(file, error);
  } finally {
    stop();
  }
}

/**
 * TypeScript outside of node_modules is a module, whatever "type" its package.json says: the compiler makes
 * CommonJS of the same file. And `./roles.js` or `./roles` may mean `roles.ts`, as for the compiler.
 */
function loadTypeScriptAsModules(): () => void {
  // From Node 22.15; an older one is here for JavaScript, which needs none of it.
  if (typeof nodeModule.registerHooks !== 'function') return () => {};
  const hooks = nodeModule.registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        if (!/^\.\.?\//.test(specifier)) throw error;
        return next(`${specifier.replace(/\.js$/, '')}.ts`, context);
      }
    },
    load(url, context, next) {
      const isOwn = url.endsWith('.ts') && !url.includes('/node_modules/');
      return next(url, isOwn ? { ...context, format: 'module-typescript' } : context);
    },
  });
  return () => hooks.deregister();
}

function explained(file: string, error: unknown): AdminError {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const [sentence = ''] = String(message).split('\n');
  const next =
    code === 'ERR_MODULE_NOT_FOUND'
      ? 'Install what it imports: `npm install` in the folder of its package.json.'
      : code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX'
        ? 'Node leaves types out and compiles nothing. Build it, and name the JavaScript: `--config functions/lib/live-claims.config.js`.'
        : 'Correct it there, or name another file: `--config <file>`.';
  return new AdminError('no-config', `${file} cannot be loaded: ${sentence}`, {
    next,
    cause: error,
  });
}

/** The configuration that a module exports: as its default, from a compiler's CommonJS too, or as `config`. */
function configIn(file: string, module: unknown): LiveClaimsConfig {
  const { default: main, config } = module as { default?: unknown; config?: unknown };
  const inner = (main as { default?: unknown } | undefined)?.default;
  const found = [main, inner, config].find(isConfig);
  if (found !== undefined) return found;
  throw new AdminError('no-config', `${file} exports no configuration.`, {
    next: 'Write `export default defineConfig({ … })` there, or name another file: `--config <file>`.',
  });
}

/** What `defineConfig` made has its defaults filled in. */
function isConfig(value: unknown): value is LiveClaimsConfig {
  const { roles, can, region } = (value ?? {}) as Partial<Record<keyof LiveClaimsConfig, unknown>>;
  const { ranking } = (roles ?? {}) as { ranking?: unknown };
  return Array.isArray(ranking) && typeof can === 'object' && typeof region === 'string';
}
