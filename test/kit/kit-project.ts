import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildKit, KIT_DIST } from '../../tools/build-kit.ts';
import { packPackage } from '../../tools/check-package.ts';
import { FIREBASE_CLI } from '../../tools/emulators/firebase-tools.ts';
import { PROJECT_ID, type Stack, startStack } from '../../tools/emulators/stack.ts';
import { packInto } from '../support/packed.ts';
import { type LocalRegistry, startRegistry } from './local-registry.ts';

const run = promisify(execFile);

const KIT = 'live-claims-kit';

/** An app's project into which the kit is installed by the Firebase CLI, from a registry on this machine. */
export class KitProject {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'lc-kit-'));
  readonly source = path.join(this.folder, 'function-kits', KIT, 'source');
  private registry: LocalRegistry | null = null;
  private stack: Stack | null = null;

  constructor() {
    writeFileSync(path.join(this.folder, 'firebase.json'), JSON.stringify({ emulators: {} }));
  }

  /** Packs both packages and publishes them. @returns the kit's tarball. */
  async publish(): Promise<string> {
    this.registry = await startRegistry(process.env);
    await this.registry.publish(await packInto(this.folder));
    await buildKit(this.registry.env);
    const tarball = await packPackage(this.folder, KIT_DIST);
    await this.registry.publish(tarball);
    return tarball;
  }

  /**
   * `firebase functions:kits:install`, as a program answers its questions.
   *
   * @returns what it said.
   */
  async install(): Promise<string> {
    const preload = new URL('./loopback-only.ts', import.meta.url).href;
    const args = ['functions:kits:install', '--package', KIT, '--project', PROJECT_ID];
    const { stdout, stderr } = await run(
      process.execPath,
      [
        '--import',
        preload,
        FIREBASE_CLI,
        ...args,
        '--non-interactive',
        '--force',
        '--no-configure',
      ],
      { cwd: this.folder, env: this.cliEnv() },
    );
    return stdout + stderr;
  }

  /** The ids of the instances, in the order of their installation. */
  instances(): readonly string[] {
    const { functions } = JSON.parse(readFileSync(path.join(this.folder, 'firebase.json'), 'utf8'));
    return Object.keys(functions[0].instances);
  }

  /** Writes the parameters of an instance, as a person does who has said `--no-configure`. */
  configure(instance: string, params: Readonly<Record<string, string>>): void {
    const file = path.join(this.source, '..', `config-${instance}`, `.env.${PROJECT_ID}`);
    const lines = Object.entries(params).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(file, lines.join(''));
  }

  /** Replaces a line of the wrapper, which belongs to the app, and compiles it as a deployment does. */
  async editWrapper(line: string, by: string): Promise<void> {
    const file = path.join(this.source, 'src', 'index.ts');
    const text = readFileSync(file, 'utf8');
    if (!text.includes(line)) throw new Error(`The wrapper has no line ${line}`);
    writeFileSync(file, text.replace(line, by));
    await run('npm', ['run', 'build'], { cwd: this.source, shell: process.platform === 'win32' });
  }

  /** What the wrapper declares to a deployment, as the CLI asks it. */
  async manifest(): Promise<Readonly<Record<string, unknown>>> {
    const file = path.join(this.folder, 'manifest.json');
    const bin = path.join(
      this.source,
      'node_modules/firebase-functions/lib/bin/firebase-functions.js',
    );
    const env = { ...process.env, FUNCTIONS_MANIFEST_OUTPUT_PATH: file };
    await run(process.execPath, [bin, this.source], { cwd: this.source, env });
    return JSON.parse(readFileSync(file, 'utf8'));
  }

  /** Starts the emulators with what is installed; those of an earlier call end before. */
  async start(): Promise<Stack> {
    await this.stack?.stop();
    this.stack = await startStack({
      root: this.folder,
      ports: 'free',
      only: ['auth', 'functions', 'firestore'],
      brief: true,
      logFile: path.join(this.folder, 'emulators.log'),
    });
    return this.stack;
  }

  async remove(): Promise<void> {
    await this.stack?.stop();
    this.registry?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private cliEnv(): NodeJS.ProcessEnv {
    if (this.registry === null) throw new Error('Nothing is published.');
    return {
      ...this.registry.env,
      // It asks for a sign-in before it does anything, and nothing here needs one.
      FIREBASE_TOKEN: 'not-a-real-token',
      XDG_CONFIG_HOME: path.join(this.folder, '.config'),
      CI: 'true',
      FIREBASE_FUNCTIONS_DISCOVERY_OUTPUT_PATH: 'true',
      FUNCTIONS_DISCOVERY_TIMEOUT: '60',
      METADATA_SERVER_DETECTION: 'none',
    };
  }
}
