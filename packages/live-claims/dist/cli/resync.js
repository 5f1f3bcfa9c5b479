import { getFunctions } from 'firebase-admin/functions';
import { parseSetAside, setAsidePath } from '../core/index.js';
import { resumeJob, stopJob } from '../functions/jobs/control-job.js';
import { cloudTasksQueue } from '../functions/jobs/job-queue.js';
import { startResync } from '../functions/jobs/start-job.js';
import { countPeople } from '../functions/sweep/count-people.js';
import { AdminError, EXIT_CODES } from './admin-error.js';
import { figure } from './bar-text.js';
import { confirm } from './confirm.js';
import { followJob } from './follow-job.js';
import { resyncPerson } from './resync-person.js';
import { targetJson } from './session.js';
import { showProgress } from './show-progress.js';
import { sweepLines } from './sweep-text.js';
import { waitForReading, waitForWriting } from './wait.js';
/** How many of the people set aside are listed; the rest is counted. */
const LISTED = 20;
/**
 * Brings claims and markers of one person, or of everybody by a job of the functions, into step with
 * the documents.
 *
 * @throws {AdminError} `no-such-person`, `no-such-job`, `job-is-over`, `no-queue`, `not-confirmed`.
 */
export async function resync(session, request) {
    const { person, job, yes } = request;
    if (person !== null)
        return resyncPerson(session, person, yes);
    const jobId = await carryOutOrder(session, job, yes);
    if (job.order === 'stop')
        return stoppedAnswer(session, jobId);
    return follow(session, jobId);
}
/** @returns the job's id. */
async function carryOutOrder(session, job, yes) {
    const { db } = session.project;
    switch (job.order) {
        case 'start': {
            const queue = queueOf(session);
            const people = await waitForReading(countPeople(db), session.signal);
            await confirm(session, yes, [
                `claims and markers of those of about ${figure(people)} people for whom they are not what their documents say`,
            ]);
            const rate = job.perSecond === null ? {} : { perSecond: job.perSecond };
            return waitForWriting(startResync({ db, queue }, { startedBy: null, ...rate }));
        }
        case 'resume': {
            const queue = queueOf(session);
            await confirm(session, yes, [`job ${job.jobId}, which goes on where it ended`]);
            await waitForWriting(resumeJob({ db, queue }, job.jobId));
            return job.jobId;
        }
        case 'stop':
            await confirm(session, yes, [`job ${job.jobId}, which is stopped`]);
            await waitForWriting(stopJob({ db }, job.jobId));
            return job.jobId;
        case 'follow':
            return job.jobId;
    }
}
/** @throws {AdminError} `no-stack` for emulators without Cloud Tasks. */
function queueOf({ target, project }) {
    if (target.kind === 'emulators' && target.addresses.tasks === null) {
        throw new AdminError('no-stack', 'The emulators run without Cloud Tasks, which jobs need.', {
            next: 'Start the stack with `npm start`, or set CLOUD_TASKS_EMULATOR_HOST. `reconcile` needs no queue.',
        });
    }
    return cloudTasksQueue(getFunctions(project.app), project.config);
}
function stoppedAnswer({ target }, jobId) {
    return {
        exitCode: EXIT_CODES.done,
        json: { ...targetJson(target), jobId, status: 'stopped' },
        text: (paint) => [
            '',
            `${paint('green', '✔')} Job ${jobId} stops after the step that it is at.`,
            `  ${paint('cyan', '→')} \`resync --resume ${jobId}\` goes on where it ended.`,
            '',
        ],
    };
}
async function follow(session, jobId) {
    const { project, terminal, signal } = session;
    const job = await showProgress(terminal, `Job ${jobId}`, (show) => followJob(project.db, jobId, signal, (state, quiet) => show(state, quiet ? 'nothing has moved for a minute: see the log of runJob' : '')), (state) => state === null);
    if (job === null)
        return leftAnswer(session, jobId);
    const people = job.setAside === 0 ? [] : await readSetAside(session, jobId);
    return jobAnswer(session, jobId, job, people);
}
async function readSetAside({ project, signal }, jobId) {
    const list = project.db.collection(setAsidePath(jobId)).limit(LISTED);
    const { docs } = await waitForReading(list.get(), signal);
    return docs.map((entry) => ({
        uid: entry.id,
        ...(parseSetAside(entry.data()) ?? {
            code: 'unreadable',
            message: 'The entry cannot be read.',
        }),
    }));
}
function leftAnswer({ target }, jobId) {
    return {
        exitCode: EXIT_CODES.interrupted,
        json: { ...targetJson(target), jobId, status: 'running' },
        text: (paint) => [
            '',
            `  Job ${jobId} goes on without you.`,
            `  ${paint('cyan', '→')} \`resync --follow ${jobId}\` watches it again, \`resync --stop ${jobId}\` stops it.`,
            '',
        ],
    };
}
function jobAnswer({ target }, jobId, job, people) {
    const { status, seen, changed, setAside, drift, problem } = job;
    const clean = status === 'done' && setAside === 0;
    return {
        exitCode: clean ? EXIT_CODES.done : EXIT_CODES.attention,
        json: {
            ...targetJson(target),
            ...{ jobId, kind: job.kind, status, seen, changed, setAside, drift, problem },
            setAsidePeople: people,
        },
        text: (paint) => {
            const resume = `  ${paint('cyan', '→')} \`resync --resume ${jobId}\` goes on where it ended.`;
            return [
                '',
                ...(status === 'failed' ? [`${paint('red', '✗')} The job failed: ${problem ?? ''}`] : []),
                ...(status === 'stopped' ? [`${paint('yellow', '■')} The job was stopped.`] : []),
                ...sweepLines({ ...job, people, dryRun: false }, paint),
                ...(status === 'done' ? [] : [resume]),
                '',
            ];
        },
    };
}
