import { describe, expect, it } from 'vitest';
import type { LiveClaimsConfig } from '../core/index.ts';
import { appConfig } from '../testing/app-roles.ts';
import { orgConfig } from '../testing/org-config.ts';
import { parseRequest } from './parse-request.ts';
import { fakeTerminal } from './testing/fake-terminal.ts';

const NOW = Date.UTC(2026, 10, 24);

function parseFor(config: LiveClaimsConfig, ...args: string[]) {
  const { out, written } = fakeTerminal();
  const request = parseRequest(args, { out, version: '1.2.3', config, now: NOW });
  return { request, out: written().out };
}

const parse = (...args: string[]) => parseFor(appConfig, ...args);

const COMMANDS = [
  'show',
  'grant',
  'revoke',
  'disable',
  'enable',
  'invite',
  'invites',
  'withdraw',
  'lockdown',
  'require-reauthentication',
  'check-database',
  'reconcile',
  'log',
  'undo',
  'jobs',
  'import',
  'export',
];

const ORG_COMMANDS = ['org members', 'org set', 'org remove', 'org invites'];

describe('a command', () => {
  it('grant carries its options', () => {
    const { request } = parse(
      'grant',
      'ada@example.com',
      'admin',
      '--expires',
      '1d',
      '--reason',
      'on call',
      '--yes',
    );
    expect(request).toEqual({
      command: 'grant',
      project: null,
      json: false,
      person: { text: 'ada@example.com', byUid: false },
      role: 'admin',
      expiresAt: NOW + 86_400_000,
      reason: 'on call',
      prepare: false,
      unverified: false,
      yes: true,
    });
  });

  it.each([
    [['--project', 'my-app-123', '--json', 'show', 'ada']],
    [['show', 'ada', '--json', '--project', 'my-app-123']],
  ])('takes the common options before and after its name: %j', (args) => {
    expect(parse(...args).request).toMatchObject({ project: 'my-app-123', json: true });
  });

  it('revoke ends no session unless asked to', () => {
    expect(parse('revoke', 'ada').request).toMatchObject({ sessions: false, yes: false });
    expect(parse('revoke', 'ada', '--sessions').request).toMatchObject({ sessions: true });
  });

  it.each([`-${'a'.repeat(42)}`, `--${'b'.repeat(41)}`])(
    'withdraw takes an id that begins as an option does: %s',
    (id) => {
      const { request } = parse('withdraw', id, '--reason', 'left', '--yes');
      expect(request).toMatchObject({ command: 'withdraw', invite: id, reason: 'left', yes: true });
    },
  );

  it('an id with an "@" can be told from an address', () => {
    expect(parse('show', 'a@b', '--uid').request).toMatchObject({
      person: { text: 'a@b', byUid: true },
    });
  });

  it.each([
    ['of several lines', 'left\nand more'],
    ['that steers a terminal', '\u001B[8m'],
    ['that turns its direction', '\u202Etfel'],
    ['with half a character', 'left \uD83D'],
    ['that is too long', 'x'.repeat(501)],
  ])('a reason %s is refused, as by a callable', (_, text) => {
    expect(() => parse('revoke', 'ada', '--reason', text)).toThrow(
      expect.objectContaining({ code: 'usage' }),
    );
    expect(parse('revoke', 'ada', '--reason', 'left: "on leave"').request).toMatchObject({
      reason: 'left: "on leave"',
    });
  });

  it.each([
    [['reconcile'], null, { order: 'start', perSecond: null }],
    [['reconcile', '--per-second', '5'], null, { order: 'start', perSecond: 5 }],
    [['reconcile', '--resume', 'j1'], null, { order: 'resume', jobId: 'j1' }],
    [['reconcile', '--stop', 'j1'], null, { order: 'stop', jobId: 'j1' }],
    [['reconcile', '--follow', 'j1'], null, { order: 'follow', jobId: 'j1' }],
    [['reconcile', '--now'], null, { order: 'now', dryRun: false, perSecond: null }],
    [['reconcile', '--dry-run'], null, { order: 'now', dryRun: true, perSecond: null }],
    [['reconcile', '--now', '--per-second', '5'], null, { order: 'now', perSecond: 5 }],
    [['reconcile', 'ada'], { text: 'ada', byUid: false }, { order: 'start', perSecond: null }],
  ])('%j is one order', (args, person, how) => {
    expect(parse(...args).request).toMatchObject({ command: 'reconcile', person, how });
  });

  it('an invite has an end, whether or not one is named', () => {
    const { request } = parse('invite', 'Mia@Example.com', 'editor');
    expect(request).toMatchObject({ email: 'mia@example.com', expiresAt: NOW + 7 * 86_400_000 });
    expect(parse('invite', 'mia@example.com', 'editor', '--days', '30').request).toMatchObject({
      expiresAt: NOW + 30 * 86_400_000,
    });
  });

  it('lockdown turns nothing unless told where to', () => {
    expect(parse('lockdown').request).toMatchObject({ command: 'lockdown', turn: null });
    expect(parse('lockdown', 'on').request).toMatchObject({ turn: 'on', reason: null });
    expect(parse('lockdown', 'off', '--reason', 'over').request).toMatchObject({
      turn: 'off',
      reason: 'over',
    });
  });

  it('require-reauthentication, disable and enable say what they do', () => {
    expect(parse('require-reauthentication').request).toMatchObject({ undo: false });
    expect(parse('require-reauthentication', '--undo').request).toMatchObject({ undo: true });
    expect(parse('disable', 'ada', '--sessions').request).toMatchObject({
      command: 'disable',
      sessions: true,
    });
    expect(parse('enable', 'ada').request).toMatchObject({ command: 'enable', sessions: false });
  });

  it('resync is reconcile by its earlier name, which the help does not list', () => {
    expect(parse('resync', 'ada').request).toEqual(parse('reconcile', 'ada').request);
    expect(parse('--help').out).not.toContain('resync');
  });
});

