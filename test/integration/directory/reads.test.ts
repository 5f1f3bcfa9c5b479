import { deleteApp } from 'firebase/app';
import { type Firestore, getCountFromServer, terminate } from 'firebase/firestore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import config from '../../../functions/src/live-claims.config.ts';
import { main } from '../../../packages/live-claims/src/cli/live-claims.ts';
import { fakeTerminal } from '../../../packages/live-claims/src/cli/testing/fake-terminal.ts';
import type { DirectoryList } from '../../../packages/live-claims/src/console/people/directory-list.ts';
import {
  COUNTED,
  countQuery,
  MOST_COUNTED,
  openDirectoryList,
} from '../../../packages/live-claims/src/console/people/directory-queries.ts';
import type { DirectoryRequest } from '../../../packages/live-claims/src/core/index.ts';
import { directoryClient, freshBrowser } from '../../support/directory-client.ts';
import { listedPerson, writeRows } from '../../support/directory-rows.ts';
import { emptyProject } from '../../support/empty-project.ts';
import { type EmulatorProxy, startEmulatorProxy } from '../../support/emulator-proxy.ts';
import { stack } from '../../support/stack.ts';

/** What the issue promises for each view, however many people there are. */
const MOST_READS = 60;

/** 100,000 take minutes to write: `DIRECTORY_PEOPLE=100000 npm test -- --project integration directory/reads`. */
const SIZES = process.env.DIRECTORY_PEOPLE ? [Number(process.env.DIRECTORY_PEOPLE)] : [100, 10_000];

const DIRECTORY = config.collections.directory;

