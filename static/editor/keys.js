// The keyboard, as people know it from Excel: Tab and arrows from cell to cell, Enter down, F2 into the text, Esc back to what it was.
import { placeOf } from "./cells.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const MANY_LINES = new Set(["description", "basis", "goals.period", "goals.annual", "purpose"]);

const isWhole = (input) => input.selectionStart === 0 && input.selectionEnd === input.value.length;

// Whether the caret stands in the first (-1) or last (1) line of a text as it is broken on the screen.
export function isAtEdge(input, lines) {
  const copy = document.createElement("div");
  const caret = document.createElement("span");
  const [next = "\u200b"] = input.value.slice(input.selectionStart); // what stands behind the caret stands in its line
  caret.textContent = next;
  copy.className = "caret-copy";
  copy.style.width = `${input.clientWidth}px`;
  copy.append(input.value.slice(0, input.selectionStart), caret, input.value.slice(input.selectionStart + next.length));
  input.parentElement.append(copy);
  const above = caret.offsetTop; // from the top of the copy
  const line = parseFloat(getComputedStyle(copy).lineHeight) || caret.offsetHeight; // its own height may be more
  const isFirst = above < line / 2;
  const isLast = above + line * 1.5 > copy.offsetHeight;
  copy.remove();
  return lines < 0 ? isFirst : isLast;
}

export class Keys {
  constructor(form, acts) {
    this.form = form;
    this.acts = acts;
    this.before = "";
    form.table.addEventListener("keydown", (event) => this.pressed(event));
    form.table.addEventListener("focusin", ({ target }) => this.arrived(target));
    form.table.addEventListener("input", (event) => this.written(event));
    form.table.addEventListener("mousedown", ({ target }) => { if (target.name) this.isEditing = true; });
    document.addEventListener("keydown", (event) => this.pressedElsewhere(event));
  }

  arrived(input) {
    if (input.value === undefined) return;
    this.before = input.value;
    this.isEditing = false;
    this.own = null;
    this.undone = 0;
    if (this.isTab) input.select(); // as arrows do; at once, for a quick hand writes before it lets go of Tab
    this.isTab = false;
  }

  // What the browser's own undo knows of: ``own`` is the text as the hand left it, ``undone`` how often it was turned back.
  written({ target, inputType }) {
    this.isEditing = true;
    this.own = target.value;
    if (inputType === "historyUndo") this.undone += 1;
    else if (inputType === "historyRedo") this.undone -= 1;
    else this.undone = 0;
  }

  // With the keys in no cell and in no other input, what was done can still be undone.
  pressedElsewhere(event) {
    const { target } = event;
    if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || target.closest("input, textarea, select, dialog")) return;
    const key = event.key.toLowerCase();
    const act = { z: event.shiftKey ? "redo" : "undo", y: "redo", s: "saveNow" }[key];
    if (!act) return;
    event.preventDefault();
    this.acts[act]();
  }

  pressed(event) {
    const input = event.target;
    if (!input.name || event.isComposing || event.keyCode === 229) return;
    this.isTab = event.key === "Tab";
    if (this.acts.offered?.(event)) return; // a list under the cell has taken the key
    const done = event.ctrlKey || event.metaKey ? this.withControl(event, input)
      : event.altKey ? this.withAlt(event, input) : this.alone(event, input);
    if (done) event.preventDefault();
  }

  withControl(event, input) {
    const { row } = placeOf(input);
    const key = event.key.toLowerCase();
    if (key === "enter") return this.acts.addRow(input) || true;
    if (key === "s") return this.acts.saveNow() || true;
    if (key === "z" && !event.shiftKey) return this.undo(input);
    if (key === "y" || (key === "z" && event.shiftKey)) return this.redo(input);
    if (!row || !this.acts.model.find(row)) return false;
    if (key === "d") return this.acts.duplicateRow(row) || true;
    return key === "delete" && (this.acts.removeRow(row) || true);
  }

  // While a text is being changed its own undo goes first: the browser's, as long as nothing but the hand has changed the text.
  undo(input) {
    if (this.isEditing && input.value === this.own && input.value !== this.before) return false;
    this.own = null;
    this.undone = 0;
    this.acts.undo();
    return true;
  }

  redo(input) {
    if (this.undone > 0 && input.value === this.own) return false;
    this.acts.redo();
    return true;
  }

  withAlt(event, input) {
    const { row, field, path } = placeOf(input);
    if (event.key === "Enter") return this.breakLine(field, path) || true;
    if (!row || !this.acts.model.find(row)) return false;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") return this.acts.shiftRow(row, event.key === "ArrowUp" ? -1 : 1) || true;
    return false;
  }

  breakLine(field, path) {
    if (!MANY_LINES.has(field ?? path)) return false;
    document.execCommand("insertText", false, "\n"); // the one way that the browser's own undo knows of
    return true;
  }

  alone(event, input) {
    if (event.key === "Enter") {
      if (event.shiftKey) {
        const { field, path } = placeOf(input);
        return this.breakLine(field, path) || this.step(input, -1, 0) || true;
      }
      this.step(input, 1, 0);
      return true;
    }
    if (event.key === "F2") {
      this.isEditing = true;
      input.setSelectionRange(input.value.length, input.value.length);
      return true;
    }
    if (event.key === "Escape") return this.revert(input);
    if (event.key in ARROWS && !event.shiftKey) return this.arrow(event, input);
    if (event.key.length === 1) this.isEditing = true;
    return false;
  }

  revert(input) {
    this.acts.revert(input, this.before);
    this.isEditing = false;
    this.own = null;
    input.select();
    return true;
  }

  // In a chosen cell arrows leave it; in a text that is being written only at its edge.
  arrow(event, input) {
    const [lines, columns] = ARROWS[event.key];
    const isChosen = !this.isEditing && (isWhole(input) || input.value === "");
    if (isChosen) return this.step(input, lines, columns) || true; // it stays chosen where the form ends
    const at = input.selectionStart;
    if (input.selectionEnd !== at) return false;
    if (columns) return at === (columns < 0 ? 0 : input.value.length) && this.step(input, 0, columns);
    return isAtEdge(input, lines) && this.step(input, lines, 0);
  }

  step(input, lines, columns) {
    const found = this.form.beside(input, lines, columns);
    if (found) this.form.go(found);
    return Boolean(found);
  }
}
