import type { Message } from './firestore-grpc.ts';
import { wentThrough } from './firestore-rest.ts';
import type { FirestoreTarget } from './firestore-target.ts';

/** Writes in the shape that REST, gRPC and WebChannel share. */
export type Write = Message;

/** Sends writes; whether they were taken. @throws when something else than the rules stops them. */
export type Way = (target: FirestoreTarget, token: string, writes: Write[]) => Promise<boolean>;

/** Every API of Firestore that takes writes from a client. */
export const waysToWrite: Readonly<Record<string, Way>> = {
  'REST commit': async (target, token, writes) =>
    wentThrough(await target.rest(token, 'POST', ':commit', { writes })),

  'gRPC Commit': async ({ grpc, database }, token, writes) =>
    (await grpc(token).unary('Commit', { database, writes })) !== null,

  'gRPC Write stream': async ({ grpc, database }, token, writes) => {
    const stream = grpc(token).stream('Write');
    stream.send({ database });
    const hello = await stream.next();
    if (hello === null) return false;
    stream.send({ streamToken: hello.streamToken, writes });
    return (await stream.next()) !== null;
  },

  'WebChannel Write channel': async ({ webChannel, database }, token, writes) => {
    const channel = await webChannel('Write', token, { database });
    const hello = await channel.next();
    if (hello === null) return false;
    channel.send({ streamToken: hello.streamToken, writes });
    return (await channel.next()) !== null;
  },
};
