import { appRoles, CALLABLES } from '@live-claims/contract';
import { collection, getDocs, query } from 'firebase/firestore';
import { httpsCallable } from 'firebase/functions';
import { claimsOf, createPerson, editInConsole, type Person } from '../test/support/admin.ts';
import { type Client, signIn } from '../test/support/client.ts';
import { untilSnapshot } from '../test/support/until-snapshot.ts';
import { createLiveClaims, type LiveClaims } from '../web/src/live-claims/index.ts';

/** Milliseconds after the edit was committed. */
export interface EditTimes {
  /** From the call of the write to its acknowledgement. */
  readonly commit: number;
  /** Until Firebase Auth answers with the new claims. */
  readonly claims: number;
  /** Until the client has heard the marker. */
  readonly marker: number;
  /** Until the client holds a token with the new role. */
  readonly token: number;
  /** Until the server has answered the first read that the new role allows. */
  readonly read: number;
}

/** How the role is changed: as in the console, or through the callable. */
export type Path = 'trigger' | 'callable';

/** One admin, one member with an open client, and the way from an edit of one to the other. */
export class EditToAccess {
  readonly #member: Person;
  readonly #memberClient: Client;
  readonly #adminClient: Client;
  readonly #live: LiveClaims;

  private constructor(member: Person, memberClient: Client, adminClient: Client) {
    this.#member = member;
    this.#memberClient = memberClient;
    this.#adminClient = adminClient;
    const { auth, firestore } = memberClient;
    this.#live = createLiveClaims({ auth, firestore, roles: appRoles });
  }

  static async open(): Promise<EditToAccess> {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    const bench = new EditToAccess(member, await signIn(member), await signIn(admin));
    await untilSnapshot(bench.#live, ({ status }) => status === 'fresh');
    return bench;
  }

  /** Promotes the member to editor, measures, and takes them back to viewer. */
  async measure(path: Path, watchClaims: boolean): Promise<EditTimes> {
    const { uid } = this.#member;
    const started = performance.now();
    let committed = Number.NaN;
    const since = () => performance.now() - committed;
    const before = this.#live.getSnapshot().version;

    const marker = untilSnapshot(
      this.#live,
      ({ markerVersion }) => (markerVersion ?? 0) > before,
    ).then(since);
    const token = untilSnapshot(
      this.#live,
      ({ role, status }) => role === 'editor' && status === 'fresh',
    ).then(since);
    const read = token.then(() => this.#readEverything()).then(since);
    if (path === 'trigger') {
      await editInConsole(uid, { role: 'editor' });
      committed = performance.now();
    } else {
      // The callable answers when all is applied, so its commit cannot be seen from here: its
      // figures count from the call.
      committed = started;
      await this.#call('editor');
    }
    const commit = performance.now() - started;
    const claims = watchClaims ? this.#untilClaims(uid).then(since) : Promise.resolve(Number.NaN);
    const times = {
      commit,
      claims: await claims,
      marker: await marker,
      token: await token,
      read: await read,
    };

    await editInConsole(uid, { role: 'viewer' });
    await untilSnapshot(this.#live, ({ role, status }) => role === 'viewer' && status === 'fresh');
    return times;
  }

  async close(): Promise<void> {
    this.#live.close();
    await Promise.all([this.#memberClient.close(), this.#adminClient.close()]);
  }

  #call(role: string): Promise<unknown> {
    const setUserRole = httpsCallable(this.#adminClient.functions, CALLABLES.setUserRole);
    return setUserRole({ uid: this.#member.uid, role });
  }

  /** An unfiltered list of posts: drafts too, so the rules refuse it below editor. */
  #readEverything(): Promise<unknown> {
    return getDocs(query(collection(this.#memberClient.firestore, 'posts')));
  }

  async #untilClaims(uid: string): Promise<void> {
    while ((await claimsOf(uid)).role !== 'editor');
  }
}
