import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appRoles } from '../../testing/app-roles.ts';
import { createPermissionCache } from './permission-cache.ts';
import { fakePeople } from './testing/fake-people.ts';

const LIFETIME = 100;
const MAX_PEOPLE = 2;
const PEOPLE = ['mia', 'ben', 'zoe'];

/** One step of the world around the cache. Indices choose among what is there. */
type Step =
  | { readonly do: 'write'; readonly who: number; readonly role: string | null }
  | { readonly do: 'ask'; readonly who: number }
  | { readonly do: 'look' | 'answer' | 'tell' | 'kill'; readonly index: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'lie'; readonly ms: number };

const who = fc.nat(PEOPLE.length - 1);
const index = fc.nat(3);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      who,
      role: fc.constantFrom('editor', 'viewer', null),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('ask' as const), who }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constantFrom('look', 'answer', 'answer', 'tell'), index }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const), index }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(150) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('lie' as const),
      ms: fc.integer({ min: -300, max: 300 }),
    }),
  },
);

/** When each person could write, in true time: the times of their revisions and what those grant. */
class History {
  readonly #revisions = PEOPLE.map(() => [{ at: Number.NEGATIVE_INFINITY, grants: false }]);

  write(person: number, at: number, grants: boolean): void {
    this.#revisions[person]?.push({ at, grants });
  }

  /** Whether this was the true answer at some moment from `from` to `to`. */
  was(person: number, answer: boolean, from: number, to: number): boolean {
    const revisions = this.#revisions[person] ?? [];
    return revisions.some(({ at, grants }, index) => {
      const until = revisions[index + 1]?.at ?? Number.POSITIVE_INFINITY;
      return grants === answer && at <= to && until >= from;
    });
  }
}

/** Which clock tells what is not so. The other one is true. */
type Liar = 'time of day' | 'running time';

async function play(steps: readonly Step[], liar: Liar) {
  let now = 0;
  let lie = 0;
  let slept = 0;
  const clock = {
    monotonic: () => now - slept,
    wall: () => 1_800_000_000_000 + now + lie,
  };
  const people = fakePeople();
  const cache = createPermissionCache({
    roles: appRoles,
    people,
    lifetimeMs: LIFETIME,
    maxPeople: MAX_PEOPLE,
    clock,
  });
  const history = new History();
  const wrong: string[] = [];
  let answers = 0;

  const ask = (person: number) => {
    const asked = now;
    cache.can(PEOPLE[person] ?? '', 'posts.write').then(
      (answer) => {
        answers += 1;
        if (!history.was(person, answer, now - LIFETIME, now)) {
          wrong.push(`${PEOPLE[person]} ${answer} at ${now}, asked at ${asked}`);
        }
      },
      () => {},
    );
  };
  const take: { [Doing in Step['do']]: (step: Extract<Step, { do: Doing }>) => void } = {
    write({ who: person, role }) {
      history.write(person, now, role === 'editor');
      people.write(PEOPLE[person] ?? '', { role });
    },
    ask: ({ who: person }) => ask(person),
    look: ({ index: read }) => people.look(read),
    answer: ({ index: read }) => people.answer(read),
    tell: ({ index: listener }) => people.tell(listener),
    kill: ({ index: listener }) => people.kill(listener),
    wait({ ms }) {
      now += ms;
    },
    lie({ ms }) {
      if (liar === 'time of day') {
        lie += ms;
      } else {
        // A machine that sleeps: time goes on, the running time does not.
        now += Math.abs(ms);
        slept += Math.abs(ms);
      }
    },
  };
  for (const next of steps) {
    take[next.do](next as never);
    // What the step has settled runs to its end before the next one.
    await new Promise((resolve) => setImmediate(resolve));
    expect(people.listening.length).toBeLessThanOrEqual(MAX_PEOPLE);
  }
  cache.close();
  expect(people.listening).toEqual([]);
  return { wrong, answers };
}

describe.each(['time of day', 'running time'] as const)(
  'T6: whatever reads, listeners and a %s that cannot be trusted do',
  (liar) => {
    it('every answer was true at some moment of the last lifetime', async () => {
      let answers = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 80 }), async (steps) => {
          const played = await play(steps, liar);
          answers += played.answers;
          expect(played.wrong).toEqual([]);
        }),
        { numRuns: 300 },
      );
      // The property says nothing about a cache that never answers.
      expect(answers).toBeGreaterThan(1000);
    });
  },
);

it('T6: with a listener that tells at once, every answer is true when it is asked for', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(who, fc.constantFrom('editor', null, 'ask')), { maxLength: 60 }),
      async (steps) => {
        const people = fakePeople();
        const cache = createPermissionCache({ roles: appRoles, people, maxPeople: MAX_PEOPLE });
        const roles = new Map<number, string | null>();
        for (const [person, doing] of steps) {
          const uid = PEOPLE[person] ?? '';
          if (doing === 'ask') {
            const answer = cache.can(uid, 'posts.write');
            people.answer();
            expect(await answer).toBe(roles.get(person) === 'editor');
          } else {
            roles.set(person, doing);
            people.write(uid, { role: doing });
          }
          people.tellAll();
        }
        cache.close();
      },
    ),
    { numRuns: 300 },
  );
});
