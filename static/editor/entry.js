// What one page leaves on the shelf for the next: its wishes, and what they were based on.
import { cellName } from "./model.js";

export function entryOf({ refused, pending, held, batch, base, model, version }) {
  const wishes = [...refused.values(), ...pending, ...held.texts()];
  const before = {};
  const rows = {};
  for (const wish of [...(batch?.wishes ?? []), ...wishes]) {
    const conflict = wish.do === "set" && held.get(cellName(wish));
    if (wish.do === "set") before[cellName(wish)] = conflict ? conflict.before : base.text(wish);
    const row = wish.row && (base.find(wish.row)?.row ?? (conflict ? conflict.row : model.find(wish.row)?.row));
    if (row) rows[wish.row] = row;
  }
  return { version, batch, wishes, before, rows };
}

// What is left to be done of an entry, and on top of which record: {record, wishes, before(at), rows(key)}; null when that cannot be told now.
// Its last batch is sent once more under its own name, for the server knows whether it was done.
export async function settled({ batch, wishes, before, rows }, saving) {
  const based = { before: (at) => before[cellName(at)], rows: (key) => rows[key] };
  const whole = [...(batch?.wishes ?? []), ...wishes];
  const now = { ...saving.base.record(), version: saving.version, at: saving.at };
  if (!batch) return { record: now, wishes: whole, ...based };
  const { status, data } = await saving.server.send("save", { save: batch.save, version: batch.version, changes: batch.wishes });
  if (status === 409) return { record: data.record, wishes: whole, ...based };
  if (status !== 200) return { record: now, wishes: whole, ...based };
  const read = await saving.server.read();
  if (read.status !== 200) return null;
  if (read.data.version !== data.version) return { record: read.data, wishes, ...based };
  const base = saving.made(read.data);
  return { record: read.data, wishes, before: (at) => base.text(at), rows: (key) => base.find(key)?.row };
}
