import { exec } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { applyPatch, parsePatch } from 'diff';
import { type Stack, startStack } from '../../tools/emulators/stack.ts';
import { npmEnv, packInto } from '../support/packed.ts';

const run = promisify(exec);

/** The ports by which these apps know the emulators, as `firebase init` chooses them. */
const PORTS = { auth: 9099, firestore: 8080, functions: 5001 } as const;

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

  constructor(name: 'react' | 'vue') {
    this.name = name;
  }

  /** The app as it is before: its own packages installed. And in it the tarball, as the package is not on npm. */
  async prepare(tarball: string): Promise<void> {
    cpSync(path.join(import.meta.dirname, this.name), this.folder, { recursive: true });
    cpSync(tarball, path.join(this.folder, path.basename(tarball)));
    await Promise.all([this.run('npm install'), this.run('npm install', 'functions')]);
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

  /** The app's own build, which the Hosting emulator serves; the page is told the ports of this run. */
  async build(): Promise<void> {
    await this.run('npm run build');
    const assets = path.join(this.folder, 'dist', 'assets');
    for (const name of readdirSync(assets).filter((each) => each.endsWith('.js'))) {
      const file = path.join(assets, name);
      const built = Object.entries(PORTS).reduce(
        (text, [emulator, port]) =>
          text.replaceAll(
            new RegExp(`\\b${port}\\b`, 'g'),
            String(this.running.ports[emulator as keyof typeof PORTS]),
          ),
        readFileSync(file, 'utf8'),
      );
      writeFileSync(file, built);
    }
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

  /** Ends the emulators. */
  async stop(): Promise<void> {
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
      },
    });
    return stdout + stderr;
  }

  /** The app's files, without what is installed or built. */
  private files(): ReadonlyMap<string, string> {
    const found = readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/node_modules|dist/.test(entry.parentPath))
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)))
      .filter((file) => !/package-lock\.json$|\.tgz$|\.log$/.test(file));
    return new Map(found.map((file) => [file, this.read(file)]));
  }
}
