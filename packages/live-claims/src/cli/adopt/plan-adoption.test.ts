import { expect, it } from 'vitest';
import { appRoles } from '../../testing/app-roles.ts';
import { type Found, planAdoption } from './plan-adoption.ts';
import { readRules } from './rules.ts';

const rules = readRules(appRoles, {
  maps: ['admin=true:owner', 'role=EDITOR:editor', 'role=GUEST:-'],
  file: null,
});

/** From claims, unless the document itself is read. */
function plan(found: Partial<Found>, overwrite = false) {
  const { claims = {}, document = null, values = claims, isOwn = false } = found;
  return planAdoption({ roles: appRoles, rules, overwrite }, { claims, document, values, isOwn });
}

const skip = (code: string) => ({ outcome: 'skip', why: { code } });

it('an account gets the role that its claims stand for, whatever else they say', () => {
  expect(plan({ claims: { admin: true, plan: 'gold' } })).toMatchObject({
    outcome: 'give',
    role: 'owner',
  });
  expect(plan({ claims: { role: 'EDITOR' }, document: { name: 'Ada' } })).toMatchObject({
    role: 'editor',
  });
});

it('an account without anything is left alone', () => {
  expect(plan({})).toEqual({ outcome: 'no-role' });
  expect(plan({ claims: { admin: false, plan: 'gold' } })).toEqual({ outcome: 'no-role' });
  expect(plan({ values: null })).toEqual({ outcome: 'no-role' });
});

it('a value that is said to stand for no role gives none, and is no problem', () => {
  expect(plan({ claims: { role: 'GUEST' } })).toEqual({ outcome: 'no-role' });
});

it('a role that the document has already stays, unless it is told to give way', () => {
  const found = { claims: { admin: true }, document: { role: 'viewer' } };
  expect(plan(found)).toMatchObject(skip('has-role'));
  expect(plan(found, true)).toMatchObject({ outcome: 'give', role: 'owner' });
  const guest = { claims: { role: 'GUEST' }, document: { role: 'viewer' } };
  expect(plan(guest)).toMatchObject(skip('has-role'));
  expect(plan(guest, true)).toMatchObject({ outcome: 'give', role: null });
});

it('a role that is there and in the claims is done; one that the claims do not say is synced', () => {
  const document = { role: 'owner' };
  const done = { claims: { role: 'owner', cv: 5, admin: true }, document };
  expect(plan(done)).toEqual({ outcome: 'has-it', role: 'owner', synced: true });
  const claims = { admin: true };
  expect(plan({ claims, document })).toEqual({ outcome: 'has-it', role: 'owner', synced: false });
});

it('a value that no rule reads is never guessed, and the loss of a claim is said', () => {
  const { why } = plan({ claims: { role: 'SUPPORT' } }) as {
    why: { code: string; message: string };
  };
  expect(why.code).toBe('loses-claim');
  expect(why.message).toContain('role="SUPPORT"');
  expect(why.message).toContain('loses the claim');
  const inDocument = plan({
    document: { role: 'SUPPORT' },
    values: { role: 'SUPPORT' },
    isOwn: true,
  });
  expect(inDocument).toMatchObject(skip('unknown-value'));
  expect(JSON.stringify(inDocument)).not.toContain('loses the claim');
});

it('a claim in our name that nothing accounts for would go with the first sync, and is listed', () => {
  const claims = { role: 'EDITOR' };
  expect(plan({ claims, values: null })).toMatchObject(skip('loses-claim'));
  expect(plan({ claims, values: {} })).toMatchObject(skip('loses-claim'));
  expect(plan({ claims: { role: 'editor', cv: 5 }, values: {} })).toEqual({ outcome: 'no-role' });
});

it('what the app keeps in the field of the role stays, unless it is what was read', () => {
  const document = { role: 'Reporter' };
  expect(plan({ claims: { admin: true }, document })).toMatchObject(skip('other-value'));
  expect(plan({ claims: { admin: true }, document }, true)).toMatchObject({ role: 'owner' });
  const read = { document: { role: 'EDITOR' }, values: { role: 'EDITOR' }, isOwn: true };
  expect(plan(read)).toMatchObject({ outcome: 'give', role: 'editor' });
  const guest = { document: { role: 'GUEST' }, values: { role: 'GUEST' }, isOwn: true };
  expect(plan(guest)).toMatchObject({ outcome: 'give', role: null });
});

it('claims that would become too large are known before anything is written', () => {
  const claims = { admin: true, much: 'x'.repeat(970) };
  expect(plan({ claims })).toMatchObject(skip('claims-too-large'));
});
