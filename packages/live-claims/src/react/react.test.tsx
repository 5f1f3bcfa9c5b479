// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { orgConfig } from '../testing/org-config.ts';
import { OrgWorld } from '../testing/org-world.ts';
import { World } from '../testing/world.ts';
import type { LiveClaims } from '../web/types.ts';
import { createLiveClaimsReact } from './index.ts';

const { Can, LiveClaimsProvider, useCan, useLiveClaims, useLiveClaimsClient } =
  createLiveClaimsReact();

afterEach(cleanup);

async function signedIn(role: string | null): Promise<World> {
  const world = new World();
  await world.signedIn('ada', { role, version: 10 });
  return world;
}

/** Has an admin change the role, and lets the client and React catch up. */
async function become(world: World, role: string | null, version: number): Promise<void> {
  await act(async () => {
    world.backend.edit('ada', role, version);
    await world.after(3_000);
  });
}

function Check({ permission, renders }: { permission: string; renders?: () => void }) {
  renders?.();
  return <p>{`${permission}: ${useCan(permission)}`}</p>;
}

function Status() {
  const { status, role } = useLiveClaims();
  return <p>{`${status} ${role}`}</p>;
}

function Client({ given }: { given: (client: LiveClaims) => void }) {
  given(useLiveClaimsClient());
  return null;
}

describe('useCan', () => {
  it('asks for each permission by itself: no check is given another’s answer (reactfire #514)', async () => {
    const world = await signedIn('writer');
    render(
      <LiveClaimsProvider client={world.client}>
        <Check permission="write" />
        <Check permission="grant" />
      </LiveClaimsProvider>,
    );
    expect(screen.getByText('write: true')).toBeTruthy();
    expect(screen.getByText('grant: false')).toBeTruthy();
  });

  it('follows a change of the permission that the component asks for', async () => {
    const world = await signedIn('writer');
    const check = (permission: string) => (
      <LiveClaimsProvider client={world.client}>
        <Check permission={permission} />
      </LiveClaimsProvider>
    );
    const { rerender } = render(check('write'));
    rerender(check('grant'));
    expect(screen.getByText('grant: false')).toBeTruthy();
  });

  it('changes with the claims (reactfire #493)', async () => {
    const world = await signedIn('reader');
    render(
      <LiveClaimsProvider client={world.client}>
        <Check permission="write" />
      </LiveClaimsProvider>,
    );
    expect(screen.getByText('write: false')).toBeTruthy();
    await become(world, 'writer', 20);
    expect(screen.getByText('write: true')).toBeTruthy();
    await become(world, null, 30);
    expect(screen.getByText('write: false')).toBeTruthy();
  });

  it('renders again only when its own answer changes', async () => {
    const world = await signedIn('reader');
    const renders = vi.fn();
    render(
      <LiveClaimsProvider client={world.client}>
        <Check permission="read" renders={renders} />
      </LiveClaimsProvider>,
    );
    const before = renders.mock.calls.length;
    await become(world, 'chief', 20);
    expect(renders).toHaveBeenCalledTimes(before);
  });

  it('is false while no account is signed in and when the session is revoked', async () => {
    const world = await signedIn('chief');
    render(
      <LiveClaimsProvider client={world.client}>
        <Check permission="grant" />
      </LiveClaimsProvider>,
    );
    expect(screen.getByText('grant: true')).toBeTruthy();
    await act(async () => {
      world.backend.setMarker('ada', { version: 20, disabled: true });
      await world.after(100);
    });
    expect(screen.getByText('grant: false')).toBeTruthy();
  });
});

describe('<Can>', () => {
  it('shows its children to a user with the permission, and the fallback to others, live', async () => {
    const world = await signedIn('reader');
    render(
      <LiveClaimsProvider client={world.client}>
        <Can permission="write" fallback="read only">
          <button type="button">Edit</button>
        </Can>
        <Can permission="grant">the secret</Can>
      </LiveClaimsProvider>,
    );
    expect(screen.queryByRole('button')).toBeNull();
    expect(screen.getByText('read only')).toBeTruthy();
    expect(screen.queryByText('the secret')).toBeNull();
    await become(world, 'writer', 20);
    expect(screen.getByRole('button')).toBeTruthy();
    expect(screen.queryByText('read only')).toBeNull();
  });
});

