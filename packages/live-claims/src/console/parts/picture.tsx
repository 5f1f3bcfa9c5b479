import { useState } from 'react';
import { isShownPicture } from './https-url.ts';
import classes from './picture.module.css';

/** A user's picture; nothing where there is none, or where its host may have been chosen by the user. */
export function Picture({ url }: { url: string | null }) {
  const [broken, setBroken] = useState<string | null>(null);
  if (url === null || url === broken || !isShownPicture(url)) return null;
  return (
    <img
      className={classes.picture}
      src={url}
      alt=""
      width={36}
      height={36}
      loading="lazy"
      decoding="async"
      referrerPolicy="no-referrer"
      onError={() => setBroken(url)}
    />
  );
}
