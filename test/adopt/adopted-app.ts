import { type ChildProcess, exec, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { applyPatch, parsePatch } from 'diff';
import { vi } from 'vitest';
import { freePort } from '../../tools/emulators/ports.ts';
import { type Stack, startStack } from '../../tools/emulators/stack.ts';
import { npmEnv, packInto } from '../support/packed.ts';

const run = promisify(exec);

/** The ports by which these apps know the emulators, as `firebase init` chooses them. */
const EMULATORS: Readonly<Record<string, 'auth' | 'firestore' | 'functions'>> = {
  9099: 'auth',
  8080: 'firestore',
  5001: 'functions',
};

/** Builds and packs the package. @returns the tarball, in a folder that is removed with the process. */
export async function packOnce(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lc-packed-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // Of its own: the kit's tests build at the same time.
  return packInto(folder, path.join(folder, 'dist'));
}

/** What adopting took. */
export interface Effort {
  readonly commands: readonly string[];
  /** Lines that a person wrote, blank ones aside. */
  readonly lines: number;
  /** Files that a person changed, and those that `init` wrote. */
  readonly files: { readonly byHand: number; readonly byInit: number };
  readonly seconds: number;
}

/** Prints what adopting an app took. */
export function report(app: string, { commands, lines, files, seconds }: Effort): void {
  console.log(
    [
      `${app}: ${commands.length} commands, ${lines} lines by hand in ${files.byHand} files, ${files.byInit} files by init, ${seconds} s`,
      ...commands.map((command) => `  ${command}`),
    ].join('\n'),
  );
}

/** One of the apps in this folder, in a folder of its own, and what is done to adopt live-claims there. */
export class AdoptedApp {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'lc-adopt-'));
  private readonly name: string;
  private readonly commands: string[] = [];
  private readonly byInit = new Set<string>();
  private readonly byHand = new Set<string>();
  private lines = 0;
  private startedAt = 0;
  private endedAt = 0;
  private stack: Stack | null = null;
  private server: ChildProcess | null = null;

  constructor(name: 'react' | 'vue' | 'next') {
    this.name = name;
  }

  /** The app as it is before: its own packages installed. And in it the tarball, as the package is not on npm. */
  async prepare(tarball: string): Promise<void> {
    cpSync(path.join(import.meta.dirname, this.name), this.folder, { recursive: true });
    cpSync(tarball, path.join(this.folder, path.basename(tarball)));
    const hasFunctions = existsSync(path.join(this.folder, 'functions'));
    const folders = ['', ...(hasFunctions ? ['functions'] : [])];
    await Promise.all(folders.map((folder) => this.run('npm install', folder)));
  }

  /** From here on it is counted. */
  begin(): this {
    this.startedAt = performance.now();
    return this;
  }

  /** Types a command in the app's folder, which counts. @returns all that it prints. */
  async type(command: string): Promise<string> {
    this.commands.push(command);
    const before = this.files();
    const said = await this.run(command);
    for (const [file, text] of this.files()) {
      if (before.get(file) !== text) this.byInit.add(file);
    }
    return said;
  }

  /** Writes what a person writes: the lines of `<app>.patch`, which count. */
  write(): void {
    const text = readFileSync(path.join(import.meta.dirname, `${this.name}.patch`), 'utf8');
    for (const patch of parsePatch(text)) {
      const name = patch.newFileName ?? '';
      const file = path.join(this.folder, name);
      const patched = applyPatch(readFileSync(file, 'utf8'), patch);
      if (patched === false) throw new Error(`${this.name}.patch does not fit ${name}.`);
      writeFileSync(file, patched);
      this.byHand.add(name);
      const added = patch.hunks.flatMap((hunk) =>
        hunk.lines.filter((line) => /^\+.*\S/.test(line)),
      );
      this.lines += added.length;
    }
  }

  /** `npm run emulators`, by this repository's launcher: on free ports, and from a Firestore emulator that is here. */
  async startEmulators(build?: string): Promise<Stack> {
    this.commands.push('npm run emulators');
    if (build !== undefined) await this.run(build);
    this.stack = await startStack({
      root: this.folder,
      ports: 'free',
      brief: true,
      oldFunctions: this.name === 'react',
      logFile: path.join(this.folder, 'emulators.log'),
    });
    return this.stack;
  }

  /**
   * The app's own build; what is made is told the ports of this run.
   *
   * @param made the folders of what is made.
   */
  async build(...made: readonly string[]): Promise<void> {
    await this.run('npm run build');
    for (const folder of made) this.tellPorts(path.join(this.folder, folder));
  }

  private tellPorts(folder: string): void {
    const { ports } = this.running;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.js')) continue;
      const file = path.join(entry.parentPath, entry.name);
      const text = readFileSync(file, 'utf8');
      const told = Object.entries(EMULATORS).reduce(
        (before, [port, emulator]) =>
          before.replaceAll(new RegExp(`\\b${port}\\b`, 'g'), String(ports[emulator])),
        text,
      );
      if (told !== text) writeFileSync(file, told);
    }
  }

  /** The server of a Next app as it is deployed, on the emulators. @returns its address, once it answers. */
  async serve(): Promise<string> {
    const port = String(await freePort());
    const next = path.join(this.folder, 'node_modules/next/dist/bin/next');
    const args = [next, 'start', '--port', port, '--hostname', '127.0.0.1'];
    const env = { ...process.env, ...this.running.env };
    this.server = spawn(process.execPath, args, { cwd: this.folder, env, stdio: 'pipe' });
    let said = '';
    for (const stream of [this.server.stdout, this.server.stderr]) {
      stream?.on('data', (text) => {
        said += text;
      });
    }
    const url = `http://127.0.0.1:${port}`;
    await vi.waitFor(
      async () => {
        const { status } = await fetch(url);
        if (status !== 200) throw new Error(`Next answers ${status}: ${said}`);
      },
      { timeout: 120_000, interval: 200 },
    );
    return url;
  }

  /** Ends the counting: the page follows. */
  done(): Effort {
    this.endedAt = performance.now();
    return {
      commands: this.commands,
      lines: this.lines,
      files: { byHand: this.byHand.size, byInit: this.byInit.size },
      seconds: Math.round((this.endedAt - this.startedAt) / 1000),
    };
  }

  read(file: string): string {
    return readFileSync(path.join(this.folder, file), 'utf8');
  }

  /** Ends the emulators, and the app's server. */
  async stop(): Promise<void> {
    if (this.server?.exitCode === null) {
      this.server.kill();
      await once(this.server, 'exit');
    }
    await this.stack?.stop();
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get running(): Stack {
    if (this.stack === null) throw new Error('The emulators do not run.');
    return this.stack;
  }

  private async run(command: string, folder = ''): Promise<string> {
    const { stdout, stderr } = await run(command, {
      cwd: path.join(this.folder, folder),
      maxBuffer: 64 * 1024 * 1024,
      env: {
        ...npmEnv({ ...process.env, ...this.stack?.env }),
        npm_config_ignore_scripts: 'true',
        NO_COLOR: '1',
        NEXT_TELEMETRY_DISABLED: '1',
      },
    });
    return stdout + stderr;
  }

  /** The app's files, without what is installed or built. */
  private files(): ReadonlyMap<string, string> {
    const found = readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/node_modules|dist|\.next/.test(entry.parentPath))
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)))
      .filter((file) => !/package-lock\.json$|next-env\.d\.ts$|\.tgz$|\.log$/.test(file));
    return new Map(found.map((file) => [file, this.read(file)]));
  }
}
