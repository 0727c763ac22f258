// Cells in which two people wrote: one's own text stands on the page and is kept, but is not sent before a choice was made.
import { cellName } from "./model.js";

const nameOf = (conflict) => (conflict.removal ? `${conflict.at.row}.` : cellName(conflict.at));

export class Held {
  constructor() {
    this.conflicts = new Map();
  }

  get size() {
    return this.conflicts.size;
  }

  entries() {
    return [...this.conflicts];
  }

  // One's own texts, as wishes.
  texts() {
    return [...this.conflicts.values()].filter(({ removal }) => !removal).map(({ at, mine }) => {
      const { path, row, field } = at;
      return path !== undefined ? { do: "set", path, text: mine } : { do: "set", row, field, text: mine };
    });
  }

  // Rows that the other has removed and one was writing in: they stay on the page until one has chosen.
  rows() {
    const rows = new Map();
    for (const conflict of this.conflicts.values()) if (conflict.theirs === undefined) rows.set(conflict.at.row, addition(conflict));
    return [...rows.values()];
  }

  // Whether the wish is for a cell that waits for a choice, or for a row that does: its text is then what one wants there.
  takes(wish, model) {
    const gone = wish.row && [...this.conflicts.values()].find(({ at, theirs }) => at.row === wish.row && theirs === undefined);
    if (wish.do !== "set") return Boolean(gone) && wish.do === "move"; // where it stands is decided when it comes back
    const twin = model.mirrored ? model.twin(wish) : null;
    const conflict = this.conflicts.get(cellName(wish)) ?? (twin && this.conflicts.get(cellName(twin)));
    if (conflict) conflict.mine = wish.text;
    else if (gone) this.add([{ ...gone, at: wish, mine: wish.text, before: gone.row.texts[wish.field] }]);
    return Boolean(conflict ?? gone);
  }

  get(name) {
    return this.conflicts.get(name);
  }

  add(conflicts) {
    for (const conflict of conflicts) this.conflicts.set(nameOf(conflict), conflict);
  }

  // Where the rows that are gone stood, so that they can come back there.
  settle(before, newKey) {
    for (const conflict of this.conflicts.values()) {
      if (conflict.theirs === undefined && !conflict.twin) Object.assign(conflict, { after: before.above(conflict.at.row), twin: newKey() });
    }
  }

  choose(name) {
    const conflict = this.conflicts.get(name);
    this.conflicts.delete(name);
    return conflict;
  }

  // The person has removed the row, with whatever both wrote in it.
  forgetRow(key) {
    for (const [name, { at }] of this.conflicts) if (at.row === key) this.conflicts.delete(name);
  }

  // What the other wrote is by now something else, or the same.
  renew(base) {
    for (const [name, conflict] of this.conflicts) {
      const row = base.find(conflict.at.row)?.row;
      if (conflict.removal) {
        if (row) conflict.theirs = row.texts;
        else this.conflicts.delete(name);
        continue;
      }
      conflict.row = row ?? conflict.row;
      conflict.theirs = base.text(conflict.at);
      if (conflict.theirs === conflict.mine) this.conflicts.delete(name);
    }
  }
}

// One's own text on top of the other's. ``ahead``: how everything will stand once it is sent.
export function insisted(conflict, ahead) {
  const { at, mine, row, removal } = conflict;
  if (removal) return ahead.find(at.row) ? [{ do: "remove", row: at.row }] : [];
  if (ahead.text(at) === undefined) return [{ ...addition(conflict), texts: { ...row.texts, [at.field]: mine } }];
  return [at.path !== undefined ? { do: "set", path: at.path, text: mine } : { do: "set", row: at.row, field: at.field, text: mine }];
}

// The row as it was, where it was.
function addition({ at, row, after = null, twin }) {
  return { do: "add", row: at.row, side: row.side, level2: row.level2, after, twin, texts: { ...row.texts } };
}
