/** Whether writes of documents start functions on the stack with this hub (`127.0.0.1:4400`). */
export async function setBackgroundTriggers(hub: string, on: boolean): Promise<void> {
  const verb = on ? 'enable' : 'disable';
  const url = `http://${hub}/functions/${verb}BackgroundTriggers`;
  const { ok, status } = await fetch(url, { method: 'PUT' });
  if (!ok) throw new Error(`The emulator hub answered ${status} to ${verb} triggers.`);
}
