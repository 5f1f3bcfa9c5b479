import { createHash } from 'node:crypto';
import { isTimestamp } from '../../core/index.js';
/** Answers with JSON. Timestamps become `{ seconds, nanoseconds }`, whatever class they have. */
export function answerJson(response, status, body) {
    response.status(status).type('json').send(jsonOf(body));
}
/**
 * Answers with JSON that the browser may keep, if it asks each time whether it still holds: 304 when
 * the request's `If-None-Match` names this very content.
 */
export function answerJsonOnce(request, response, body) {
    const json = jsonOf(body);
    const tag = `"${createHash('sha256').update(json).digest('base64url')}"`;
    response.set({ 'Cache-Control': 'private, no-cache', ETag: tag });
    if (names(request.headers['if-none-match'], tag))
        response.status(304).end();
    else
        response.type('json').send(json);
}
/**
 * The weak comparison that `If-None-Match` asks for (RFC 9110, 13.1.2): whoever compresses an answer on
 * its way makes its tag a weak one. Express's own check gives up on `Cache-Control: no-cache`, which
 * the Hosting emulator adds to every request.
 */
function names(ifNoneMatch, tag) {
    const tags = (ifNoneMatch ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''));
    return tags.includes(tag) || tags.includes('*');
}
function jsonOf(body) {
    return JSON.stringify(body, function (key, value) {
        // `value` has gone through a class's own toJSON already.
        const original = this[key];
        if (!isTimestamp(original))
            return value;
        return { seconds: original.seconds, nanoseconds: original.nanoseconds };
    });
}
