import { PeoplePage, PersonPage } from 'live-claims/console';
import { useParams } from 'wouter';
import { Console } from './console.tsx';

/** All people, or one of them. */
export default function PeopleScreen() {
  const { uid } = useParams<{ uid?: string }>();
  return (
    <Console>{uid === undefined ? <PeoplePage /> : <PersonPage key={uid} uid={uid} />}</Console>
  );
}
