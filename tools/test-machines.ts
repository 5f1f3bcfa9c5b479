import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './emulators/root.ts';
import { StackError } from './emulators/stack-error.ts';
import { parseOptions } from './parse-options.ts';

/** What another machine has otherwise, and how to be it for a while. */
interface Machine {
  readonly what: string;
  readonly env?: (folder: string) => NodeJS.ProcessEnv;
  /** Goes before the command. */
  readonly prefix?: readonly string[];
  readonly args?: readonly string[];
  /** How many processes do nothing but keep a core busy meanwhile. */
  readonly load?: number;
}

const MACHINES: Readonly<Record<string, Machine>> = {
  'installed-browser': { what: 'the Chromium or Chrome that is installed here, if any' },
  'packaged-browser': {
    what: 'the Chromium inside the npm package, whatever is installed',
    env: () => ({ CHROMIUM_PATH: 'packaged' }),
  },
  'few-fonts': {
    what: 'no font but DejaVu',
    env: (folder) => ({ FONTCONFIG_FILE: dejaVu(folder) }),
  },
  'one-core': { what: 'one core (needs taskset)', prefix: ['taskset', '--cpu-list', '0'] },
  busy: { what: 'every core busy with something else', load: availableParallelism() },
  elsewhere: {
    what: 'Nepal, whose time is 5:45 ahead, in German',
    env: () => ({
      TZ: 'Asia/Kathmandu',
      LANG: 'de_DE.UTF-8',
      LC_ALL: 'de_DE.UTF-8',
      LANGUAGE: 'de',
    }),
  },
  shuffled: { what: 'files and tests in a random order', args: ['--sequence.shuffle'] },
};

const HELP = `
  npm run test:machines -- <machine> [arguments of npm test]

  Runs all tests, or those that the arguments ask for, as another machine would:

${Object.entries(MACHINES)
  .map(([name, { what }]) => `    ${name.padEnd(18)} ${what}`)
  .join('\n')}
`;

/** `npm run test:machines`: comes back with the exit code of the tests. */
export async function main([name, ...args]: readonly string[]): Promise<number> {
  const { values } = parseOptions('npm run test:machines -- --help', {
    args: name?.startsWith('-') ? [name] : [],
    options: { help: { type: 'boolean', short: 'h' } },
  });
  if (values.help || name === undefined) {
    console.log(HELP);
    return values.help ? 0 : 1;
  }
  const machine = MACHINES[name];
  if (!machine) {
    throw new StackError('unknown-option', `There is no machine "${name}".`, {
      next: 'See `npm run test:machines -- --help`.',
    });
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'lc-machine-'));
  const load = Array.from({ length: machine.load ?? 0 }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  try {
    const tests = [
      path.join(ROOT, 'tools', 'run.mjs'),
      'test',
      ...(args.length > 0 ? args : ['--full']),
    ];
    const command = [
      ...(machine.prefix ?? []),
      process.execPath,
      ...tests,
      ...(machine.args ?? []),
    ];
    return await run(command, { ...process.env, ...machine.env?.(folder) });
  } finally {
    for (const process of load) process.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(
  [program = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const child = spawn(program, args, { env, stdio: 'inherit' });
  // Ctrl-C reaches the child as well, which ends by itself; this waits for it.
  const wait = () => {};
  process.on('SIGINT', wait);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    });
  } finally {
    process.off('SIGINT', wait);
  }
}

/** A fontconfig file that knows of no folder but DejaVu's. */
function dejaVu(folder: string): string {
  const { stdout } = spawnSync('fc-list', ['DejaVu Sans', 'file'], { encoding: 'utf8' });
  const font = stdout
    ?.split('\n')
    .map((line) => line.replace(/: *$/, ''))
    .find((file) => existsSync(file));
  if (!font) {
    throw new StackError('unknown-option', 'The DejaVu fonts (or fc-list) are not here.', {
      next: 'Install them: on Debian `apt install fonts-dejavu-core fontconfig`.',
    });
  }
  const file = path.join(folder, 'fonts.conf');
  const [fonts, cache] = [path.dirname(font), path.join(folder, 'cache')];
  writeFileSync(
    file,
    `<?xml version="1.0"?><fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>`,
  );
  return file;
}
