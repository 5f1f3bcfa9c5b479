import { storedPost, tokenClaims, userDocument } from '../rules/support/people.ts';
import { attack, outcome, threat } from './support/attack.ts';
import type { Message } from './support/firestore-grpc.ts';
import { wentThrough } from './support/firestore-rest.ts';
import type { FirestoreTarget } from './support/firestore-target.ts';
import { rule } from './support/rules-defence.ts';
import { newPost, PROFILE_EDIT, patch } from './support/writes.ts';

const people = async (target: FirestoreTarget) => {
  await target.seed({
    'users/me': userDocument('editor'),
    'users/boss': userDocument('owner'),
    'posts/mine': storedPost('me', 'draft'),
    'posts/other': storedPost('another-author', 'draft'),
    'posts/out': storedPost('me', 'published'),
    'auditLog/entry': { uid: 'me', type: 'token-claims-change', reason: 'as it was' },
  });
};

const committing =
  (who: 'me' | 'boss', writesOf: (target: FirestoreTarget) => Message[]) =>
  async (target: FirestoreTarget) => {
    await people(target);
    const token = target.token(who, tokenClaims(who === 'me' ? 'editor' : 'owner'));
    const answer = await target.rest(token, 'POST', ':commit', { writes: writesOf(target) });
    return outcome(wentThrough(answer));
  };

const profile = (fields: Message) =>
  committing('me', ({ name }) => [patch(name('users/me'), fields, PROFILE_EDIT)]);

const UPDATED = {
  updateTransforms: [{ fieldPath: 'updatedAt', setToServerValue: 'REQUEST_TIME' }],
};

const picture = rule(
  'a picture is an https address',
  "value == null || isText(value, limit) && value.matches('https://\\\\S+');",
  'value == null || isText(value, limit);',
);

threat('a script is stored in a profile', '1.2.2', () => {
  for (const url of [
    'javascript:alert(document.cookie)',
    'data:text/html,<script>alert(1)</script>',
    'https://example.com/ onerror=alert(1)',
    ' https://example.com/a.png',
    'http://example.com/track.png',
    'HTTPS://example.com\njavascript:alert(1)',
  ]) {
    attack(`in the address of a picture: ${JSON.stringify(url)}`, {
      defence: picture,
      attempt: profile({ photoURL: { stringValue: url } }),
    });
  }

  attack('in a name that is no text', {
    defence: rule(
      'a name is a text',
      "return value == null || isText(value, limit)\n        && value.matches('[^",
      "return true || isText(value, limit)\n        && value.matches('[^",
    ),
    attempt: profile({
      displayName: { mapValue: { fields: { __html: { stringValue: '<script>' } } } },
    }),
  });

  for (const [what, displayName] of [
    ['turns the text around it', 'Grace Owner\u202e'],
    ['steers a terminal', '\u001b[8mMia'],
  ]) {
    attack(`in a name that ${what}`, {
      defence: rule(
        'a name has no control characters',
        "\n        && value.matches('[^\\\\p{Cc}\\\\p{Zl}\\\\p{Zp}\\\\x{061C}\\\\x{200E}\\\\x{200F}\\\\x{202A}-\\\\x{202E}\\\\x{2066}-\\\\x{2069}]*')",
        '',
      ),
      attempt: profile({ displayName: { stringValue: displayName as string } }),
    });
  }
});

threat('a user stores more than the limits allow', '2.2.1', () => {
  attack('a name of a million characters', {
    defence: rule(
      'a text has a limit',
      'return value is string && value.size() <= limit;',
      'return value is string;',
    ),
    attempt: profile({ displayName: { stringValue: 'x'.repeat(1_000_000) } }),
  });
  attack('a post of a million characters', {
    defence: rule(
      'a text has a limit',
      'return value is string && value.size() <= limit;',
      'return value is string;',
    ),
    attempt: committing('me', ({ name }) => [
      newPost(name('posts/new'), 'me', { body: { stringValue: 'x'.repeat(1_000_000) } }),
    ]),
  });
  attack('a post with an unknown field', {
    defence: rule(
      'a post has six fields',
      "return post.keys().toSet()\n          == ['title', 'body', 'authorId', 'status', 'createdAt', 'updatedAt'].toSet()\n        && isText",
      'return isText',
    ),
    attempt: committing('me', ({ name }) => [
      newPost(name('posts/new'), 'me', { ballast: { stringValue: 'x'.repeat(100_000) } }),
    ]),
  });
});

threat('a loop of writes runs up the bill', '2.4.1', () => {
  attack('by editing the own profile again and again, each of which runs a function', {
    defence: rule(
      'two edits of a profile are two seconds apart',
      "&& isLongAgo(resource.data.get('profileEditedAt', null));",
      ';',
    ),
    attempt: async (target) => {
      await people(target);
      const token = target.token('me', tokenClaims('editor'));
      let edits = 0;
      for (let turn = 0; turn < 10; turn += 1) {
        const name = { displayName: { stringValue: `Name ${turn}` } };
        const writes = [patch(target.name('users/me'), name, PROFILE_EDIT)];
        if (wentThrough(await target.rest(token, 'POST', ':commit', { writes }))) edits += 1;
      }
      return outcome(edits === 10);
    },
  });
  attack('by a time of the last edit that lies in the past', {
    defence: rule(
      'the time of an edit is that of the server',
      '&& after.profileEditedAt == request.time\n',
      '\n',
    ),
    attempt: committing('me', ({ name }) => [
      patch(name('users/me'), {
        displayName: { stringValue: 'New' },
        profileEditedAt: { timestampValue: '2001-01-01T00:00:00Z' },
      }),
    ]),
  });
});

