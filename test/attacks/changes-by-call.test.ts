import { Timestamp } from 'firebase-admin/firestore';
import { CALLABLES, type Job, parseJob } from 'live-claims/core';
import { startBulkSetRoles } from '../../packages/live-claims/src/functions/jobs/bulk-set-roles.ts';
import type { JobsProject } from '../../packages/live-claims/src/functions/project.ts';
import { COLLECTIONS, jobPath, userPath } from '../../tools/demo-paths.ts';
import { createPerson, editInConsole, untilMarker, userDoc } from '../support/admin.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { code } from './support/functions-defence.ts';
import { idTokenOf } from './support/id-token.ts';
import { moduleCode } from './support/module-defence.ts';
import { openProject } from './support/project-of-its-own.ts';

const PLAN = 'packages/live-claims/src/functions/edit/plan-edit.ts';
const EDITS = 'packages/live-claims/src/functions/jobs/edits-work.ts';
const START = 'packages/live-claims/src/functions/jobs/bulk-set-roles.ts';

type Working = typeof import('../../packages/live-claims/src/functions/jobs/edits-work.ts');
type Starting = typeof import('../../packages/live-claims/src/functions/jobs/bulk-set-roles.ts');

/** A project of its own, whose jobs wait for the test, with people of these roles. */
async function projectWith(people: Readonly<Record<string, string>>): Promise<JobsProject> {
  const opened = openProject();
  for (const [uid, role] of Object.entries(people)) {
    await opened.auth.createUser({ uid });
    await opened.db.doc(userPath(uid)).set({ role });
  }
  return { ...opened, queue: { enqueue: async () => undefined } };
}

/** A job of the admin's that makes the member an editor; what happens `meanwhile`; then its first page. */
async function jobOver(
  { editsWork }: Working,
  project: JobsProject,
  meanwhile: () => Promise<unknown>,
): Promise<boolean> {
  const { jobId } = await startBulkSetRoles(
    project,
    { changes: [{ uid: 'member', role: 'editor' }] },
    { startedBy: 'boss', now: Date.now() },
  );
  await meanwhile();
  const job = parseJob((await project.db.doc(jobPath(jobId)).get()).data()) as Job;
  await editsWork(project, jobId, job, async () => undefined)(null);
  return (await project.db.doc(userPath('member')).get()).get('role') === 'editor';
}

threat('a job undoes a decision that was made after its start', '15.4.2', () => {
  attack('it gives a role to a user whose role was removed meanwhile', {
    defence: moduleCode<Working>('a step changes only what it was decided on', EDITS, {
      file: PLAN,
      find: 'if (isMoved || (expected !== undefined && !isExpected(data, expected))) {',
      replace: 'if (isMoved) {',
    }),
    attempt: async (working) => {
      const project = await projectWith({ boss: 'admin', member: 'viewer' });
      const dismissed = { role: null, sessionsRevokedAt: Timestamp.now() };
      const dismiss = () => project.db.doc(userPath('member')).update(dismissed);
      return outcome(await jobOver(working, project, dismiss));
    },
  });

  const asked = moduleCode<Working>('each step asks what a call would be asked', EDITS, {
    file: PLAN,
    find: "if (refusal !== null) return { outcome: 'unauthenticated', refusal };",
    replace: '',
  });

  attack('it goes on in a lockdown', {
    defence: asked,
    attempt: async (working) => {
      const project = await projectWith({ boss: 'admin', member: 'viewer' });
      const lockDown = () => project.db.doc('settings/access').set({ lockdown: true });
      return outcome(await jobOver(working, project, lockDown));
    },
  });

  attack('it goes on after the session that started it was ended', {
    defence: asked,
    attempt: async (working) => {
      const project = await projectWith({ boss: 'admin', member: 'viewer' });
      const ended = { sessionsRevokedAt: Timestamp.fromMillis(Date.now() + 3_600_000) };
      const endSessions = () => project.db.doc(userPath('boss')).update(ended);
      return outcome(await jobOver(working, project, endSessions));
    },
  });
});

threat('a stolen session fills the queue of the jobs', '2.4.1', () => {
  attack('with six jobs at the same moment', {
    defence: moduleCode<Starting>('three jobs of a person run at most', START, {
      file: 'packages/live-claims/src/functions/jobs/edits-job.ts',
      find: 'if (startedBy !== null) await refuseTooMany(project, transaction, startedBy);',
      replace: '',
    }),
    attempt: async (starting) => {
      const project = await projectWith({ boss: 'admin', member: 'viewer' });
      const request = { changes: [{ uid: 'member', role: 'editor' }] };
      const start = () =>
        starting.startBulkSetRoles(project, request, { startedBy: 'boss', now: Date.now() });
      await Promise.allSettled(Array.from({ length: 6 }, start));
      return outcome((await project.db.collection(COLLECTIONS.jobs).get()).size > 3);
    },
  });
});

threat('a time-bound role becomes a permanent one', '8.2.1', () => {
  attack('an owner for an hour makes an accomplice a permanent owner', {
    defence: code(
      'who holds a role until a time grants until then at most',
      'packages/live-claims/src/core/granting.ts',
      "return role !== null && endsAfter(change.expiresAt, actor.expiresAt) ? 'beyond-own-end' : null;",
      'return null;',
    ),
    attempt: async ({ call }) => {
      const [owner, accomplice] = await Promise.all([
        createPerson('owner'),
        createPerson('viewer'),
      ]);
      await editInConsole(owner.uid, {
        roleExpiresAt: Timestamp.fromMillis(Date.now() + 3_600_000),
      });
      await untilMarker(owner.uid, ({ expiresAt }) => expiresAt !== null);
      const order = { uid: accomplice.uid, role: 'owner' };
      await call(CALLABLES.setUserRole, await idTokenOf(owner), order);
      return outcome((await userDoc(accomplice.uid).get()).get('role') === 'owner');
    },
  });
});

threat('one user keeps the functions busy', '2.4.1', () => {
  attack('a viewer asks again and again for what they may not do', {
    defence: code(
      'every callable bounds how often an account calls',
      'packages/live-claims/src/functions/callables/callable.ts',
      'limitCalls(rate, answer)',
      'answer',
    ),
    attempt: async ({ call }) => {
      const [viewer, person] = await Promise.all([createPerson('viewer'), createPerson('viewer')]);
      const token = await idTokenOf(viewer);
      // One more than the rate of this callable allows in a minute.
      for (let times = 0; times <= 20; times += 1) {
        const answer = await call(CALLABLES.endSessions, token, { uid: person.uid });
        if (!answer.ok && answer.status === 'RESOURCE_EXHAUSTED') return 'was stopped';
      }
      return 'got in';
    },
  });
});
