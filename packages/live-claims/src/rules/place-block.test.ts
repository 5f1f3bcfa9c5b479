import { describe, expect, it } from 'vitest';
import { defineConfig, defineRoles } from '../core/index.ts';
import { firstRules, placeMarkers } from './place-block.ts';
import { RulesProblem } from './rules-problem.ts';
import { writeRules } from './write-rules.ts';

const roles = defineRoles({
  ranking: ['member', 'owner'],
  permissions: { member: [], owner: ['users.manage'] },
  initialRole: null,
});
const appConfig = defineConfig({ roles, can: { grantRoles: 'users.manage' } });

const place = (source: string) => placeMarkers(source, 'users');
const write = (source: string) => writeRules(place(source), appConfig);

const rules = (body: string, database = '{database}') => `rules_version = '2';
service cloud.firestore {
  match /databases/${database}/documents {
${body}
  }
}
`;

const problemOf = (work: () => unknown): RulesProblem => {
  try {
    work();
  } catch (error) {
    if (error instanceof RulesProblem) return error;
    throw error;
  }
  throw new Error('There was no problem.');
};

describe('the markers', () => {
  it('go to the end of the match for documents, indented as what stands there', () => {
    const source = rules('    match /users/{uid} {\n      allow read: if true;\n    }');
    expect(place(source)).toBe(
      rules(
        '    match /users/{uid} {\n      allow read: if true;\n    }\n\n    // <live-claims>\n    // </live-claims>',
      ),
    );
  });

  it('stay where they are', () => {
    const placed = place(rules('    match /a/{b} { allow read; }'));
    expect(place(placed)).toBe(placed);
  });

  it('keep tabs', () => {
    const tabs = rules('\t\tmatch /a/{b} { allow read; }');
    expect(place(tabs)).toContain('\n\t\t// <live-claims>\n\t\t// </live-claims>\n  }');
  });

  it('go on lines of their own where the rules are in one', () => {
    const line =
      "rules_version = '2'; service cloud.firestore { match /databases/{d}/documents { match /a/{b} { allow read; } } }";
    expect(place(line)).toMatch(/ \} \n +\/\/ <live-claims>\n +\/\/ <\/live-claims>\n\} \}$/);
  });

  it('go to the match with a rule for users, of several', () => {
    const source = `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents { match /a/{b} { allow read; } }
  match /databases/{database}/documents {
    match /users/{uid} { allow read; }
  }
}`;
    expect(place(source)).toMatch(/users.*\n\n {4}\/\/ <live-claims>/);
  });
});

describe('the block', () => {
  it('names the database by the wildcard of these rules', () => {
    const written = write(rules('    match /a/{b} { allow read; }', '{db}'));
    expect(written).toContain('get(/databases/$(db)/documents/users/$(request.auth.uid))');
    expect(written).not.toContain('$(database)');
  });

  it('names it literally where the rules do', () => {
    const written = write(rules('    match /a/{b} { allow read; }', '(default)'));
    expect(written).toContain('get(/databases/(default)/documents/users/$(request.auth.uid))');
  });

  it('leaves an app’s isSignedIn() its name, and calls its own differently', () => {
    const own = '    function isSignedIn() { return request.auth != null; }';
    const written = write(rules(`${own}\n    match /a/{b} { allow read: if isSignedIn(); }`));
    expect(written).toContain(own);
    expect(written).toContain('function lcIsSignedIn() {');
    expect(written).toContain('return lcIsSignedIn() && request.auth.uid == uid;');
    expect(written.match(/function isSignedIn\(/g)).toHaveLength(1);
    expect(write(written)).toBe(written);
  });

  it('also where the app’s stands around the match, or at the top of the file', () => {
    const source = rules('    match /a/{b} { allow read: if isMe(b); }').replace(
      'service',
      'function isMe(id) { return true; }\nservice',
    );
    expect(write(source)).toContain('function lcIsMe(uid) {');
  });

  it('keeps its names where only a nested match has such a function', () => {
    const own = '    match /a/{b} { function isMe(x) { return true; } allow read: if isMe(b); }';
    expect(write(rules(own))).toContain('    function isMe(uid) {');
  });

  it('is in the first rules of an app', () => {
    const written = write(firstRules('users'));
    expect(written).toContain('function changesAccess()');
    expect(write(written)).toBe(written);
  });
});

describe('refuses, with the place and the next step,', () => {
  it.each([
    ['no version', rules('match /a/{b} { allow read; }').slice(21), 'version 1', 0],
    ['version 1', rules('').replace("'2'", "'1'"), 'version 1', 0],
    ['another service', "rules_version = '2'; service firebase.storage {}", 'service cloud', null],
    [
      'paths that are written out',
      "rules_version = '2';\nservice cloud.firestore { match /databases/{d}/documents/a/{b} { allow read; } }",
      'There is no `match /databases',
      21,
    ],
    ['what it cannot read', rules('match users { }'), 'a path', 95],
  ])('%s', (_, source, message, at) => {
    const problem = problemOf(() => place(source));
    expect(problem.message).toContain(message);
    expect(problem.at).toBe(at);
    expect(problem.next).not.toBe('');
  });

  it('an app’s own function can()', () => {
    const source = rules('    function can(x) { return x; }\n    match /a/{b} { allow read; }');
    const problem = problemOf(() => write(source));
    expect(problem.message).toContain('function can() of their own');
    expect(source.slice(problem.at ?? 0)).toMatch(/^function can/);
  });

  it('markers inside of another match', () => {
    const source = rules(
      '    match /a/{b} {\n      allow read;\n      // <live-claims>\n      // </live-claims>\n    }',
    );
    expect(problemOf(() => write(source)).next).toContain('line 3');
  });
});
