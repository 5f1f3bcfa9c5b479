import { describe, expect, it } from 'vitest';
import { auth, createPerson, userDoc } from '../../support/admin.ts';
import { admin } from '../../support/admin-cli.ts';

describe('a name with control characters', () => {
  it('is shown escaped', async () => {
    const { uid } = await createPerson('viewer');
    const displayName = '\u001B]0;pwned\u0007\u001B[8mAda\u009B8m\n  ✔ Nothing is wrong.';
    await auth.updateUser(uid, { displayName });
    const { out } = await admin('show', uid);
    expect(out).toContain('\\u{1b}]0;pwned\\u{7}\\u{1b}[8mAda\\u{9b}8m\\u{a}  ✔ Nothing is wrong.');
    expect(out).not.toMatch(/(?!\n)\p{Cc}/u);
    await userDoc(uid).update({ displayName });
    const { out: json } = await admin('show', uid, '--json');
    expect(json).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(JSON.parse(json).document.displayName).toBe(displayName);
  });
});
