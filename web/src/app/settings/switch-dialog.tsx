import type { SetAccessSettingsRequest } from 'live-claims/core';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { useFirebase } from '../firebase-context.ts';
import { useCan, useLiveClaimsClient } from '../live-claims.ts';
import { notices } from '../notices/notices.ts';
import { ReasonInput, reasonIn } from '../reason-input.tsx';
import { setAccessSettings } from './settings-data.ts';

export type Switch = 'lockdown' | 'open' | 'everybody-out' | 'no-minimum';

interface Question {
  readonly title: string;
  readonly confirm: string;
  readonly text: string;
  readonly done: string;
  readonly request: SetAccessSettingsRequest;
  readonly dangerous?: boolean;
}

const QUESTIONS: Readonly<Record<Switch, Question>> = {
  lockdown: {
    title: 'Lock everybody out but the owners?',
    confirm: 'Lock down',
    text: 'Whoever works here at the moment is stopped in the middle of it. What they have written and not saved stays in their browser.',
    done: 'The app is locked down. Only owners get in.',
    request: { lockdown: true },
    dangerous: true,
  },
  open: {
    title: 'Open for everybody?',
    confirm: 'Open',
    text: 'Everybody gets in again with their role, at once and without a reload.',
    done: 'The app is open for everybody.',
    request: { lockdown: false },
  },
  'everybody-out': {
    title: 'Sign everybody out?',
    confirm: 'Sign everybody out',
    text: 'Every session that began before now ends, yours as well: you see the sign-in page next.',
    done: 'Everybody is signed out who signed in before.',
    request: { minimumAuthTime: 'now' },
    dangerous: true,
  },
  'no-minimum': {
    title: 'Let older sign-ins count again?',
    confirm: 'Let them count',
    text: 'Whatever still holds a token from before that time can use it again for as long as it lasts, an hour at most.',
    done: 'Every sign-in counts again.',
    request: { minimumAuthTime: null },
  },
};

export default function SwitchDialog({ turn, onClose }: { turn: Switch; onClose: () => void }) {
  const claims = useLiveClaimsClient();
  const { app } = useFirebase();
  const maySwitch = useCan('settings.read');
  const { title, confirm, text, done, request, dangerous = false } = QUESTIONS[turn];
  return (
    <ConfirmDialog
      title={title}
      confirm={confirm}
      dangerous={dangerous}
      forbidden={maySwitch ? null : 'Your access changed, and you can no longer do this.'}
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
