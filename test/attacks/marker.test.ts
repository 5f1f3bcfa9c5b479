import { markerDocument, storedPost, tokenClaims, userDocument } from '../rules/support/people.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { wentThrough } from './support/firestore-rest.ts';
import type { FirestoreTarget } from './support/firestore-target.ts';
import { rule } from './support/rules-defence.ts';
import { type Way, type Write, waysToWrite } from './support/ways-to-write.ts';
import { patch } from './support/writes.ts';

const markersAreOurs = rule(
  'only functions write userClaims/{uid}',
  'match /userClaims/{uid} {',
  'match /userClaims/{uid} { allow write: if isMe(uid);',
);

/** A demoted user keeps an earlier token: one version behind the marker. */
const OLD = { cv: 1_000, role: 'editor' };
const MARKER = { version: 2_000 };

const readsDrafts = async (target: FirestoreTarget, token: string) =>
  wentThrough(await target.rest(token, 'GET', 'posts/draft'));

/** Writes to the own marker by one way; does the old token read drafts afterwards? */
const forging =
  (way: Way, writesOf: (mine: string) => Write[], role = 'viewer') =>
  async (target: FirestoreTarget) => {
    await target.seed({
      'users/me': userDocument('viewer'),
      'userClaims/me': markerDocument(role, MARKER),
      'posts/draft': storedPost('another-author', 'draft'),
    });
    const token = target.token('me', tokenClaims('editor', OLD));
    if (await readsDrafts(target, token)) throw new Error('The old token reads drafts anyway.');
    for (const write of writesOf(target.name('userClaims/me'))) await way(target, token, [write]);
    return outcome(await readsDrafts(target, token));
  };

const grpc = waysToWrite['gRPC Commit'] as Way;
/** What the old token says. */
const FORGED = {
  version: { integerValue: '0' },
  role: { stringValue: 'editor' },
};

threat('an old token counts as current again, by the marker', '8.3.2', () => {
  for (const [name, way] of Object.entries(waysToWrite)) {
    attack(`by putting back what the token says over ${name}`, {
      defence: markersAreOurs,
      attempt: forging(way, (mine) => [patch(mine, FORGED)]),
    });
  }

  attack('by a transform that lowers its version', {
    defence: markersAreOurs,
    // Which is all that a transform can do: the role has to be the same again by now.
    attempt: forging(
      grpc,
      (mine) => [
        {
          transform: {
            document: mine,
            fieldTransforms: [{ fieldPath: 'version', minimum: { integerValue: '1' } }],
          },
        },
      ],
      'editor',
    ),
  });

  attack('by deleting it and creating another', {
    defence: markersAreOurs,
    attempt: forging(grpc, (mine) => [
      { delete: mine },
      { update: { name: mine, fields: FORGED } },
    ]),
  });

  attack('by creating it where there is none', {
    defence: markersAreOurs,
    attempt: async (target) => {
      await target.seed({ 'posts/draft': storedPost('another-author', 'draft') });
      const token = target.token('new', tokenClaims('editor', OLD));
      await grpc(target, token, [
        { update: { name: target.name('userClaims/new'), fields: FORGED } },
      ]);
      return outcome(await readsDrafts(target, token));
    },
  });

  attack('by having none at all', {
    defence: rule(
      'a missing marker denies',
      'let marker = get(/databases/$(database)/documents/userClaims/$(request.auth.uid)).data;\n      return claimedNumber',
      'let marker = get(/databases/$(database)/documents/userClaims/$(request.auth.uid)).data;\n      return !exists(/databases/$(database)/documents/userClaims/$(request.auth.uid)) || claimedNumber',
    ),
    attempt: async (target) => {
      await target.seed({ 'posts/draft': storedPost('another-author', 'draft') });
      return outcome(await readsDrafts(target, target.token('new', tokenClaims('editor', OLD))));
    },
  });
});
