import { EXIT_CODES } from './admin-error.js';
import { checkDatabase } from './check-database.js';
import { disable } from './disable.js';
import { disableAuthFirst } from './disable-auth-first.js';
import { explainFailure } from './explain-failure.js';
import { findFirebaseProject } from './firebase-project.js';
import { grant } from './grant.js';
import { invite } from './invite.js';
import { invites } from './invites.js';
import { findLocalStack } from './local-stack.js';
import { lockdown } from './lockdown.js';
import { lockdownByRules } from './lockdown-by-rules.js';
import { openProject } from './open-project.js';
import { reconcile } from './reconcile.js';
import { resync } from './resync.js';
import { revoke } from './revoke.js';
import { saysWhere } from './says-where.js';
import { targetName } from './session.js';
import { show } from './show.js';
import { signInAgain } from './sign-in-again.js';
import { chooseTarget } from './target.js';
import { waitForReading } from './wait.js';
import { withdraw } from './withdraw.js';
/**
 * Finds the target, opens it, does what was asked for and closes it again.
 *
 * @throws {AdminError} for every failure that can be explained, those of the platform among them.
 */
export async function carryOut(request, config, terminal, signal, open = openProject) {
    const target = await findTarget(request.project, terminal.env);
    let project = null;
    try {
        project = await waitForReading(open(target, config, serviceAccountIn(request)), signal);
        return await run(request, { target, project, terminal, signal, now: Date.now });
    }
    catch (error) {
        const failure = explainFailure(error, targetName(target));
        if (failure === null)
            throw error;
        throw failure.exitCode === EXIT_CODES.notFound ? await saysWhere(failure, target) : failure;
    }
    finally {
        await project?.close();
    }
}
function run(request, session) {
    switch (request.command) {
        case 'show':
            return show(session, request);
        case 'grant':
            return grant(session, request);
        case 'revoke':
            return revoke(session, request);
        case 'disable':
            return request.authFirst ? disableAuthFirst(session, request) : disable(session, request);
        case 'enable':
            return disable(session, request);
        case 'invite':
            return invite(session, request);
        case 'invites':
            return invites(session);
        case 'withdraw':
            return withdraw(session, request);
        case 'lockdown':
            return request.byRules ? lockdownByRules(session, request) : lockdown(session, request);
        case 'sign-in-again':
            return signInAgain(session, request);
        case 'check-database':
            return checkDatabase(session);
        case 'resync':
            return resync(session, request);
        case 'reconcile':
            return reconcile(session, request);
    }
}
const serviceAccountIn = (request) => request.command === 'resync' ? request.serviceAccount : null;
async function findTarget(project, env) {
    const here = findFirebaseProject();
    const choice = chooseTarget(project, env, here.projectId);
    if (choice.kind !== 'local-stack')
        return choice;
    const { projectId, hub } = choice;
    const asked = hub ?? here.hub;
    return { kind: 'emulators', projectId, addresses: await findLocalStack(asked), hub: asked };
}
