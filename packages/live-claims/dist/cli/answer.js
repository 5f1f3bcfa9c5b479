/** A failure as a person reads it. */
export function failureText({ code, message, next }, paint) {
    const [first = '', ...more] = next.split('\n');
    return [
        '',
        `${paint('red', '✗')} ${paint('bold', `[${code}] ${message}`)}`,
        '',
        `  ${paint('cyan', '→')} ${first}`,
        ...more.map((line) => `    ${line}`),
        '',
    ];
}
/** A failure as a program reads it. */
export function failureJson({ code, message, next }) {
    return { error: { code, message, next } };
}
