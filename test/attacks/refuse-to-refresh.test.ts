import { storedPost, tokenClaims, userDocument } from '../rules/support/people.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { wentThrough } from './support/firestore-rest.ts';
import type { FirestoreTarget } from './support/firestore-target.ts';
import { rule } from './support/rules-defence.ts';
import { newPost } from './support/writes.ts';

const documentDecides = rule(
  'what one may write is asked of users/{uid}',
  'roleHas(effectiveRole(), permission)',
  "roleHas(request.auth.token.get('role', null), permission)",
);

/** How often a user is demoted while they write as fast as they can. */
const DEMOTIONS = 25;
const WRITERS = 4;

interface Race {
  /** Writes that were committed before the demotion was. */
  readonly before: number;
  /** Writes that were committed after it. */
  readonly after: number;
}

/**
 * Demotes an admin whose token never changes and who writes on `WRITERS` connections. By the commit
 * times that Firestore gave: the emulator's clock alone decides what was first.
 */
async function race(target: FirestoreTarget, uid: string): Promise<Race> {
  await target.seed({ [`users/${uid}`]: userDocument('admin') });
  const token = target.token(uid, tokenClaims('admin'));
  const commitTimes: string[] = [];
  let refused = 0;
  let demoted = false;
  let writesAfter = 0;
  const writer = async (lane: number) => {
    for (let turn = 0; refused < WRITERS * 2 && writesAfter < WRITERS * 2; turn += 1) {
      const askedAfter = demoted;
      const writes = [newPost(target.name(`posts/${uid}-${lane}-${turn}`), uid)];
      const answer = await target.rest(token, 'POST', ':commit', { writes });
      if (wentThrough(answer)) commitTimes.push(answer.body.commitTime);
      else refused += 1;
      if (askedAfter) writesAfter += 1;
    }
  };
  const writers = Array.from({ length: WRITERS }, (_, lane) => writer(lane));
  while (commitTimes.length < WRITERS) await new Promise(setImmediate);
  const edit = await target.seed({ [`users/${uid}`]: userDocument('viewer') });
  demoted = true;
  await Promise.all(writers);
  const before = commitTimes.filter((time) => time <= edit).length;
  return { before, after: commitTimes.length - before };
}

threat('a demoted admin goes on with the token from before', '8.3.2', () => {
  attack('by writing as fast as they can over REST, never refreshing it', {
    defence: documentDecides,
    attempt: async (target) => {
      const races: Race[] = [];
      for (let turn = 0; turn < DEMOTIONS; turn += 1) {
        races.push(await race(target, `admin-${turn}`));
        // One write too many is enough.
        if (races.some(({ after }) => after > 0)) break;
      }
      const before = races.reduce((sum, each) => sum + each.before, 0);
      const after = races.reduce((sum, each) => sum + each.after, 0);
      console.log(
        `${races.length} demotions of a writing admin: ${before} writes before, ${after} after the commit.`,
      );
      return outcome(after > 0);
    },
  });

  attack('by a Write stream that was opened before', {
    defence: documentDecides,
    attempt: async (target) => {
      await target.seed({ 'users/me': userDocument('admin') });
      const { database, name } = target;
      const stream = target.grpc(target.token('me', tokenClaims('admin'))).stream('Write');
      stream.send({ database });
      const hello = await stream.next();
      stream.send({ streamToken: hello.streamToken, writes: [newPost(name('posts/1'), 'me')] });
      const first = await stream.next();
      if (first === null) throw new Error('The admin could not write in the first place.');
      await target.seed({ 'users/me': userDocument('viewer') });
      stream.send({ streamToken: first.streamToken, writes: [newPost(name('posts/2'), 'me')] });
      await stream.next();
      return outcome((await target.read('posts/2')) !== null);
    },
  });

  attack('by a WebChannel that was opened before', {
    defence: documentDecides,
    attempt: async (target) => {
      await target.seed({ 'users/me': userDocument('admin') });
      const { database, name } = target;
      const token = target.token('me', tokenClaims('admin'));
      const channel = await target.webChannel('Write', token, { database });
      const hello = await channel.next();
      channel.send({ streamToken: hello.streamToken, writes: [newPost(name('posts/1'), 'me')] });
      const first = await channel.next();
      if (first === null) throw new Error('The admin could not write in the first place.');
      await target.seed({ 'users/me': userDocument('viewer') });
      channel.send({ streamToken: first.streamToken, writes: [newPost(name('posts/2'), 'me')] });
      await channel.next();
      return outcome((await target.read('posts/2')) !== null);
    },
  });

  attack('by committing a transaction that was begun before', {
    defence: documentDecides,
    attempt: async (target) => {
      await target.seed({
        'users/me': userDocument('admin'),
        'posts/draft': storedPost('another-author', 'draft'),
      });
      const { database, name } = target;
      const grpc = target.grpc(target.token('me', tokenClaims('admin')));
      const begun = await grpc.unary('BeginTransaction', { database, options: { readWrite: {} } });
      if (begun === null) throw new Error('The admin could not begin a transaction.');
      const { transaction } = begun;
      await target.seed({ 'users/me': userDocument('viewer') });
      await grpc.unary('Commit', {
        database,
        transaction,
        writes: [newPost(name('posts/late'), 'me')],
      });
      return outcome((await target.read('posts/late')) !== null);
    },
  });
});

threat('a demoted admin reads the past', '8.3.2', () => {
  attack('by a read at a time at which they were still one', {
    defence: documentDecides,
    knownGap:
      'Firestore judges a read of the past by the documents of the past, and rules cannot tell',
    attempt: async (target) => {
      await target.seed({ 'users/me': userDocument('admin'), 'users/boss': userDocument('owner') });
      const edit = await target.seed({ 'users/me': userDocument('viewer') });
      const grpc = target.grpc(target.token('me', tokenClaims('admin')));
      const answers = await grpc.all('BatchGetDocuments', {
        database: target.database,
        documents: [target.name('users/boss')],
        readTime: justBefore(edit),
      });
      return outcome(JSON.stringify(answers).includes('stringValue'));
    },
  });
});

/** A microsecond before a time that Firestore gave. */
function justBefore(time: string): { seconds: number; nanos: number } {
  const nanos = Number((/\.(\d+)/.exec(time)?.[1] ?? '').padEnd(9, '0'));
  const seconds = Math.floor(Date.parse(time) / 1000);
  return nanos >= 1000
    ? { seconds, nanos: nanos - 1000 }
    : { seconds: seconds - 1, nanos: 999_999_000 };
}
