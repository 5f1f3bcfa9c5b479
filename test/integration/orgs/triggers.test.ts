import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { claimsOf, createPerson, db, memberInConsole } from '../../support/admin.ts';

it('the app’s own trigger brings memberships into the claims, each with its entry, and takes them away', async () => {
  const [north, blue] = [randomUUID(), randomUUID()];
  const { uid } = await createPerson('viewer');
  // At the same moment: neither is lost.
  await Promise.all([memberInConsole(north, uid, 'admin'), memberInConsole(blue, uid, 'viewer')]);
  expect(await claimsOf(uid)).toMatchObject({ role: 'viewer', o: { [north]: 'a', [blue]: 'v' } });

  await memberInConsole(north, uid, null);
  expect(await claimsOf(uid)).toMatchObject({ role: 'viewer', o: { [blue]: 'v' } });
  expect((await claimsOf(uid)).o).not.toHaveProperty(north);
  for (const type of ['member-added', 'member-removed']) {
    const entries = db.collection(`orgs/${north}/auditLog`).where('type', '==', type);
    await expect.poll(async () => (await entries.get()).size, { timeout: 60_000 }).toBe(1);
  }
});
