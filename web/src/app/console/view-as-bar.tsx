import { ViewAsBar as Bar } from 'live-claims/console';
import { useFirebase } from '../firebase-context.ts';

/** That the app is shown as another role has it. */
export default function ViewAsBar() {
  return <Bar viewAs={useFirebase().viewAs} />;
}