describe.each(SIZES)('of %i people', (people) => {
  const projectId = `demo-directory-${people}`;
  const project = emptyProject(projectId);
  const figures: Record<string, number> = {};
  const opened: Firestore[] = [];
  let proxy: EmulatorProxy;

  function openBrowser(): Firestore {
    const firestore = freshBrowser(projectId, proxy.firestore);
    opened.push(firestore);
    return firestore;
  }

  beforeAll(async () => {
    await project.empty();
    await writeRows(project.store, people, Date.now());
    proxy = await startEmulatorProxy(stack);
  }, 1_200_000);

  afterAll(async () => {
    console.info(`Reads of ${people} people: ${JSON.stringify(figures)}`);
    await Promise.all(opened.map((firestore) => terminate(firestore)));
    await Promise.all(opened.map(({ app }) => deleteApp(app)));
    await proxy.close();
    await project.empty();
  });

  /** Does it, and says what it read; each count is one read, as it counts no more than 1,000. */
  async function reads(what: string, work: () => Promise<unknown>): Promise<number> {
    proxy.reset();
    await work();
    const { documents, rpcs } = proxy.counts();
    const read = documents.read + (rpcs.RunAggregationQuery ?? 0);
    figures[what] = read;
    return read;
  }

  /** The list, once its first page is in. */
  async function open(request: DirectoryRequest) {
    const list = openDirectoryList(
      directoryClient,
      openBrowser(),
      DIRECTORY,
      request,
    ) as DirectoryList;
    const close = list.subscribe(() => undefined);
    await expect.poll(() => list.getSnapshot().status).toBe('ready');
    return { list, close };
  }

  const uidsOf = (list: DirectoryList) => list.getSnapshot().rows.map(({ uid }) => uid);

  /** A command through the proxy; what it says. */
  async function command(...args: string[]) {
    const env = { ...process.env, FIRESTORE_EMULATOR_HOST: proxy.firestore };
    const terminal = fakeTerminal(env);
    const code = await main([...args, '--project', projectId, '--json'], config, terminal);
    const { out, err } = terminal.written();
    expect(code, err).toBe(0);
    return JSON.parse(out) as { people: { uid: string }[]; next: string | null };
  }

  it('a first page, the next and each sort cost what they show, and the counts of a visit one each', async () => {
    const { list, close } = await open({});
    const next = await reads('next page', async () => {
      list.show(40, 49);
      await expect.poll(() => uidsOf(list).length).toBe(100);
    });
    expect(new Set(uidsOf(list)).size).toBe(100);
    close();
    expect(next).toBe(50);

    for (const sort of ['name', 'role', 'changedAt', 'lastSignInAt', 'endsAt'] as const) {
      const read = await reads(`first page by ${sort}`, async () => (await open({ sort })).close());
      expect(read, sort).toBe(50);
    }

    const counts: Record<string, number> = {};
    const firestore = openBrowser();
    const read = await reads('counts', () =>
      Promise.all(
        COUNTED.map(async ([key, filter]) => {
          const counted = await getCountFromServer(countQuery(firestore, DIRECTORY, filter));
          counts[key] = counted.data().count;
        }),
      ),
    );
    expect(counts).toMatchObject({
      all: Math.min(people, MOST_COUNTED),
      disabled: Math.min(people / 10, MOST_COUNTED),
      expiring: Math.min(people / 100, MOST_COUNTED),
      'never-signed-in': Math.min(Math.ceil(people / 7), MOST_COUNTED),
      ...{ pending: 0, rejected: 0, ended: 0 },
    });
    expect(Math.max(...Object.values(counts))).toBeLessThanOrEqual(MOST_COUNTED);
    expect(read).toBe(COUNTED.length);
    expect(read + Number(figures['first page by name'])).toBeLessThanOrEqual(MOST_READS);
  });

  it('a filter costs a page, and shows only what it says', async () => {
    const filtered = await reads('disabled, by last change', async () => {
      const { list, close } = await open({ filter: { state: 'disabled' }, sort: 'changedAt' });
      const { rows } = list.getSnapshot();
      expect(rows).toHaveLength(Math.min(50, people / 10));
      expect(rows.every(({ state }) => state === 'disabled')).toBe(true);
      close();
    });
    expect(filtered).toBeLessThanOrEqual(50);
  });

  it('anybody is found by a part of the name, all of the address or the id, by page and command line', async () => {
    const { uid, email } = listedPerson(people - 1);
    // The emulator scans the collection for each term, 10,000 rows in some ten seconds; the folding is the same at any size.
    const folded = [
      ['a name in Chinese', `小明${7 * Math.floor((people - 3) / 7) + 2}`],
      ['a folded accent', 'zoe muller'],
    ] as const;
    const asked = [
      ['the name', `${people - 1}`],
      ['the address', email],
      ['the id', uid],
      ...(people > 100 ? [] : folded),
    ] as const;
    for (const [by, text] of asked) {
      const read = await reads(`find by ${by}`, async () => {
        const { people: found } = await command('find', text);
        const expected = by === 'a name in Chinese' ? text : null;
        expect(found.length, by).toBeGreaterThan(0);
        if (by === 'the address' || by === 'the id') expect(found[0]?.uid).toBe(uid);
        if (by === 'the name') expect(found.map((one) => one.uid)).toContain(uid);
        if (expected !== null) expect(found[0]).toMatchObject({ name: `王${text}` });
      });
      expect(read, by).toBeLessThanOrEqual(MOST_READS);
    }
    const searched = await reads('search in the page', async () => {
      const { list, close } = await open({ search: email });
      expect(uidsOf(list)).toContain(uid);
      close();
    });
    expect(searched).toBeLessThanOrEqual(50);
  });

  it('the command line pages by --after, which costs one read', async () => {
    let after = '';
    const first = await reads('list', async () => {
      const { people: listed, next } = await command('list');
      expect(listed).toHaveLength(50);
      after = next ?? '';
    });
    expect(first).toBe(50);
    const second = await reads('list --after', async () => {
      const { people: listed } = await command('list', '--after', after);
      expect(listed).toHaveLength(50);
      expect(listed.map(({ uid }) => uid)).not.toContain(after);
    });
    expect(second).toBe(51);
  });
});
