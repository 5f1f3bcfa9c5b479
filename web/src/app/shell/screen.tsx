import { type ReactNode, useRef } from 'react';
import classes from './screen.module.css';
import { useFocusOnArrival } from './use-focus-on-arrival.ts';

/** One place of the app: its heading, which takes the focus on navigation, and its content. */
export function Screen({
  title,
  intro,
  action,
  children,
}: {
  title: string;
  intro?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusOnArrival(heading);
  return (
    <>
      <title>{`${title} · live-claims`}</title>
      <div className={classes.head}>
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {intro && <p className={classes.intro}>{intro}</p>}
        </div>
        {action}
      </div>
      {children}
    </>
  );
}
