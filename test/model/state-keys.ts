import type { State } from './state.ts';

/**
 * Names for states: all that a state's future depends on, in full and in one order. Long parts are
 * numbered as they come, so that names stay short.
 */
export class StateKeys {
  readonly #texts = new Map<string, number>();

  of(state: State): string {
    const { records, history, highest, carried, disturbed, events, writes, everSaid } = state;
    const world = this.#intern(
      JSON.stringify([records, history, highest, carried, disturbed, writes, everSaid]),
    );
    const running = state.running
      .map(
        (one) =>
          `${one.point.key},${one.event},${one.client},${+one.locked}${+one.gone},${one.saw},${this.#intern(one.foreign)}`,
      )
      .sort()
      .join(';');
    const clients = state.clients
      .map(({ point, inbox, sent, told, timers }) =>
        [
          point.key,
          inbox.length ? this.#intern(JSON.stringify(inbox)) : '',
          sent,
          told,
          timers,
        ].join(),
      )
      .join(';');
    const { unannounced, lockedUnseen, helped, lockedByHand, restored } = state;
    const flags = [unannounced, lockedUnseen, helped, lockedByHand, restored].map(Number).join('');
    const rest = [state.duplicates, state.crashes, state.faults, state.lost, flags];
    const orphans = state.orphans.length > 0 ? this.#intern(JSON.stringify(state.orphans)) : '';
    // The edits stand in the history, in this order.
    const due = events.map(({ what, due }) => ('edit' in what ? due : due + JSON.stringify(what)));
    return `${world}|${running}|${orphans}|${clients}|${due}|${state.done}|${rest}`;
  }

  #intern(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, this.#texts.size);
    return this.#texts.size - 1;
  }
}
