import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../tools/emulators/root.ts';
import { AdopterProject, complaints, RUNS, runBin, runCompiled } from './adopter-project.ts';

const { peerDependencies, engines } = JSON.parse(
  readFileSync(path.join(ROOT, 'packages/live-claims/package.json'), 'utf8'),
) as Readonly<Record<'peerDependencies' | 'engines', Readonly<Record<string, string>>>>;

/** What an adopter installs beside the peers, in the version of React. */
const BESIDE_REACT = ['react-dom', '@types/react', '@types/react-dom'];

/** The package of npm that is Node for this machine, as the package "node" chooses it. */
const NODE_PACKAGE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** The first version that a range takes: ours begin with it. */
const lowest = (range: string) => /\d+\.\d+\.\d+/.exec(range)?.[0] ?? range;

/** The last major version of a range, of which npm takes the newest. */
const highest = (range: string) => range.split('||').at(-1)?.trim() ?? range;

/** The declared peers at one end, so that a wider range in package.json is tested as well. */
function peersAt(end: (range: string) => string): Record<string, string> {
  const peers = Object.entries(peerDependencies).map(([name, range]) => [name, end(range)]);
  const react = end(peerDependencies.react ?? '');
  return Object.fromEntries([...peers, ...BESIDE_REACT.map((name) => [name, react])]);
}

/** The console's component library wants React 19.2, which only an app with the console needs: its lowest version takes no React 18. */
const CONSOLE_ALONE = /^@mantine\//;

/** Peers of an app that mounts no console. */
const withoutConsole = (versions: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(versions).filter(([name]) => !CONSOLE_ALONE.test(name)));

const ENDS = [
  {
    end: 'lowest',
    versions: {
      ...withoutConsole(peersAt(lowest)),
      '@types/node': '^22',
      [NODE_PACKAGE]: lowest(engines.node ?? ''),
    },
    node: path.join('node_modules', NODE_PACKAGE, 'bin/node'),
    // That Node does not load TypeScript.
    config: ['--config', 'out/live-claims.config.js'],
  },
  {
    end: 'highest',
    versions: { ...peersAt(highest), '@types/node': '^24' },
    node: null,
    config: [],
  },
] as const;

describe.each(ENDS)(
  'with the $end versions that the package takes',
  ({ versions, node, config }) => {
    const project = new AdopterProject();
    beforeAll(() => project.install(versions), 600_000);
    afterAll(() => project.remove(), 600_000);

    it.each(['module', 'commonjs'] as const)(
      'a project of kind %s type-checks and runs',
      async (kind) => {
        const folder = project.adopt(kind);
        expect(await complaints(folder)).toEqual([]);
        const on = node === null ? process.execPath : path.join(project.folder, node);
        expect(await runCompiled(folder, kind, on)).toEqual(RUNS);
        const options = { cwd: folder, node: on };
        const { stderr } = await runBin(project, ['grant', 'ada', 'boss', ...config], options);
        expect(stderr).toContain('The roles are member, moderator, owner');
      },
    );
  },
);
