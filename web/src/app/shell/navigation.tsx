import { Link, useRoute } from 'wouter';
import { useIsNew } from '../access/use-is-new.ts';
import { useLiveClaims } from '../live-claims.ts';
import { PLACES, type Place } from './places.ts';
import classes from './shell.module.css';

/** The places that the role opens; at the foot of a phone's screen, else in the header. */
export function Navigation() {
  const { permissions, orgs } = useLiveClaims();
  const isMember = Object.keys(orgs).length > 0;
  return (
    <nav className={classes.navigation} aria-label="Main">
      <ul>
        {PLACES.filter(({ needs }) =>
          needs === 'member' ? isMember : needs === null || permissions.includes(needs),
        ).map((place) => (
          <li key={place.path}>
            <PlaceLink {...place} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function PlaceLink({ path, route, name, needs, Icon }: Place) {
  const [isHere] = useRoute(route);
  const isNew = useIsNew(needs === 'member' ? null : needs);
  return (
    <Link
      href={path}
      className={classes.place}
      aria-current={isHere ? 'page' : undefined}
      data-new={isNew}
    >
      <Icon size={20} stroke={1.75} aria-hidden className={classes.placeIcon} />
      {name}
    </Link>
  );
}
