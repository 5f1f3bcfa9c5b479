import type { Functions } from 'firebase-admin/functions';
import { expect, it } from 'vitest';
import { cloudTasksQueue, sdkAddsPrefix } from './job-queue.ts';

/** The name that the queue is asked for under. */
function askedFor(config: { region: string; functionPrefix: string }): string {
  const names: string[] = [];
  const taskQueue = (name: string) => {
    names.push(name);
    return {};
  };
  cloudTasksQueue({ taskQueue } as unknown as Functions, config);
  return names.join();
}

it('the queue has the prefix and the region of its function', () => {
  expect(askedFor({ region: 'europe-west1', functionPrefix: 'kit-access-4729-' })).toBe(
    'locations/europe-west1/functions/kit-access-4729-runJob',
  );
});

it.each([
  ['13.10.0', false],
  ['14.1.0', false],
  ['14.2.0', true],
  ['14.10.1', true],
  ['15.0.0', true],
])('in a kit, firebase-admin %s adds the prefix by itself: %s', (version, adds) => {
  expect(sdkAddsPrefix(version, { FIREBASE_KIT_INSTANCE_ID: 'access' })).toBe(adds);
  expect(sdkAddsPrefix(version, {})).toBe(false);
});
