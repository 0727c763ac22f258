// Somebody else has saved meanwhile: which of one's own wishes still hold, and which meet another text.
import { Gone, cellName } from "./model.js";

// Nothing of one's own is worth less than a row that is gone meanwhile: what cannot be done is left out.
export function performAll(model, wishes) {
  for (const wish of wishes) attempt(model, wish);
}

function attempt(model, wish) {
  try {
    model.perform(wish);
    return true;
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    return false;
  }
}

// The later text of a cell stands for the earlier ones, and none is needed for a row that is removed later. Ticking or unticking
// 一年期项目同年度 parts the wishes, for the same text goes to one side before it and to both behind.
export function coalesced(wishes) {
  const later = new Set();
  const removed = new Set();
  const kept = [];
  for (const wish of [...wishes].reverse()) {
    if (wish.do === "set") {
      if (later.has(cellName(wish)) || removed.has(wish.row)) continue;
      if (wish.path === "mirrored") {
        later.clear();
        removed.clear();
      } else later.add(cellName(wish));
    } else if (wish.do === "remove") removed.add(wish.row);
    kept.unshift(wish);
  }
  return kept;
}

// Every text that the wishes ask for, by cell: found on the server it is one's own, saved without the answer having come.
function asked(wishes) {
  const texts = new Map();
  const note = (name, text) => texts.set(name, (texts.get(name) ?? new Set()).add(text));
  for (const wish of wishes) {
    if (wish.do === "set") note(cellName(wish), wish.text);
    for (const [field, text] of Object.entries(wish.texts ?? {})) note(`${wish.row}.${field}`, text);
  }
  return texts;
}

// Wishes put on top of ``theirs``, a model of what is saved now. ``textBefore(at)`` and ``rowBefore(key)``: what the wishes were based on.
// Answers ``kept``, the wishes to be sent; ``conflicts``, the cells in which both wrote: {at, mine, theirs, before, row}, with theirs
// undefined where the other removed the row; and ``left``, texts for which there is no place any more.
export function rebase(theirs, wishes, textBefore, rowBefore) {
  const now = new theirs.constructor(theirs.record(), theirs.form);
  const ours = asked(wishes);
  const found = { kept: [], conflicts: [], left: [] };
  const keep = (wish) => { if (attempt(now, wish)) found.kept.push(wish); };
  const isMirroring = wishes.some((wish) => wish.path === "mirrored" && wish.text);
  for (const wish of coalesced(wishes)) {
    if (wish.do === "set") {
      const saved = theirs.text(wish);
      const before = textBefore(wish);
      const isFree = saved === before || (before === undefined && saved === "") || ours.get(cellName(wish)).has(saved);
      const row = wish.row && (theirs.find(wish.row)?.row ?? rowBefore(wish.row));
      if (now.text(wish) === undefined && !row) found.left.push(wish);
      else if (now.text(wish) === undefined) found.conflicts.push({ at: wish, mine: wish.text, theirs: undefined, before, row });
      else if (now.text(wish) === wish.text) continue;
      else if (saved === undefined || isFree) keep(wish);
      else found.conflicts.push({ at: wish, mine: wish.text, theirs: saved, before, row });
    } else if (wish.do === "remove" && !isMirroring && changed(theirs, wish.row, rowBefore(wish.row))) {
      const { row } = theirs.find(wish.row);
      found.conflicts.push({ at: { row: wish.row, field: "" }, removal: true, mine: "", theirs: row.texts, row });
    } else if (wish.do !== "add" || !theirs.find(wish.row)) keep(wish);
  }
  return found;
}

function changed(model, key, before) {
  const row = model.find(key)?.row;
  return Boolean(row && before && Object.keys(row.texts).some((name) => row.texts[name] !== before.texts[name]));
}

// The cells that say something else than before, by name.
export function differing(before, now) {
  const names = new Set();
  for (const [path, text] of now.texts) if (before.texts.get(path) !== text) names.add(path);
  for (const row of Object.values(now.rows).flat()) {
    for (const [field, text] of Object.entries(row.texts)) {
      if (before.text({ row: row.key, field }) !== text) names.add(`${row.key}.${field}`);
    }
  }
  return names;
}
