import { deleteApp, initializeApp } from 'firebase/app';
import {
  collection,
  connectFirestoreEmulator,
  getFirestore,
  onSnapshot,
  setLogLevel,
  terminate,
} from 'firebase/firestore';
import { onTestFinished } from 'vitest';
import { markerDocument, storedPost, tokenClaims, userDocument } from '../rules/support/people.ts';
import { hostAndPort } from '../support/client.ts';
import { stack } from '../support/stack.ts';
import { attack, outcome, threat } from './support/attack.ts';
import type { Message, MessageStream } from './support/firestore-grpc.ts';
import type { FirestoreTarget } from './support/firestore-target.ts';
import { rule } from './support/rules-defence.ts';

const documentDecides = rule(
  'who reads people is asked of users/{uid}',
  'roleHas(effectiveRole(), permission)',
  "roleHas(request.auth.token.get('role', null), permission)",
);
const markerDecides = rule(
  'who reads drafts has a token that is no older than the marker',
  'return can(permission) && tokenIsCurrent()',
  'return can(permission)',
);

const SECRET = 'written-after-the-demotion';

const watchTarget = (target: FirestoreTarget, collectionId: string) => ({
  database: target.database,
  addTarget: {
    targetId: 2,
    query: { parent: target.name(''), structuredQuery: { from: [{ collectionId }] } },
  },
});

/** Until the listener has caught up with what is there. */
async function untilCurrent(stream: MessageStream): Promise<void> {
  for (;;) {
    const message = await stream.next();
    if (message === null) throw new Error('The listener was refused before anything was revoked.');
    if (message.targetChange?.targetChangeType === 'CURRENT') return;
  }
}

/** Whether the secret arrives before the listener ends. */
async function hears(stream: MessageStream): Promise<boolean> {
  for (;;) {
    const message = await stream.next();
    if (message === null || isRemoval(message)) return false;
    if (JSON.stringify(message).includes(SECRET)) return true;
  }
}

const isRemoval = ({ targetChange }: Message) => targetChange?.targetChangeType === 'REMOVE';

const begin = (target: FirestoreTarget) =>
  target.seed({
    'users/me': userDocument('admin'),
    'userClaims/me': markerDocument('admin'),
    'posts/draft': storedPost('another-author', 'draft'),
  });

const demote = (target: FirestoreTarget) =>
  target.seed({
    'users/me': userDocument('viewer'),
    'userClaims/me': markerDocument('viewer', { version: Number.MAX_SAFE_INTEGER }),
  });

const write = (target: FirestoreTarget) =>
  target.seed({
    'users/new': userDocument('viewer', { email: SECRET }),
    'posts/new': { ...storedPost('another-author', 'draft'), title: SECRET },
  });

threat('a listener stays open after access was removed', '7.4.1', () => {
  for (const { name, collectionId, defence } of [
    { name: 'people', collectionId: 'users', defence: documentDecides },
    { name: 'drafts', collectionId: 'posts', defence: markerDecides },
  ]) {
    attack(`on ${name}, over gRPC`, {
      defence,
      attempt: async (target) => {
        await begin(target);
        const stream = target.grpc(target.token('me', tokenClaims('admin'))).stream('Listen');
        stream.send(watchTarget(target, collectionId));
        await untilCurrent(stream);
        await demote(target);
        await write(target);
        return outcome(await hears(stream));
      },
    });

    attack(`on ${name}, over WebChannel`, {
      defence,
      attempt: async (target) => {
        await begin(target);
        const token = target.token('me', tokenClaims('admin'));
        const channel = await target.webChannel('Listen', token, watchTarget(target, collectionId));
        await untilCurrent(channel);
        await demote(target);
        await write(target);
        return outcome(await hears(channel));
      },
    });

    attack(`on ${name}, with the web SDK`, {
      defence,
      attempt: async (target) => {
        await begin(target);
        setLogLevel('silent');
        const app = initializeApp({ projectId: target.projectId }, crypto.randomUUID());
        const db = getFirestore(app);
        const { sub, ...claims } = { sub: 'me', ...tokenClaims('admin') };
        connectFirestoreEmulator(db, ...hostAndPort(stack.firestore), {
          mockUserToken: { sub, ...claims },
        });
        onTestFinished(() => terminate(db).then(() => deleteApp(app)));
        const caughtUp = Promise.withResolvers<void>();
        const heard = Promise.withResolvers<boolean>();
        onSnapshot(
          collection(db, collectionId),
          (snapshot) => {
            if (!snapshot.metadata.fromCache) caughtUp.resolve();
            if (JSON.stringify(snapshot.docs.map((each) => each.data())).includes(SECRET)) {
              heard.resolve(true);
            }
          },
          (error) => {
            caughtUp.reject(error);
            if (error.code === 'permission-denied') heard.resolve(false);
            else heard.reject(error);
          },
        );
        await caughtUp.promise;
        await demote(target);
        await write(target);
        return outcome(await heard.promise);
      },
    });
  }
});
