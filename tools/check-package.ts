import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
} from '@microsoft/api-extractor';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { buildPackage, PACKAGE_DIST } from './build-package.ts';
import { ROOT } from './emulators/root.ts';
import { parseOptions } from './parse-options.ts';
import { type ApiItem, renderReference } from './render-reference.ts';

/** What is written from the package, relative to the repository: the surface of each sub-path, and its pages. */
const REPORTS = 'packages/live-claims/api';
const REFERENCE = 'docs/reference';

/** How many lines of a changed report are shown; the rest is in the diff of the commit. */
const SHOWN_LINES = 30;

/**
 * `npm pack` of what `buildPackage` or `buildKit` wrote: what a registry, an adopter and the tests get.
 *
 * @param into the folder for the tarball.
 * @param dist where it was built.
 * @returns its path.
 */
export async function packPackage(into: string, dist = PACKAGE_DIST): Promise<string> {
  const args = ['pack', dist, '--pack-destination', into, '--silent'];
  const { stdout } = await promisify(execFile)('npm', args, {
    shell: process.platform === 'win32',
  });
  return path.join(into, stdout.trim());
}

/** What publint and arethetypeswrong find in a tarball, one line each. */
export async function tarballProblems(
  tarball: Uint8Array<ArrayBuffer>,
): Promise<readonly string[]> {
  const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer }, strict: true });
  const checked = await checkPackage(createPackageFromTarballData(tarball), {
    // A stylesheet has no types.
    excludeEntrypoints: [/\.css$/],
  });
  if (!checked.types) return ['attw: the package has no types'];
  const wrongTypes = checked.problems.filter(
    (problem) =>
      // Node >= 22 has `require` of ES modules, which "engines" asks for.
      problem.kind !== 'CJSResolvesToESM' &&
      // What TypeScript calls node10 knows no "exports"; it is gone from TypeScript 7.
      !('resolutionKind' in problem && problem.resolutionKind === 'node10'),
  );
  return [
    ...messages.map((message) => `publint: ${formatMessage(message, pkg)}`),
    ...wrongTypes.map((problem) => `attw: ${JSON.stringify(problem)}`),
  ];
}

/** The sub-paths that have types, as `core`. */
async function subPaths(): Promise<readonly string[]> {
  const manifest = JSON.parse(await readFile(path.join(PACKAGE_DIST, 'package.json'), 'utf8'));
  return Object.keys(manifest.exports)
    .filter((name) => !/\.(json|css)$/.test(name))
    .map((name) => name.replace('./', ''));
}

/**
 * The report and the page of each sub-path, by file. Made of a copy that finds no node_modules: a report says which of the
 * SDKs' types a signature names, without reading their declarations. That halves the time.
 */
async function apiReports(): Promise<ReadonlyMap<string, string>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'live-claims-api-'));
  try {
    const copy = path.join(folder, 'package');
    await cp(PACKAGE_DIST, copy, { recursive: true });
    const entries = (await subPaths()).map((name) => {
      const entry = path.join(copy, name, 'index.d.ts');
      return { name, entry, config: extractorConfig(name, entry, copy, folder) };
    });
    const reports = new Map<string, string>();
    let compilerState: CompilerState | undefined;
    for (const { name, config } of entries) {
      compilerState ??= CompilerState.create(config, {
        additionalEntryPoints: entries.map(({ entry }) => entry),
      });
      Extractor.invoke(config, {
        compilerState,
        localBuild: true,
        messageCallback: (message) => {
          // That the report is new is no news: the folder is.
          message.handled = message.logLevel !== ExtractorLogLevel.Error;
        },
      });
      const made = (ending: string) => readFile(path.join(folder, `${name}.api.${ending}`), 'utf8');
      reports.set(`${REPORTS}/${name}.api.md`, await made('md'));
      const model: ApiItem = JSON.parse(await made('json'));
      reports.set(`${REFERENCE}/${name}.md`, renderReference(`live-claims/${name}`, model));
    }
    return reports;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function extractorConfig(
  name: string,
  entry: string,
  copy: string,
  reportFolder: string,
): ExtractorConfig {
  const silent = { default: { logLevel: ExtractorLogLevel.None } };
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: path.join(copy, 'package.json'),
    configObject: {
      projectFolder: copy,
      mainEntryPointFilePath: entry,
      compiler: {
        overrideTsconfig: {
          compilerOptions: { module: 'NodeNext', target: 'ES2022', lib: ['ES5', 'DOM'], types: [] },
          files: [entry],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder,
        reportTempFolder: path.join(reportFolder, 'temp'),
        // A type that a signature names is part of the surface, exported or not.
        includeForgottenExports: true,
      },
      docModel: {
        enabled: true,
        apiJsonFilePath: path.join(reportFolder, `${name}.api.json`),
      },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        // The compiler's own have been heard at the build.
        compilerMessageReporting: silent,
        extractorMessageReporting: silent,
        tsdocMessageReporting: silent,
      },
    },
  });
}

/** What differs from the committed reports, line by line; empty where nothing does. */
async function changedSurface(reports: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const changes: string[] = [];
  for (const [file, report] of reports) {
    const committed = await readFile(path.join(ROOT, file), 'utf8').catch(() => '');
    if (committed === report) continue;
    const [before, after] = [committed.split('\n'), report.split('\n')];
    changes.push(
      file,
      ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
      ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
    );
  }
  return changes;
}

/**
 * `npm run api` and a part of `npm run check`: whether what ships is in order. Builds and packs the package, has
 * publint and arethetypeswrong look at the tarball, and compares the public surface with the committed
 * reports. With `--write` it only writes these.
 */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseOptions('npm run api', {
    args: [...args],
    options: { write: { type: 'boolean' } },
  });
  await buildPackage();
  const reports = await apiReports();
  if (values.write) {
    for (const folder of [REPORTS, REFERENCE]) {
      await rm(path.join(ROOT, folder), { recursive: true, force: true });
      await mkdir(path.join(ROOT, folder), { recursive: true });
    }
    for (const [file, report] of reports) await writeFile(path.join(ROOT, file), report);
    console.log(`✔ ${reports.size} files written to ${REPORTS} and ${REFERENCE}`);
    return 0;
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'live-claims-pack-'));
  try {
    const tarball = await readFile(await packPackage(folder));
    const problems = await tarballProblems(new Uint8Array(tarball));
    const changes = await changedSurface(reports);
    for (const line of [...problems, ...changes.slice(0, SHOWN_LINES)]) console.error(line);
    if (changes.length > 0) {
      console.error(
        `The public surface, or its docstrings, have changed. If they are meant to: \`npm run api\`, and commit ${REPORTS} and ${REFERENCE}.`,
      );
    }
    return problems.length + changes.length > 0 ? 1 : 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
