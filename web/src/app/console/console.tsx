// Mantine's styles of what the console shows and not every screen has, in the order that Mantine asks for.
import '@mantine/core/styles/ScrollArea.css';
import '@mantine/core/styles/Popover.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Checkbox.css';
import '@mantine/core/styles/Radio.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import '@mantine/core/styles/Menu.css';
import 'live-claims/console/styles.css';
import { type ConsoleNotice, ConsoleProvider } from 'live-claims/console';
import { type ReactNode, useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import config from '../../../../functions/src/live-claims.config.ts';
import { openFunctions } from '../../call-function.ts';
import { useFirebase } from '../firebase-context.ts';
import { useLiveClaimsClient } from '../live-claims.ts';
import { notices } from '../notices/notices.ts';
import { Screen } from '../shell/screen.tsx';

/** What the console's pages need of the demo. */
export function Console({ children }: { children: ReactNode }) {
  const { app, firestore, viewAs } = useFirebase();
  const claims = useLiveClaimsClient();
  const functions = useCallback(() => openFunctions(app), [app]);
  const [pathname, navigate] = useLocation();
  const search = useSearch();
  const location = search === '' ? pathname : `${pathname}?${search}`;
  const router = useMemo(() => ({ location, navigate }), [location, navigate]);
  return (
    <ConsoleProvider
      config={config}
      claims={claims}
      firestore={firestore}
      functions={functions}
      router={router}
      notify={notify}
      Frame={Screen}
      viewAs={viewAs}
    >
      {children}
    </ConsoleProvider>
  );
}

function notify(notice: ConsoleNotice): void {
  notices.post({ kind: 'done', ...notice });
}
