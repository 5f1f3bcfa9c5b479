import { PeoplePage } from 'live-claims/console';
import { Console } from './console.tsx';

export default function PeopleScreen() {
  return (
    <Console>
      <PeoplePage />
    </Console>
  );
}