threat('an editor goes beyond their own drafts', '8.2.2', () => {
  attack('by starting a post that is published already', {
    defence: rule(
      'a post begins as a draft of its author',
      "&& isMyDraft(request.resource.data) && canNow('posts.write');",
      "&& isMe(request.resource.data.authorId) && canNow('posts.write');",
    ),
    attempt: committing('me', ({ name }) => [
      newPost(name('posts/new'), 'me', { status: { stringValue: 'published' } }),
    ]),
  });
  attack('by publishing the own draft', {
    defence: rule(
      'an own draft stays one',
      'return isMyDraft(resource.data) && isMyDraft(request.resource.data);',
      'return isMyDraft(resource.data);',
    ),
    attempt: committing('me', ({ name }) => [
      patch(name('posts/mine'), { status: { stringValue: 'published' } }, UPDATED),
    ]),
  });
  attack('by making another author’s draft their own', {
    defence: rule(
      'an own draft was one before',
      'return isMyDraft(resource.data) && isMyDraft(request.resource.data);',
      'return isMyDraft(request.resource.data);',
    ),
    attempt: async (target) => {
      await people(target);
      const token = target.token('me', tokenClaims('editor'));
      const write = (fields: Message) =>
        target.rest(token, 'POST', ':commit', {
          writes: [patch(target.name('posts/out'), fields, UPDATED)],
        });
      return outcome(wentThrough(await write({ status: { stringValue: 'draft' } })));
    },
  });
  attack('by writing a draft under another author’s name', {
    defence: rule(
      'a draft of mine has my id',
      "return post.status == 'draft' && isMe(post.authorId);",
      "return post.status == 'draft';",
    ),
    attempt: committing('me', ({ name }) => [newPost(name('posts/new'), 'boss')]),
  });
  attack('by an old token, to delete what is published', {
    defence: rule(
      'to delete what is published takes a token of five minutes',
      '(!isPublished(resource.data) || tokenIsYoung())',
      '(true)',
    ),
    attempt: async (target) => {
      await people(target);
      const iat = Math.floor(Date.now() / 1000) - 301;
      const token = target.token('boss', tokenClaims('owner', { iat }));
      return outcome(wentThrough(await target.rest(token, 'DELETE', 'posts/out')));
    },
  });
});

threat('a user tampers with the audit log', '16.4.2', () => {
  const nobodyWrites = rule(
    'no client writes the audit log, not even an owner’s',
    "allow read: if canNow('audit.read');",
    "allow read, write: if canNow('audit.read');",
  );
  for (const [name, writesOf] of Object.entries({
    'rewrites an entry': ({ name }: FirestoreTarget) => [
      patch(name('auditLog/entry'), { reason: { stringValue: 'as I like it' } }),
    ],
    'deletes an entry': ({ name }: FirestoreTarget) => [{ delete: name('auditLog/entry') }],
    'makes an entry up': ({ name }: FirestoreTarget) => [
      { update: { name: name('auditLog/new'), fields: { uid: { stringValue: 'me' } } } },
    ],
  })) {
    attack(`an owner ${name}`, {
      defence: nobodyWrites,
      attempt: committing('boss', writesOf),
    });
  }
  attack('an editor reads who was granted what', {
    defence: rule(
      'who reads the audit log may',
      "allow read: if canNow('audit.read');",
      "allow read: if can('posts.read');",
    ),
    attempt: async (target) => {
      await people(target);
      const token = target.token('me', tokenClaims('editor'));
      return outcome(wentThrough(await target.rest(token, 'GET', 'auditLog/entry')));
    },
  });
});

threat('a user writes an invite for themselves', '8.2.1', () => {
  attack('and names an owner as who invited them', {
    defence: rule(
      'only functions write invites',
      "match /invites/{invite} {\n      allow read: if canNow('roles.grant');",
      "match /invites/{invite} {\n      allow read: if canNow('roles.grant'); allow create: if can('posts.read');",
    ),
    attempt: committing('me', ({ name }) => [
      {
        update: {
          name: name('invites/forged'),
          fields: { email: { stringValue: 'me@example.com' }, invitedBy: { stringValue: 'boss' } },
        },
      },
    ]),
  });
  attack('or orders a job that changes all accounts', {
    defence: rule(
      'only functions write jobs',
      'match /jobs/{job} {',
      "match /jobs/{job} { allow create: if can('posts.read');",
    ),
    attempt: committing('me', ({ name }) => [
      { update: { name: name('jobs/forged'), fields: { kind: { stringValue: 'set-roles' } } } },
    ]),
  });
});
