// The table as the page knows it, without a word of the document: texts by path, rows by key.
// What is wished is done here at once and sent to the server as the same wish; both place a row by the same rules
// (perfgoals/tables/editing/changes.py and placing.py), and a test compares the outcome.

// What a wish is about is no more, or never was: a row that was removed, a 二级指标 that the framework does not have.
export class Gone extends Error {}

export const other = (side) => (side === "annual" ? "period" : "annual");
export const cellName = (at) => at.path ?? `${at.row}.${at.field}`;
export const emptyRow = (row) => Object.values(row.texts).every((text) => text === "");

export function newKey() {
  // crypto.randomUUID is not there on plain HTTP.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export class Framework {
  constructor(levels) {
    this.levels = levels;
    this.places = new Map();
    this.parents = new Map();
    let place = 0;
    for (const one of levels) {
      for (const two of one.level2) {
        for (const name of [two.name, ...two.aliases]) {
          this.places.set(name, place);
          this.parents.set(name, one.level1);
        }
        place += 1;
      }
    }
    this.size = place;
  }

  place(level2) {
    return this.places.get(level2.replace(/\s+/g, "")) ?? this.size;
  }

  has(level2) {
    return this.place(level2) < this.size;
  }

  parent(level2) {
    return this.parents.get(level2.replace(/\s+/g, "")) ?? "";
  }
}

function keepsWhole(rows, level1, level2, index) {
  const around = rows.slice(Math.max(index - 1, 0), index + 1);
  const isOfGroup = (row) => row.level1 === level1 && row.level2 === level2;
  if (rows.some(isOfGroup)) return around.some(isOfGroup);
  const isBetween = index > 0 && around.length > 1;
  if (isBetween && around[0].level1 === around[1].level1 && around[0].level2 === around[1].level2) return false;
  if (rows.some((row) => row.level1 === level1)) return around.some((row) => row.level1 === level1);
  return !(isBetween && around[0].level1 === around[1].level1);
}

function byTheFramework(rows, level1, level2, framework) {
  const last = (test) => rows.reduce((found, row, index) => (test(row) ? index : found), -1);
  const own = last((row) => row.level1 === level1 && row.level2 === level2);
  if (own >= 0) return own + 1;
  const place = framework.place(level2);
  const siblings = rows.some((row) => row.level1 === level1);
  const before = last((row) => (!siblings || row.level1 === level1) && framework.place(row.level2) < place);
  if (siblings) return before >= 0 ? before + 1 : rows.findIndex((row) => row.level1 === level1);
  return before >= 0 ? endOfLevel1(rows, before) + 1 : 0;
}

// The last row of the 一级 group that the row stands in, which may hold more than the framework gives it.
function endOfLevel1(rows, index) {
  let end = index;
  while (end + 1 < rows.length && rows[end + 1].level1 === rows[end].level1) end += 1;
  return end;
}

export class Model {
  constructor(record, form) {
    this.form = form;
    this.framework = form.framework instanceof Framework ? form.framework : new Framework(form.framework);
    this.load(record);
  }

  load(record) {
    this.texts = new Map(Object.entries(record.texts));
    this.rows = {};
    for (const [side, rows] of Object.entries(record.rows)) {
      this.rows[side] = rows.map((row) => ({ ...row, side, texts: { ...row.texts } }));
    }
  }

  record() {
    return { texts: Object.fromEntries(this.texts), rows: this.rows };
  }

  get mirrored() {
    return Boolean(this.texts.get("mirrored")) && this.form.sides.length > 1;
  }

  find(key) {
    for (const [side, rows] of Object.entries(this.rows)) {
      const index = rows.findIndex((row) => row.key === key);
      if (index >= 0) return { side, index, row: rows[index], rows };
    }
    return null;
  }

  // undefined where there is no such cell
  text(at) {
    return at.path !== undefined ? this.texts.get(at.path) : this.find(at.row)?.row.texts[at.field];
  }

  // The row above this one, "" for none; null where there is no such row.
  above(key) {
    const found = this.find(key);
    return found ? found.rows[found.index - 1]?.key ?? "" : null;
  }

