import type { Check } from '../support/check.ts';
import { show } from '../support/fields.ts';
import { secondsFromNow, storedPost } from '../support/people.ts';
import { type Attempts, someone, triesAll } from './someone.ts';

const deletions: Attempts = {
  'delete another author’s published post': (_, id) => ({
    given: { [`posts/${id}`]: storedPost('another-author', 'published') },
    request: { delete: `posts/${id}` },
  }),
  'delete their own published post': (me, id) => ({
    given: { [`posts/${id}`]: storedPost(me, 'published') },
    request: { delete: `posts/${id}` },
  }),
  'delete another author’s draft': (_, id) => ({
    given: { [`posts/${id}`]: storedPost('another-author', 'draft') },
    request: { delete: `posts/${id}` },
  }),
  'delete their own draft': (me, id) => ({
    given: { [`posts/${id}`]: storedPost(me, 'draft') },
    request: { delete: `posts/${id}` },
  }),
};
const ofDrafts = ['delete another author’s draft', 'delete their own draft'];

const issued = (iat: () => unknown) => () => someone('admin', { claims: { iat: iat() } });

/** What is published is deleted with a token of at most five minutes. */
export const tokenAges: Check[] = [
  ...triesAll(
    'a token of this second',
    issued(() => secondsFromNow(0)),
    deletions,
    'all',
  ),
  ...triesAll(
    'a token of a clock that is ahead',
    issued(() => secondsFromNow(30)),
    deletions,
    'all',
  ),
  ...triesAll(
    'a token of 300 seconds',
    issued(() => secondsFromNow(-300)),
    deletions,
    'all',
    {
      withinASecond: true,
    },
  ),
  ...triesAll(
    'a token of 301 seconds',
    issued(() => secondsFromNow(-301)),
    deletions,
    ofDrafts,
    {
      withinASecond: true,
    },
  ),
  ...triesAll(
    'a token of an hour',
    issued(() => secondsFromNow(-3600)),
    deletions,
    ofDrafts,
  ),
  ...[undefined, null, 0, String(secondsFromNow(0)), secondsFromNow(0) + 0.5, true, {}].flatMap(
    (iat) =>
      triesAll(
        `a token of ${show(iat)}`,
        issued(() => iat),
        deletions,
        ofDrafts,
      ),
  ),
];
