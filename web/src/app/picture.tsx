import { useState } from 'react';
import { isHttpsUrl } from './https-url.ts';
import classes from './picture.module.css';

/**
 * Somebody's picture; nothing where there is none that can be shown. Its host is told as little as
 * can be: it is any that the person has chosen.
 */
export function Picture({ url }: { url: string | null }) {
  const [broken, setBroken] = useState<string | null>(null);
  if (url === null || url === broken || !isHttpsUrl(url)) return null;
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