  beside(key) {
    const found = this.find(key);
    return found ? this.rows[other(found.side)]?.[found.index]?.key ?? null : null;
  }

  // Does it, on the other side too while both are kept equal, and tells how to undo it. Gone when its row is no more.
  perform(wish) {
    const twin = this.mirrored ? this.twin(wish) : null;
    const back = this.performOne(wish);
    if (twin) this.performOne(twin);
    return back && twin && back.do === "add" ? { ...back, twin: twin.row } : back;
  }

  twin(wish) {
    if (wish.path !== undefined) {
      const match = /^(funding|goals)\.(period|annual)(\..*)?$/.exec(wish.path);
      const path = match && `${match[1]}.${other(match[2])}${match[3] ?? ""}`;
      return path && this.texts.has(path) ? { ...wish, path } : null;
    }
    const after = wish.after ? this.beside(wish.after) : wish.after;
    if (wish.do === "add") return { ...wish, row: wish.twin, side: other(wish.side), after };
    const row = this.beside(wish.row);
    if (row && wish.do === "set" && this.text({ row, field: wish.field }) === undefined) return null;
    return row ? { ...wish, row, ...(wish.do === "move" ? { after } : {}) } : null;
  }

  performOne(wish) {
    if (wish.do === "set") return this.set(wish);
    if (wish.do === "add") return this.add(wish);
    return wish.do === "remove" ? this.remove(wish) : this.move(wish);
  }

  set(wish) {
    const before = this.text(wish);
    if (before === undefined) throw new Gone(cellName(wish));
    if (wish.path !== undefined) this.texts.set(wish.path, wish.text);
    else this.find(wish.row).row.texts[wish.field] = wish.text;
    return { ...wish, text: before };
  }

  // As these rows spell it already, for an alias would print as a group of its own.
  spelled(rows, level2) {
    if (!this.framework.has(level2)) throw new Gone(level2);
    const place = this.framework.place(level2);
    return rows.find((row) => this.framework.place(row.level2) === place)?.level2 ?? level2.replace(/\s+/g, "");
  }

  index(rows, { level1, level2 }, after) {
    const at = after ? rows.findIndex((row) => row.key === after) : -1;
    const wished = after === "" ? 0 : at >= 0 ? at + 1 : null;
    if (wished !== null && keepsWhole(rows, level1, level2, wished)) return wished;
    return byTheFramework(rows, level1, level2, this.framework);
  }

  add(wish) {
    const rows = this.rows[wish.side];
    if (!rows || this.find(wish.row)) throw new Gone(wish.row);
    const texts = Object.fromEntries(this.form.fields[wish.side].map((name) => [name, wish.texts?.[name] ?? ""]));
    const row = { key: wish.row, side: wish.side, ...this.placeOf(wish, rows), texts };
    rows.splice(this.index(rows, row, wish.after), 0, row);
    return { do: "remove", row: wish.row };
  }

  remove(wish) {
    const { side, index, row, rows } = this.found(wish.row);
    rows.splice(index, 1);
    const { key, level1, level2 } = row;
    return { do: "add", row: key, side, level1, level2, after: rows[index - 1]?.key ?? "", texts: { ...row.texts }, back: true };
  }

  // 一级 and 二级 of a row that comes or moves; one that is put back stands where it stood, in the framework or not.
  placeOf(wish, rows) {
    if (wish.back && wish.level1) return { level1: wish.level1, level2: wish.level2 };
    const level2 = this.spelled(rows, wish.level2);
    return { level1: this.framework.parent(level2), level2 };
  }

  move(wish) {
    const { index, row, rows } = this.found(wish.row);
    rows.splice(index, 1);
    const { key, level1, level2 } = row;
    const back = { do: "move", row: key, level1, level2, after: rows[index - 1]?.key ?? "", back: true };
    if (wish.level2 !== level2) Object.assign(row, this.placeOf(wish, rows));
    rows.splice(this.index(rows, row, wish.after), 0, row);
    return back;
  }

  found(key) {
    const found = this.find(key);
    if (!found) throw new Gone(key);
    return found;
  }
}
