/** Why a change out of many was not made, for whoever reads it later. */
export const REFUSAL_SENTENCES = {
    'not-allowed': 'Whoever asked for it may not change roles.',
    'own-role': 'Nobody can change their own role.',
    'rank-too-low': 'Both the person and the role must be below the rank of whoever asks for it.',
    'beyond-own-end': 'Whoever asked for it has their own role for a time, and can give one no longer.',
    'last-owner': 'This is the last owner without an end. Make somebody else one first.',
    'no-such-person': 'There is no such person.',
    'changed-meanwhile': 'Their access was changed after the job had begun; that stays as it is.',
};
/** Why a job ends in which nobody may go on in the name of whoever started it. */
export function starterRefused(reason) {
    switch (reason) {
        case 'locked-down':
            return 'The app is locked down. Resume the job when it is open again.';
        case 'session-revoked':
        case 'sign-in-too-old':
            return 'Whoever started the job has been signed out since. Start a new one.';
        case 'disabled':
            return 'Whoever started the job has been disabled.';
        default:
            return REFUSAL_SENTENCES['not-allowed'];
    }
}
