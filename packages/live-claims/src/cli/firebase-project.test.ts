import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { findFirebaseProject } from './firebase-project.ts';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder with these files; a text is written as it stands. */
function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'live-claims-project-'));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(
      path.join(folder, name),
      typeof content === 'string' ? content : JSON.stringify(content),
    );
  }
  return folder;
}

it('hub, projects, rules and functions are those of the files', () => {
  const folder = folderWith({
    'firebase.json': {
      emulators: { hub: { host: '127.0.0.2', port: 4999 } },
      firestore: { rules: 'rules/firestore.rules' },
      functions: { source: 'backend' },
    },
    '.firebaserc': { projects: { default: 'my-app-123', staging: 'my-app-staging' } },
  });
  expect(findFirebaseProject(folder)).toEqual({
    hub: '127.0.0.2:4999',
    projectId: 'my-app-123',
    rulesFile: path.join(folder, 'rules/firestore.rules'),
    aliases: new Map([
      ['default', 'my-app-123'],
      ['staging', 'my-app-staging'],
    ]),
    root: folder,
    functions: [path.join(folder, 'backend')],
    firestore: [{ database: '(default)', rules: 'rules/firestore.rules', indexes: null }],
    hasFile: true,
  });
});

it('a folder inside the project belongs to it', () => {
  const folder = folderWith({ 'firebase.json': { emulators: { hub: { port: 4999 } } } });
  const inside = path.join(folder, 'functions/src');
  mkdirSync(inside, { recursive: true });
  expect(findFirebaseProject(inside)).toMatchObject({
    hub: '127.0.0.1:4999',
    rulesFile: path.join(folder, 'firestore.rules'),
  });
});

it('of several databases, the rules are those of the first', () => {
  const firestore = [{ database: '(default)', rules: 'a.rules' }, { rules: 'b.rules' }];
  const folder = folderWith({ 'firebase.json': { firestore } });
  expect(findFirebaseProject(folder).rulesFile).toBe(path.join(folder, 'a.rules'));
});

it.each([{}, { 'firebase.json': '{', '.firebaserc': '[]' }, { 'firebase.json': 'null' }])(
  'where nothing can be read (%j), the defaults of firebase-tools hold',
  (files) => {
    expect(findFirebaseProject(folderWith(files))).toMatchObject({
      hub: '127.0.0.1:4400',
      projectId: 'demo-no-project',
    });
  },
);
