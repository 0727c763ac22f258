// The form on the page: which input shows which cell of the model, and the way from cell to cell.
import { setUp } from "./block.js";
import { grow, placeOf, show } from "./cells.js";
import { cellName } from "./model.js";

export class Form {
  constructor(root, model) {
    this.root = root;
    this.model = model;
    this.table = root.querySelector("table.editor-form");
    this.cells = new Map();
    for (const cell of this.table.querySelectorAll("[data-row][data-field]")) {
      this.cells.set(`${cell.dataset.row}.${cell.dataset.field}`, cell);
    }
    this.fixed = new Map();
    for (const input of root.querySelectorAll("[data-path]:not([data-row]) .cell > textarea, [data-path]:not([data-row]) .cell > input")) {
      this.fixed.set(placeOf(input).path, input);
    }
    this.structure = this.described();
    this.addPlus();
  }

  input(at) {
    return at.path !== undefined ? this.fixed.get(at.path) : this.cells.get(`${at.row}.${at.field}`)?.querySelector("textarea");
  }

  inputs() {
    return [...this.fixed.values(), ...[...this.cells.values()].map((cell) => cell.querySelector("textarea"))];
  }

  described() {
    return JSON.stringify(Object.entries(this.model.rows).map(([side, rows]) => [side, rows.map((row) => [row.key, row.level1, row.level2])]));
  }

  // Everything on the page as the model has it. The input in which somebody is composing a word is left alone.
  refresh() {
    const structure = this.described();
    if (structure !== this.structure) this.setUp(structure);
    for (const [path, input] of this.fixed) this.put(input, this.model.texts.get(path));
    for (const rows of Object.values(this.model.rows)) {
      for (const row of rows) {
        for (const [field, text] of Object.entries(row.texts)) {
          const input = this.input({ row: row.key, field });
          if (input) this.put(input, text);
        }
      }
    }
  }

  put(input, text) {
    if (text === undefined || input === this.composing || input.value === text) return;
    const { selectionStart, selectionEnd } = input;
    show(input, text);
    if (input === document.activeElement) input.setSelectionRange(Math.min(selectionStart, text.length), Math.min(selectionEnd, text.length));
  }

  setUp(structure) {
    const focused = document.activeElement;
    const at = this.table.contains(focused) && focused.name ? placeOf(focused) : null;
    const range = at && [focused.selectionStart, focused.selectionEnd];
    const name = focused.name;
    this.structure = structure;
    for (const body of this.table.querySelectorAll("tbody.block")) {
      setUp(body, this.model.form.blocks[Number(body.dataset.block)], this.model, this.cells);
    }
    for (const name of [...this.cells.keys()]) {
      if (!this.model.find(name.slice(0, name.lastIndexOf(".")))) this.cells.delete(name);
    }
    this.addPlus();
    this.map = null;
    const input = at && this.input(at);
    if (at && !input) this.insteadOf(name)?.focus({ preventScroll: true });
    else if (input && input !== document.activeElement) {
      input.focus({ preventScroll: true });
      input.setSelectionRange(...range);
    }
    this.root.dispatchEvent(new CustomEvent("editor:rows"));
  }

  // The row one was in is gone: the one that stands in its place takes the keys, so that the keyboard does not fall silent.
  insteadOf(name) {
    const [, side, index, field] = /^indicators\.(\w+)\[(\d+)\]\.(\w+)$/.exec(name);
    const rows = this.model.rows[side];
    const row = rows[Math.min(Number(index), rows.length - 1)];
    return row ? this.input({ row: row.key, field }) : null;
  }

  addPlus() {
    for (const cell of this.table.querySelectorAll("th[data-level2]")) {
      if (cell.querySelector("button") || !this.model.framework.has(cell.textContent)) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plus";
      button.tabIndex = -1;
      button.textContent = "＋";
      button.title = `在“${cell.textContent}”下加一行`;
      button.setAttribute("aria-label", button.title);
      cell.append(button);
    }
  }

  // A place for every cell by line and column, merged cells standing in each of theirs.
  places() {
    if (this.map) return this.map;
    const lines = [];
    [...this.table.rows].forEach((tr, line) => {
      let column = 0;
      for (const cell of tr.cells) {
        lines[line] ??= [];
        while (lines[line][column]) column += 1;
        for (let down = 0; down < cell.rowSpan; down += 1) {
          lines[line + down] ??= [];
          for (let right = 0; right < cell.colSpan; right += 1) lines[line + down][column + right] = { cell, line, column };
        }
        column += cell.colSpan;
      }
    });
    this.map = lines;
    return lines;
  }

  // The next input in this direction, null where the form ends. From a wide cell the nearest one anywhere above or below it.
  beside(input, lines, columns) {
    const cell = input.closest("td, th");
    const places = this.places();
    const line = places.findIndex((each) => each.some((place) => place.cell === cell));
    if (line < 0) return null;
    const column = places[line].findIndex((place) => place.cell === cell);
    const [tall, wide] = [columns ? 1 : cell.colSpan, lines ? 1 : cell.rowSpan]; // how far it reaches across the direction
    const breadth = Math.max(tall, wide);
    for (let step = lines > 0 ? cell.rowSpan : columns > 0 ? cell.colSpan : 1; ; step += 1) {
      const front = [];
      for (let across = 0; across < breadth; across += 1) {
        front.push(places[line + (lines ? lines * step : across)]?.[column + (columns ? columns * step : across)]);
      }
      if (!front.some(Boolean)) return null;
      const found = front.map((place) => place?.cell.querySelector(".cell > textarea, .cell > input")).find((each) => each && each !== input);
      if (found) return found;
    }
  }

  go(input, { select = true } = {}) {
    input.focus();
    if (select) input.select();
  }

  typed(input) {
    grow(input);
    return { at: placeOf(input), text: input.value };
  }

  mark(at, kind, sentence) {
    const cell = this.input(at)?.closest("[data-path]");
    if (!cell) return;
    if (kind) {
      cell.dataset.said = kind;
      cell.title = sentence;
    } else {
      delete cell.dataset.said;
      cell.removeAttribute("title");
    }
  }

  // A row that may not be on the page.
  rowName(row) {
    return row.texts.level3 || row.level2;
  }

  name(at) {
    return this.input(at)?.getAttribute("aria-label") ?? cellName(at);
  }
}
