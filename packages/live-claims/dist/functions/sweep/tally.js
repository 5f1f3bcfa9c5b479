export const NOTHING = { seen: 0, changed: 0, setAside: 0, drift: {} };
/** The numbers of one page. */
export function tallyOf(page) {
    const { seen, findings } = page;
    const drift = {};
    for (const code of findings.flatMap(({ codes }) => codes))
        drift[code] = (drift[code] ?? 0) + 1;
    return {
        seen,
        changed: findings.filter(({ changed }) => changed).length,
        setAside: findings.filter(({ setAside }) => setAside !== null).length,
        drift,
    };
}
export function sumOf(a, b) {
    const drift = { ...a.drift };
    for (const [code, count] of Object.entries(b.drift)) {
        drift[code] = (drift[code] ?? 0) + count;
    }
    return {
        seen: a.seen + b.seen,
        changed: a.changed + b.changed,
        setAside: a.setAside + b.setAside,
        drift,
    };
}
