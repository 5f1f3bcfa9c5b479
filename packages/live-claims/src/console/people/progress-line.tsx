import { Loader } from '@mantine/core';
import { useState } from 'react';
import type { Marker } from '../../core/index.ts';
import { IconAlertTriangle, IconClock } from '../parts/icons.ts';
import { span } from '../parts/moments.ts';
import classes from './people.module.css';
import { type Person, progressOf } from './person.ts';

/** How far the last change of a person's access has got, in one line. */
export function ProgressLine({ person, marker }: { person: Person; marker: Marker | null }) {
  const progress = progressOf(person, marker);
  const [versionAtFirst] = useState(marker?.version);
  switch (progress.step) {
    case 'applied':
      return (
        // Keyed by version: what arrives while one looks arrives with a glow.
        <p
          key={progress.version}
          className={classes.applied}
          data-new={progress.version !== versionAtFirst || undefined}
        >
          Applied
          {progress.after !== null && (
            <>
              <span className={classes.figure}>{span(progress.after)}</span> after the edit
            </>
          )}
        </p>
      );
    case 'applying':
      return (
        <p className={classes.applying}>
          <Loader size={12} aria-hidden /> On its way…
        </p>
      );
    case 'pending':
      return (
        <p className={classes.problem}>
          <IconClock size={16} aria-hidden />
          <span>
            <strong>Pending.</strong> {progress.message}
          </span>
        </p>
      );
    case 'rejected':
      return (
        <p className={classes.problem} data-rejected>
          <IconAlertTriangle size={16} aria-hidden />
          <span>
            <strong>Rejected.</strong> {progress.message}
          </span>
        </p>
      );
  }
}
