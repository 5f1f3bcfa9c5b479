import type { SetAccessSettingsRequest } from 'live-claims/core';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { useFirebase } from '../firebase-context.ts';
import { useCan, useLiveClaimsClient } from '../live-claims.ts';
import { notices } from '../notices/notices.ts';
import { ReasonInput, reasonIn } from '../reason-input.tsx';
import { setAccessSettings } from './settings-data.ts';

export type SettingsChange = 'lockdown' | 'lockdown-off' | 'end-all-sessions' | 'no-minimum';

interface Question {
  readonly title: string;
  readonly confirm: string;
  readonly text: string;
  readonly done: string;
  readonly request: SetAccessSettingsRequest;
  readonly dangerous?: boolean;
}

const QUESTIONS: Readonly<Record<SettingsChange, Question>> = {
  lockdown: {
    title: 'Turn lockdown on?',
    confirm: 'Turn on',
    text: 'Users other than owners lose access at once. Text that they have not saved yet stays in their browser.',
    done: 'Lockdown is on: only owners have access.',
    request: { lockdown: true },
    dangerous: true,
  },
  'lockdown-off': {
    title: 'Turn lockdown off?',
    confirm: 'Turn off',
    text: 'All users have the access of their role again, at once and without a reload.',
    done: 'Lockdown is off.',
    request: { lockdown: false },
  },
  'end-all-sessions': {
    title: 'Sign all users out?',
    confirm: 'Sign all users out',
    text: 'Every session that started before now ends, your own as well: you see the sign-in page next.',
    done: 'All earlier sessions are ended.',
    request: { minimumAuthTime: 'now' },
    dangerous: true,
  },
  'no-minimum': {
    title: 'Accept older sessions again?',
    confirm: 'Accept them',
    text: 'A token from before that time can be used again until it expires, after an hour at most.',
    done: 'All sessions are accepted again.',
    request: { minimumAuthTime: null },
  },
};

export default function SettingsDialog({
  change,
  onClose,
}: {
  change: SettingsChange;
  onClose: () => void;
}) {
  const claims = useLiveClaimsClient();
  const { app } = useFirebase();
  const canChange = useCan('settings.change');
  const { title, confirm, text, done, request, dangerous = false } = QUESTIONS[change];
  return (
    <ConfirmDialog
      title={title}
      confirm={confirm}
      dangerous={dangerous}
      forbidden={canChange ? null : 'Your access changed, and you can no longer do this.'}
      action={async (form) => {
        const reason = reasonIn(form);
        await claims.withFreshClaims(() => setAccessSettings(app, { ...request, reason }));
        notices.post({ kind: 'done', text: done });
      }}
      onClose={onClose}
    >
      <p>{text}</p>
      <ReasonInput />
    </ConfirmDialog>
  );
}
