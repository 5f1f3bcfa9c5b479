import { SERVER_TIME } from '../support/fields.ts';
import { markerDocument, storedPost, userDocument } from '../support/people.ts';
import type { Attempts } from './someone.ts';

const OTHER = 'another-user';
const known = { text: 'A text' };

/** A post as its author first writes it. */
export const newPost = (authorId: string) => ({
  ...storedPost(authorId, 'draft'),
  createdAt: SERVER_TIME,
  updatedAt: SERVER_TIME,
});

/** Judged by the token. */
export const byToken: Attempts = {
  'get a published post': () => ({
    given: { 'posts/published-case': storedPost(OTHER, 'published') },
    request: { get: 'posts/published-case' },
  }),
};

/** Requests that a reader may make by the marker check. */
export const byMarkerToRead: Attempts = {
  'list the published posts': () => ({
    request: { list: 'posts', where: { status: 'published' } },
  }),
};

/** Judged by the token, if the marker says that it is current. */
export const byMarker: Attempts = {
  ...byMarkerToRead,
  'get a draft': () => ({
    given: { 'posts/draft-case': storedPost(OTHER, 'draft') },
    request: { get: 'posts/draft-case' },
  }),
  'list all posts': () => ({ request: { list: 'posts' } }),
};

/** Judged by the document. */
export const byDocument: Attempts = {
  'get another user’s profile': () => ({
    given: { [`users/${OTHER}`]: userDocument('viewer') },
    request: { get: `users/${OTHER}` },
  }),
  'get another user’s marker': () => ({
    given: { [`userClaims/${OTHER}`]: markerDocument('viewer') },
    request: { get: `userClaims/${OTHER}` },
  }),
  'list the audit log': () => ({ request: { list: 'auditLog' } }),
  'get an invite': () => ({
    given: { 'invites/known': known },
    request: { get: 'invites/known' },
  }),
  'list the jobs': () => ({ request: { list: 'jobs' } }),
  'create a draft': (me, id) => ({ request: { create: `posts/${id}`, fields: newPost(me) } }),
  'delete a published post': (_, id) => ({
    given: { [`posts/${id}`]: storedPost(OTHER, 'published') },
    request: { delete: `posts/${id}` },
  }),
};

/** Requests that every signed-in user may make. */
export const asAnybody: Attempts = {
  'edit their own name': (me) => ({
    request: {
      update: `users/${me}`,
      fields: { displayName: 'New', profileEditedAt: SERVER_TIME },
    },
  }),
};

/** How a client learns what has become of its access: nothing but the sign-in may stand in its way. */
export const toLearn: Attempts = {
  'get their own document': (me) => ({ request: { get: `users/${me}` } }),
  'get their own marker': (me) => ({ request: { get: `userClaims/${me}` } }),
  'get the settings': () => ({ request: { get: 'settings/access' } }),
};