describe('what happened, and files', () => {
  it('no command at all shows the help', () => {
    expect(parse()).toMatchObject({ request: null, out: expect.stringContaining('One person:') });
  });

  it('log asks for one user, one author, kinds and times', () => {
    expect(parse('log').request).toMatchObject({
      ...{ command: 'log', person: null, by: null, types: null, job: null, from: null },
      ...{ limit: 50, cursor: null, all: false },
    });
    const typed = ['log', 'ada@example.com', '--by', 'boss', '--type', 'session-revoked'];
    expect(parse(...typed, '--since', '2026-01-31', '--after', '17/x').request).toMatchObject({
      person: { text: 'ada@example.com' },
      by: { text: 'boss' },
      types: ['session-revoked'],
      from: Date.UTC(2026, 0, 31),
      cursor: '17/x',
    });
  });

  it('undo takes the id of an entry or a job', () => {
    expect(parse('undo', 'x1', '--dry-run').request).toMatchObject({
      ...{ command: 'undo', id: 'x1', dryRun: true, reason: null, perSecond: null },
    });
    expect(parse('jobs').request).toMatchObject({ command: 'jobs', jobId: null });
    expect(parse('jobs', 'x1').request).toMatchObject({ jobId: 'x1', retry: false });
    expect(parse('jobs', 'x1', '--retry', '--reason', 'typo', '--dry-run').request).toMatchObject({
      ...{ jobId: 'x1', retry: true, reason: 'typo', dryRun: true, perSecond: null, yes: false },
    });
  });

  it('import maps columns, also such with an equals sign', () => {
    const typed = ['import', 'a.csv', '--map', 'role=Rolle', '--map', 'email=E=Mail'];
    expect(parse(...typed, '--result', 'r.csv').request).toMatchObject({
      command: 'import',
      mapping: { role: 'Rolle', email: 'E=Mail' },
      result: 'r.csv',
      dryRun: false,
    });
    expect(parse('export', 'people', '--role', 'editor').request).toMatchObject({
      ...{ command: 'export', what: 'people', format: 'csv', out: null, role: 'editor' },
    });
  });
});

