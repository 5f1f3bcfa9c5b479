const WIDTH = 24;
/** “██████░░░░  42 %  4,200 of 10,000 · 12 changed · 1 set aside”. */
export function barText({ seen, total, changed, setAside }) {
    const share = total === 0 ? 1 : Math.min(1, seen / total);
    const full = Math.floor(share * WIDTH);
    const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
    const percent = `${Math.floor(share * 100)} %`.padStart(5);
    const counts = [
        `${figure(seen)} of ${figure(Math.max(total, seen))}`,
        `${figure(changed)} changed`,
        ...(setAside > 0 ? [`${figure(setAside)} set aside`] : []),
    ];
    return `${bar} ${percent}  ${counts.join(' · ')}`;
}
/** “10,000” */
export function figure(count) {
    return count.toLocaleString('en-GB');
}
