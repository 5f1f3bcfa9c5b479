import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isRunning } from './process-tree.ts';

/** The emulators that a person or a test talks to. */
export const SERVICES = ['auth', 'functions', 'firestore', 'hosting'] as const;
export type Service = (typeof SERVICES)[number];

/** Every port that firebase-tools opens for them. */
export const PORT_NAMES = [
  ...SERVICES,
  'firestoreWebsocket',
  'hub',
  'ui',
  'logging',
  'eventarc',
  'tasks',
] as const;
export type PortName = (typeof PORT_NAMES)[number];
export type StackPorts = Readonly<Record<PortName, number>>;

/** What opens the port, in the words of a message. */
export const PORT_OWNERS: Readonly<Record<PortName, string>> = {
  auth: 'the Auth emulator',
  functions: 'the Functions emulator',
  firestore: 'the Firestore emulator',
  hosting: 'the Hosting emulator',
  firestoreWebsocket: "the Emulator UI's line to Firestore",
  hub: 'the emulator hub',
  ui: 'the Emulator UI',
  logging: "the Emulator UI's log",
  eventarc: 'the Eventarc emulator',
  tasks: 'the Cloud Tasks emulator',
};

/** Emulators listen on IPv4 loopback alone, out of reach for the network. */
export const HOST = '127.0.0.1';

/** `firebase.json`, of which we read and change only the emulators. */
export interface FirebaseConfig {
  readonly emulators: Readonly<Record<string, unknown>>;
  readonly [section: string]: unknown;
}

/** @throws {TypeError} when the file has no emulators. */
export function readFirebaseConfig(root: string): FirebaseConfig {
  const config: unknown = JSON.parse(readFileSync(path.join(root, 'firebase.json'), 'utf8'));
  if (isRecord(config) && isRecord(config.emulators)) return config as FirebaseConfig;
  throw new TypeError('firebase.json has no "emulators".');
}

/**
 * The ports that `firebase.json` fixes.
 *
 * @throws {TypeError} when one of them is missing: firebase-tools would then take any free one.
 */
export function fixedPorts({ emulators }: FirebaseConfig): StackPorts {
  const port = (name: PortName): number => {
    const [section, key] =
      name === 'firestoreWebsocket' ? ['firestore', 'websocketPort'] : [name, 'port'];
    const entry = emulators[section];
    const value = isRecord(entry) ? entry[key] : undefined;
    if (Number.isInteger(value)) return value as number;
    throw new TypeError(`firebase.json lacks emulators.${section}.${key}.`);
  };
  return Object.fromEntries(PORT_NAMES.map((name) => [name, port(name)])) as StackPorts;
}

/** The configuration with these ports, with or without the Emulator UI, and nothing else changed. */
export function withPorts(config: FirebaseConfig, ports: StackPorts, ui: boolean): FirebaseConfig {
  const { firestoreWebsocket, ...rest } = ports;
  const emulators: Record<string, unknown> = { ...config.emulators };
  for (const [name, port] of Object.entries(rest)) emulators[name] = { host: HOST, port };
  emulators.firestore = {
    host: HOST,
    port: ports.firestore,
    websocketPort: firestoreWebsocket,
  };
  emulators.ui = { enabled: ui, host: HOST, port: ports.ui };
  return { ...config, emulators };
}

const CONFIG_NAME = /^\.firebase-stack-(\d+)-\d+\.json$/;

/** How many this process has written: it may run several stacks at a time. */
let written = 0;

/**
 * Writes the configuration of one run beside `firebase.json`, because firebase-tools resolves every
 * path against the folder of its configuration, and comes back with the path. Those that runs left
 * behind which were ended by force are removed.
 */
export function writeRunConfig(root: string, config: FirebaseConfig): string {
  for (const name of readdirSync(root)) {
    const pid = CONFIG_NAME.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) rmSync(path.join(root, name), { force: true });
  }
  written += 1;
  const file = path.join(root, `.firebase-stack-${process.pid}-${written}.json`);
  writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`);
  return file;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