describe('what cannot be understood', () => {
  it.each([
    ['no command but an option', ['--json'], 'No command', '--help'],
    ['a typing error in a role', ['grant', 'a', 'edtior'], 'Did you mean "editor"?', 'revoke'],
    ['a kind of entries that there is not', ['log', '--type', 'x'], 'one or more', 'log --help'],
    ['a mapping without a column', ['import', 'a.csv', '--map', 'x'], 'column', 'import --help'],
    ['an export of anything', ['export', 'posts'], 'people, audit', 'export --help'],
    ['a time that is none', ['log', '--since', 'ever'], 'not a time', '7d'],
    ['a typing error in a command', ['grnt', 'a', 'admin'], 'Did you mean grant?', '--help'],
    ['a typing error in an option', ['revoke', 'a', '--session'], '--sessions', 'revoke --help'],
    ['a missing person', ['show'], "'person'", 'show --help'],
    ['a missing role', ['grant', 'a'], "'role'", 'grant --help'],
    ['one argument too many', ['show', 'a', 'b'], 'a, b', 'show --help'],
    [
      'an option without its value',
      ['grant', 'a', 'admin', '--reason'],
      '--reason',
      'grant --help',
    ],
    ['an unknown role', ['grant', 'a', 'root'], 'no role "root"', 'viewer, editor, admin, owner'],
    ['a role in capitals', ['grant', 'a', 'Admin'], 'Did you mean "admin"?', 'revoke'],
    ['a role with a blank', ['grant', 'a', 'admin '], 'blank', 'revoke'],
    ['no role as a role', ['grant', 'a', ''], 'no role ""', 'revoke'],
    ['an end in the past', ['grant', 'a', 'admin', '--expires', '2020-01-01'], 'future', 'revoke'],
    ['a pace of zero', ['reconcile', '--per-second', '0'], 'whole number', 'reconcile --help'],
    ['a pace in words', ['reconcile', '--per-second', 'fast'], 'whole number', 'reconcile'],
    ['two orders for jobs', ['reconcile', '--stop', 'a', '--resume', 'b'], '--stop', 'reconcile'],
    [
      'a pace for a job that has one',
      ['reconcile', '--follow', 'a', '--per-second', '5'],
      '--follow',
      '',
    ],
    [
      'a job id that leaves its collection',
      ['reconcile', '--stop', 'a/b'],
      'id of a job',
      'reconcile',
    ],
    ['a second try of no job', ['jobs', '--retry'], 'needs a job', 'jobs'],
    ['a pace for a look at a job', ['jobs', 'a', '--per-second', '5'], 'Only --retry', 'jobs'],
    ['no job id', ['reconcile', '--follow', ''], 'id of a job', 'reconcile'],
    ['an address that is none', ['invite', 'mia', 'editor'], 'e-mail address', 'grant'],
    ['an invite for years', ['invite', 'a@example.com', 'editor', '--days', '365'], '30', 'invite'],
    ['an invite for no day', ['invite', 'a@example.com', 'editor', '--days', '0'], '1 to', ''],
    ['a lockdown to neither side', ['lockdown', 'maybe'], 'on, off', 'lockdown --help'],
    ['sessions of an enabled user', ['enable', 'ada', '--sessions'], '--sessions', 'enable'],
    ['a job in this process', ['reconcile', '--now', '--stop', 'a'], '--now', 'reconcile'],
    ['a dry run of one user', ['reconcile', 'a', '--dry-run'], 'One user', 'show'],
    ['a person and a job', ['reconcile', 'a', '--stop', 'b'], 'One user', 'either'],
  ])('%s is one sentence with the way on', (_, args, message, next) => {
    expect(() => parse(...args)).toThrow(
      expect.objectContaining({
        code: 'usage',
        exitCode: 2,
        message: expect.stringContaining(message),
        next: expect.stringContaining(next),
      }),
    );
  });
});

