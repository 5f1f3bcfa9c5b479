/** How to call the target in a sentence. */
export function targetName({ kind, projectId }) {
    return kind === 'project' ? `the real project ${projectId}` : `${projectId} on the emulators`;
}
/** The target as `--json` says it. */
export function targetJson({ kind, projectId }) {
    return { project: projectId, emulators: kind === 'emulators' };
}
