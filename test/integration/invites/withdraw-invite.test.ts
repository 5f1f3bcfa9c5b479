import type { FunctionsError } from 'firebase/functions';
import { describe, expect, it } from 'vitest';
import { createPerson } from '../../support/admin.ts';
import {
  accept,
  auditTo,
  create,
  newEmail,
  readInvite,
  refusal,
  withdraw,
} from '../../support/invites.ts';

describe('withdrawInvite', () => {
  it('withdraws an invite, so that it gives nothing any more, with an entry in the log', async () => {
    const [inviter, guest] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    const { inviteId: id } = await create(inviter, guest.email, 'editor');
    await withdraw(inviter, id);
    expect(await accept(guest)).toMatchObject({ taken: false, role: 'viewer' });
    expect((await auditTo(guest.email)).map((entry) => entry?.type).sort()).toEqual([
      'invite-created',
      'invite-withdrawn',
    ]);
    await expect(withdraw(inviter, id)).rejects.toMatchObject({ code: 'functions/not-found' });
  });

  it('tells a stranger nothing, and is refused above one’s rank', async () => {
    const [owner, admin, viewer] = await Promise.all([
      createPerson('owner'),
      createPerson('admin'),
      createPerson('viewer'),
    ]);
    const email = newEmail();
    const { inviteId: id } = await create(owner, email, 'admin');
    const answers = await Promise.all(
      [id, 'no-such-invite'].map((each) =>
        withdraw(viewer, each).catch(({ code, message, details }: FunctionsError) => [
          code,
          message,
          details,
        ]),
      ),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toContain('functions/permission-denied');
    await expect(withdraw(admin, id)).rejects.toMatchObject(refusal('rank-too-low'));
    expect(await readInvite(email)).not.toBeNull();
  });

  it.each(['../users/x', '', 'a/b', '__x__', 42])('refuses %j as an id', async (id) => {
    const admin = await createPerson('admin');
    await expect(withdraw(admin, id as string)).rejects.toMatchObject({
      code: 'functions/invalid-argument',
    });
  });
});
