import { type SetAccessSettingsRequest, topRole } from '../../core/index.ts';
import { useConsole, useLiveClaimsClient } from '../console-context.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { ReasonInput, reasonIn } from '../parts/reason-input.tsx';
import { setAccessSettings } from './settings-data.ts';
import { useMayChangeSettings } from './use-may-change-settings.ts';

export type SettingsChange = 'lockdown' | 'lockdown-off' | 'end-all-sessions' | 'no-minimum';

interface Question {
  readonly title: string;
  readonly confirm: string;
  readonly text: string;
  readonly done: string;
  readonly request: SetAccessSettingsRequest;
  readonly dangerous?: boolean;
}

/** @param top the role that has access in a lockdown. */
const questions = (top: string): Readonly<Record<SettingsChange, Question>> => ({
  lockdown: {
    title: 'Turn lockdown on?',
    confirm: 'Turn on',
    text: `Users without the role “${top}” lose access at once. Text that they have not saved yet stays in their browser.`,
    done: `Lockdown is on: only the role “${top}” has access.`,
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
});

export default function SettingsDialog({
  change,
  onClose,
}: {
  change: SettingsChange;
  onClose: () => void;
}) {
  const claims = useLiveClaimsClient();
  const { call, notify, roles } = useConsole();
  const canChange = useMayChangeSettings();
  const {
    title,
    confirm,
    text,
    done,
    request,
    dangerous = false,
  } = questions(topRole(roles))[change];
  return (
    <ConfirmDialog
      title={title}
      confirm={confirm}
      dangerous={dangerous}
      forbidden={canChange ? null : 'Your access changed, and you can no longer do this.'}
      action={async (form) => {
        const reason = reasonIn(form);
        await claims.withFreshClaims(() => setAccessSettings(call, { ...request, reason }));
        notify({ text: done });
      }}
      onClose={onClose}
    >
      <p>{text}</p>
      <ReasonInput />
    </ConfirmDialog>
  );
}
