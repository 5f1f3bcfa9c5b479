import type { ReactNode } from 'react';
import classes from './page-frame.module.css';

/**
 * What a page tells the frame around it.
 *
 * @example const Frame = ({ title, children }: PageFrameProps) => <main><h1>{title}</h1>{children}</main>;
 */
export interface PageFrameProps {
  readonly title: string;
  /** A sentence below the heading. @default none */
  readonly intro?: ReactNode;
  /** What stands beside the heading. @default nothing */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of a page in an app that brings none. */
export function PageFrame({ title, intro, action, children }: PageFrameProps) {
  return (
    <section className={classes.page} aria-label={title}>
      <div className={classes.head}>
        <div>
          <h1>{title}</h1>
          {intro && <p className={classes.intro}>{intro}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
