import type { Check } from '../support/check.ts';
import { type Fields, REMOVED, SERVER_TIME, show, Transform } from '../support/fields.ts';
import { fromNow, storedPost } from '../support/people.ts';
import { newPost } from './attempts.ts';
import { someone, tries } from './someone.ts';

const TITLE_LIMIT = 200;
const BODY_LIMIT = 10_000;
const FIELDS = ['title', 'body', 'authorId', 'status', 'createdAt', 'updatedAt'];

const starts = (post: (me: string) => Fields, what: string, allowed: boolean): Check =>
  tries(
    `a writer starts a draft ${what}`,
    () => someone('editor'),
    (me, id) => ({ request: { create: `posts/${id}`, fields: { ...newPost(me), ...post(me) } } }),
    allowed,
  );

/** A change of a post, with a new `updatedAt` unless one is given. */
const edits = (
  role: 'editor' | 'admin',
  from: (me: string) => Fields,
  change: Fields,
  allowed: boolean,
): Check =>
  tries(
    `an ${role} edits a ${from('').status} by ${show(change)}`,
    () => someone(role),
    (me, id) => ({
      given: { [`posts/${id}`]: from(me) },
      request: { update: `posts/${id}`, fields: { updatedAt: SERVER_TIME, ...change } },
    }),
    allowed,
  );

const mine = (me: string) => storedPost(me, 'draft');
const mineOut = (me: string) => storedPost(me, 'published');
const theirs = () => storedPost('another-author', 'draft');
const theirsOut = () => storedPost('another-author', 'published');

/** Changes that leave no readable post, by any user. */
const unreadable: Fields[] = [
  { title: '' },
  { title: 'x'.repeat(TITLE_LIMIT + 1) },
  { body: 'x'.repeat(BODY_LIMIT + 1) },
  ...[null, 42, true, ['x'], { x: 'x' }, new Uint8Array([1]), fromNow(0)].flatMap((value) => [
    { title: value },
    { body: value },
  ]),
  ...['archived', 'Draft', '', null, true, ['draft'], { draft: true }].map((status) => ({
    status,
  })),
  { likes: 0 },
  { role: 'owner' },
  { likes: Transform.increment(1) },
  { publishedAt: SERVER_TIME },
  { title: SERVER_TIME },
  { title: Transform.union('x') },
];

/** Times that a client chooses; only the server's own time of the write is accepted. */
const chosenTimes = [fromNow(0), fromNow(-7200), fromNow(3600), null, Date.now(), 'now'];

const readable: Fields[] = [
  { title: 'x' },
  { title: 'x'.repeat(TITLE_LIMIT) },
  { body: '' },
  { body: 'x'.repeat(BODY_LIMIT) },
];

const firsts: Check[] = [
  ...[{}, ...readable].map((change) => starts(() => change, `with ${show(change)}`, true)),
  ...[
    ...unreadable,
    ...FIELDS.map((field) => ({ [field]: undefined })),
    ...chosenTimes.flatMap((time) => [
      { createdAt: time },
      { updatedAt: time },
      { createdAt: time, updatedAt: time },
    ]),
    ...[null, 42, '', ['me'], { uid: 'me' }, 'another-author'].map((authorId) => ({ authorId })),
    { status: 'published' },
  ].map((change) => starts(() => change, `with ${show(change)}`, false)),
  starts((me) => ({ authorId: me }), 'as themselves', true),
  tries(
    'a publisher starts a published post',
    () => someone('admin'),
    (me, id) => ({
      request: { create: `posts/${id}`, fields: { ...newPost(me), status: 'published' } },
    }),
    false,
  ),
];

const later: Check[] = [
  ...[...readable, { title: 'New', body: 'New' }].flatMap((change) => [
    edits('editor', mine, change, true),
    edits('editor', mineOut, change, false),
    edits('editor', theirs, change, false),
    edits('editor', theirsOut, change, false),
    edits('admin', theirs, change, true),
    edits('admin', theirsOut, change, true),
    edits('admin', mine, change, true),
  ]),
  edits('editor', mine, { status: 'published' }, false),
  edits('editor', mineOut, { status: 'draft' }, false),
  edits('admin', theirs, { title: 'New', status: 'published' }, true),
  edits('admin', theirsOut, { status: 'draft' }, true),
  ...[
    ...unreadable,
    ...FIELDS.map((field) => ({ [field]: REMOVED })),
    ...chosenTimes.flatMap((time) => [{ title: 'New', updatedAt: time }, { createdAt: time }]),
    { createdAt: SERVER_TIME },
    { updatedAt: fromNow(-60) },
    ...['admin', null, 42, '', ['me']].map((authorId) => ({ authorId })),
    { 'title.text': 'New' },
    { 'meta.likes': 1 },
    { '`title.x`': 'x' },
  ].flatMap((change) => [
    edits('editor', mine, change, false),
    edits('admin', theirs, change, false),
  ]),
];

const createdAt = fromNow(-3600);

const whole: Check[] = [true, false].map((keeps) =>
  tries(
    `an author rewrites their draft, ${keeps ? 'with its' : 'with a new'} creation time`,
    () => someone('editor'),
    (me, id) => ({
      given: { [`posts/${id}`]: { ...storedPost(me, 'draft'), createdAt } },
      request: {
        replace: `posts/${id}`,
        fields: {
          ...storedPost(me, 'draft'),
          title: 'New',
          updatedAt: SERVER_TIME,
          createdAt: keeps ? createdAt : SERVER_TIME,
        },
      },
    }),
    keeps,
  ),
);
export const postEdits: Check[] = [...firsts, ...later, ...whole];
