import { describe, expect, it } from 'vitest';
import type { Access } from '../core/index.ts';
import { roles, World } from '../testing/world.ts';
import { createDevtools } from './create-devtools.ts';
import { explainChecks } from './explain-check.ts';

async function whyNot(
  permission: string,
  arrange: (world: World) => unknown = () => {},
  access: Partial<Access> = { role: 'reader', version: 10 },
) {
  const devtools = createDevtools();
  const world = new World({ devtools });
  await world.signedIn('ada', access);
  await arrange(world);
  await world.after(50);
  const checks = explainChecks(world.now, roles, devtools.known());
  expect(checks.map((one) => one.permission)).toEqual(['audit', 'grant', 'read', 'write']);
  return checks.find((one) => one.permission === permission)?.why;
}

describe('why a check says what it says', () => {
  it('the role decides', async () => {
    expect(await whyNot('read')).toBe('The role reader permits it.');
    expect(await whyNot('write')).toBe('The role reader does not permit it.');
  });

  it('a lockdown', async () => {
    const locked = (world: World) => world.backend.setSettings({ lockdown: true });
    expect(await whyNot('read', locked)).toBe('The app is locked down to the top role.');
  });

  it('a token that is older than the marker', async () => {
    const behind = (role: string | null) => (world: World) => {
      world.backend.refuseExchanges('auth/network-request-failed');
      world.backend.edit('ada', role, 20);
    };
    expect(await whyNot('write', behind('writer'))).toBe(
      'The token’s role reader does not permit it; the marker’s role writer does, with the next token.',
    );
    expect(await whyNot('read', behind(null))).toBe(
      'The token’s role reader permits it, but the marker has no role: what either refuses is not offered.',
    );
  });

  it('a role without a version, of another table, or none', async () => {
    expect(await whyNot('read', undefined, { role: 'reader', version: 0 })).toMatch(
      /has no version/,
    );
    expect(await whyNot('read', undefined, { role: 'boss', version: 10 })).toBe(
      'The token’s role “boss” is not in the table.',
    );
    expect(await whyNot('read', undefined, { role: null, version: 10 })).toBe(
      'The token has no role.',
    );
  });

  it('a role that has ended', async () => {
    const access = { role: 'reader', version: 10, expiresAt: 2_001 };
    expect(await whyNot('read', (world) => world.after(2_000), access)).toBe(
      'The role reader has ended.',
    );
  });

  it('no account, or a session that has ended', async () => {
    expect(await whyNot('read', (world) => world.tab.signOut())).toBe('Nobody is signed in.');
    const disable = (world: World) =>
      world.backend.setMarker('ada', { version: 20, disabled: true });
    expect(await whyNot('read', disable)).toBe('The session has ended: disabled.');
  });
});