describe('useLiveClaims', () => {
  it('shows the snapshot as it changes, also under StrictMode, and lets go on unmount', async () => {
    const world = await signedIn('reader');
    const { subscribe } = world.client;
    let subscriptions = 0;
    vi.spyOn(world.client, 'subscribe').mockImplementation((listener) => {
      subscriptions += 1;
      const undo = subscribe(listener);
      return () => {
        subscriptions -= 1;
        undo();
      };
    });
    const { unmount } = render(
      <StrictMode>
        <LiveClaimsProvider client={world.client}>
          <Status />
        </LiveClaimsProvider>
      </StrictMode>,
    );
    expect(screen.getByText('fresh reader')).toBeTruthy();
    await become(world, 'chief', 20);
    expect(screen.getByText('fresh chief')).toBeTruthy();
    expect(subscriptions).toBe(1);
    unmount();
    expect(subscriptions).toBe(0);
  });

  it('renders on a server, where nothing is allowed before the page has spoken', () => {
    const world = new World();
    const html = renderToString(
      <LiveClaimsProvider client={world.client}>
        <Status />
        <Can permission="read" fallback="wait">
          secret
        </Can>
      </LiveClaimsProvider>,
    );
    expect(html).toContain('loading null');
    expect(html).toContain('wait');
    expect(html).not.toContain('secret');
  });

  it('hands over the client itself, and says so when the provider is missing', async () => {
    const world = await signedIn('reader');
    const given = vi.fn();
    render(
      <LiveClaimsProvider client={world.client}>
        <Client given={given} />
      </LiveClaimsProvider>,
    );
    expect(given).toHaveBeenCalledWith(world.client);
    expect(() => renderToString(<Client given={given} />)).toThrow(
      '<LiveClaimsProvider client={…}>',
    );
  });
});

const org = createLiveClaimsReact<typeof orgConfig>();

function Notes({ orgId }: { orgId: string | undefined }) {
  return (
    <>
      <p>{`${orgId}: ${org.useCan('notes.write', { in: orgId })}`}</p>
      <org.Can permission="notes.write" in={orgId} fallback={`read ${orgId}`}>
        {`write ${orgId}`}
      </org.Can>
    </>
  );
}

describe('a permission in an organisation', () => {
  const page = (world: OrgWorld, ...ids: readonly (string | undefined)[]) => (
    <LiveClaimsProvider client={world.client}>
      {ids.map((id) => (
        <Notes key={id} orgId={id} />
      ))}
    </LiveClaimsProvider>
  );

  it('is asked for there, changes there alone, and follows the organisation that is shown', async () => {
    const world = await OrgWorld.of({ acme: 'e', beta: 'v' });
    const { container, rerender } = render(page(world, 'acme', 'beta'));
    expect(container.textContent).toBe('acme: truewrite acmebeta: falseread beta');
    await act(() => world.become({ beta: 'o' }));
    expect(container.textContent).toBe('acme: falseread acmebeta: truewrite beta');
    rerender(page(world, 'beta'));
    expect(container.textContent).toBe('beta: truewrite beta');
  });

  it('is held in no organisation where none is known, also not by a permission of the app', async () => {
    const world = await OrgWorld.of({ acme: 'e' });
    const unknown = { permission: 'read', in: undefined } as { permission: string };
    const { container } = render(
      <LiveClaimsProvider client={world.client}>
        <Notes orgId={undefined} />
        <Can {...unknown} fallback=" none">
          some
        </Can>
        <Can permission="read"> app</Can>
      </LiveClaimsProvider>,
    );
    expect(container.textContent).toBe('undefined: falseread undefined none app');
  });
});