describe('help', () => {
  it('names every command, where it works and every exit code', () => {
    const { request, out } = parse('--help');
    expect(request).toBeNull();
    for (const word of [...COMMANDS, '--project', '--json']) expect(out).toContain(word);
    for (const code of ['0', '1', '2', '3', '4', '5', '70', '130']) {
      expect(out).toMatch(new RegExp(`^ {2}${code} +\\w`, 'm'));
    }
  });

  it.each(COMMANDS)('of %s has an example', (name) => {
    const { request, out } = parse(name, '--help');
    expect(request).toBeNull();
    expect(out).toMatch(new RegExp(`Examples:\\s+npx live-claims ${name}`));
    expect(out).toContain('--project');
  });

  it.each([
    ['an app', appConfig, COMMANDS],
    ['one with organisations', orgConfig, [...COMMANDS, ...ORG_COMMANDS]],
  ] as const)('every example of %s can be understood', (_, config, commands) => {
    const pages = commands.map((name) => parseFor(config, ...name.split(' '), '--help').out);
    const examples = pages.flatMap((page) => [
      ...page.matchAll(/npx live-claims ((?:\S| (?! ))+)/g),
    ]);
    const typed = examples.map(([, command = '']) => command).filter((text) => !/[<[]/.test(text));
    expect(typed.length).toBeGreaterThan(8);
    for (const command of typed) {
      const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(
        ([, quoted, plain = '']) => quoted ?? plain,
      );
      expect(parseFor(config, ...words).request, command).not.toBeNull();
    }
  });

  it('has the version', () => {
    expect(parse('--version')).toEqual({ request: null, out: '1.2.3\n' });
  });

  it('has no colour in a pipe', () => {
    expect(parse('grant', '--help').out).not.toContain('\u001b');
  });
});

describe('commands about an organisation', () => {
  const inOrgs = (...args: string[]) => parseFor(orgConfig, 'org', ...args).request;

  it('carry its id, the person, the role and the end', () => {
    const args = [
      'acme',
      'a@b',
      'editor',
      '--uid',
      '--until',
      '1d',
      '--reason',
      'on call',
      '--json',
    ];
    expect(inOrgs('set', ...args)).toEqual({
      command: 'org set',
      project: null,
      json: true,
      orgId: 'acme',
      person: { text: 'a@b', byUid: true },
      role: 'editor',
      expiresAt: NOW + 86_400_000,
      reason: 'on call',
      unverified: false,
      yes: false,
    });
    expect(inOrgs('remove', 'acme', 'ada', '--yes')).toMatchObject({
      command: 'org remove',
      person: { text: 'ada', byUid: false },
      yes: true,
    });
    expect(inOrgs('members', 'acme')).toMatchObject({ command: 'org members', orgId: 'acme' });
    expect(inOrgs('invites', 'acme')).toMatchObject({ command: 'org invites', orgId: 'acme' });
  });

  it.each([
    ['an id that leads elsewhere', ['members', 'a/b'], 'no id of an organisation'],
    [
      'a role of the app that is none there',
      ['set', 'acme', 'ada', 'admin'],
      'viewer, editor, owner',
    ],
    ['a time that has passed', ['set', 'acme', 'ada', 'editor', '--until', '2020-01-01'], 'future'],
  ])('%s is refused, with what would do', (_, args, message) => {
    expect(() => inOrgs(...args)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining(message) }),
    );
  });

  it.each([
    [['set', 'acme', 'ada', 'none']],
    [['set', 'acme', 'ada', 'editor', '--until', '2020-01-01']],
  ])('what takes a role away there is named: %j', (args) => {
    expect(() => inOrgs(...args)).toThrow(
      expect.objectContaining({ next: expect.stringContaining('`org remove`') }),
    );
  });

  it('are no part of an app without organisations, whose help does not have them', () => {
    expect(() => parse('org', 'members', 'acme')).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringContaining('no organisations'),
      }),
    );
    expect(parse('--help').out).not.toMatch(/^ {2}org/m);
    expect(parseFor(orgConfig, '--help').out).toMatch(/^ {2}org/m);
  });
});
