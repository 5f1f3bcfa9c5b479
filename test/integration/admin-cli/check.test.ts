import { expect, it } from 'vitest';
import { adminJson, quietProject } from '../../support/admin-cli.ts';

it('check finds in a project what no rule shows: documents, accounts, the top role', async () => {
  const { here, createPerson, auth } = quietProject('demo-admin-check');
  const { uid } = await createPerson({ role: 'Editor ' });
  await createPerson({ role: 'editor' });
  // Not of this hour: its creator could be about to write the document.
  const creationTime = new Date(Date.now() - 7_200_000).toUTCString();
  await auth.importUsers([
    { uid: 'without-document', email: 'w@example.com', metadata: { creationTime } },
  ]);

  const { code, json } = await adminJson('check', ...here);
  expect(code).toBe(1);
  const byCode = Object.groupBy(
    json.findings as { code: string; message: string }[],
    ({ code }) => code,
  );
  expect(Object.keys(byCode).toSorted()).toEqual([
    'accounts-without-document',
    'drift',
    'no-top-role',
    'unreadable-documents',
  ]);
  expect(byCode['unreadable-documents']?.[0]?.message).toContain(uid);
  expect(byCode['accounts-without-document']?.[0]?.message).toContain('without-document');
  expect(json.notLookedAt).toContainEqual(
    expect.objectContaining({ because: 'the emulators have none' }),
  );
});

it('check says what it could not look at where no project answers, after what it has found', async () => {
  const { code, json } = await adminJson('check', '--project', 'my-app-123');
  expect(code).toBe(2);
  expect(json.notLookedAt.at(-1).because).toContain('point at an emulator');
});
