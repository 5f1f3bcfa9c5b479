import type { Message } from './firestore-grpc.ts';

/** The mask of an update: these fields, and no other. */
export const mask = (...fieldPaths: string[]) => ({ updateMask: { fieldPaths } });

/** What an honest edit of the own profile carries: the moment, set by the server. */
export const PROFILE_EDIT = {
  updateTransforms: [{ fieldPath: 'profileEditedAt', setToServerValue: 'REQUEST_TIME' }],
};

/** An update of these fields alone. */
export const patch = (name: string, fields: Message, more: object = {}): Message => ({
  update: { name, fields },
  ...mask(...Object.keys(fields)),
  ...more,
});

/** A new draft as the app writes it. */
export const newPost = (name: string, authorId: string, fields: Message = {}): Message => ({
  update: {
    name,
    fields: {
      title: { stringValue: 'A title' },
      body: { stringValue: 'A body' },
      authorId: { stringValue: authorId },
      status: { stringValue: 'draft' },
      ...fields,
    },
  },
  updateTransforms: [
    { fieldPath: 'createdAt', setToServerValue: 'REQUEST_TIME' },
    { fieldPath: 'updatedAt', setToServerValue: 'REQUEST_TIME' },
  ],
});
