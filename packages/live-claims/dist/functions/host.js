import { callGuard } from './guards/callable.js';
import { createGuard, readAtOnce } from './guards/guard.js';
/** A host whose project is opened by `open` when it is needed. */
export function createHost(config, options, accountsPerSecond, open) {
    let project = null;
    const opened = () => (project ??= open());
    const guard = createGuard(config.roles, (paths) => readAtOnce(opened().db)(paths));
    return {
        config,
        options,
        accountsPerSecond,
        project: opened,
        guard,
        guardCall: callGuard(guard),
    };
}
