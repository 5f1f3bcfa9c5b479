import type { ComponentProps, MouseEvent } from 'react';
import { useConsole } from '../console-context.tsx';

/** A link to another page of the console: an ordinary click goes there without a load of the page. */
export function Link({ href, ...props }: ComponentProps<'a'> & { href: string }) {
  const { go } = useConsole();
  function follow(event: MouseEvent): void {
    const isOrdinary =
      event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!isOrdinary || event.defaultPrevented) return;
    event.preventDefault();
    go(href);
  }
  return <a {...props} href={href} onClick={follow} />;
}
