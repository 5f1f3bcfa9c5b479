import { describeDrift } from '../functions/sweep/drift.js';
import { figure } from './bar-text.js';
/** The summary in lines: how many, what had drifted, and who was set aside why. */
export function sweepLines(summary, paint) {
    const { seen, changed, setAside, drift, people, dryRun } = summary;
    const codes = Object.entries(drift);
    const width = Math.max(0, ...codes.map(([, count]) => figure(count).length));
    const more = setAside - people.length;
    return [
        `  ${figure(seen)} ${seen === 1 ? 'person' : 'people'} looked at, ${dryRun ? 'nobody' : figure(changed)} changed${setAside > 0 ? `, ${figure(setAside)} set aside` : ''}.`,
        ...(codes.length === 0
            ? [`  ${paint('green', '✔')} Nothing ${dryRun ? 'has' : 'had'} drifted.`]
            : ['', `  ${paint('bold', dryRun ? 'What has drifted' : 'What had drifted')}`]),
        ...codes.map(([code, count]) => `    ${figure(count).padStart(width)}  ${code.padEnd(16)}  ${paint('dim', describeDrift(code))}`),
        ...(people.length === 0 ? [] : ['', `  ${paint('bold', 'Set aside')}`]),
        ...people.map(({ uid, code, message }) => `    ${paint('red', '✗')} ${uid}  ${paint('dim', code)}  ${message}`),
        ...(people.length > 0 && more > 0 ? [`      and ${figure(more)} more`] : []),
        ...(people.length === 0 ? [] : [`    ${paint('cyan', '→')} \`show <id>\` says what to do.`]),
    ];
}
