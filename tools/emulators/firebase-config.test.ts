import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  fixedPorts,
  PORT_NAMES,
  readFirebaseConfig,
  withPorts,
  writeRunConfig,
} from './firebase-config.ts';
import { ROOT } from './root.ts';

const config = readFirebaseConfig(ROOT);

describe('firebase.json', () => {
  it('fixes every port, so that firebase-tools takes none at random', () => {
    const ports = Object.values(fixedPorts(config));
    expect(ports).toHaveLength(PORT_NAMES.length);
    expect(new Set(ports).size).toBe(ports.length);
  });

  it('that leaves one out is an error that names it', () => {
    const { tasks: _, ...emulators } = config.emulators;
    expect(() => fixedPorts({ ...config, emulators })).toThrow('emulators.tasks.port');
  });

  it('hides the emulators from the network', () => {
    for (const name of PORT_NAMES.filter((name) => name !== 'firestoreWebsocket')) {
      expect(config.emulators[name], name).toMatchObject({ host: '127.0.0.1' });
    }
  });
});

describe('a run on other ports', () => {
  const ports = {
    ...fixedPorts(config),
    firestore: 20_001,
    firestoreWebsocket: 20_002,
    ui: 20_003,
  };

  it('differs from firebase.json in nothing else', () => {
    const { emulators, ...rest } = withPorts(config, ports, true);
    const { emulators: original, ...same } = config;
    expect(rest).toEqual(same);
    expect(emulators).toEqual({
      ...original,
      firestore: { host: '127.0.0.1', port: 20_001, websocketPort: 20_002 },
      ui: { enabled: true, host: '127.0.0.1', port: 20_003 },
    });
  });

  it('has no Emulator UI where it cannot be had', () => {
    expect(withPorts(config, ports, false).emulators.ui).toMatchObject({ enabled: false });
  });
});

describe('the file of a run', () => {
  it('is its own also where one process runs several stacks', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'lc-config-'));
    try {
      const files = [writeRunConfig(folder, config), writeRunConfig(folder, config)];
      expect(new Set(files).size).toBe(2);
      expect(readdirSync(folder)).toHaveLength(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
