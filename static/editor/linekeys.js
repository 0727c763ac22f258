// The keyboard in a document, as people know it from Word: Enter for another line, Backspace at its beginning to join it to the one above.
import { placeOf } from "./cells.js";
import { isAtEdge } from "./keys.js";
import { hasBreaks, pieces } from "./linetext.js";

export class LineKeys {
  constructor(form, acts) {
    this.form = form;
    this.acts = acts;
    this.before = "";
    form.table.addEventListener("keydown", (event) => this.pressed(event));
    form.table.addEventListener("paste", (event) => this.pasted(event));
    form.table.addEventListener("focusin", ({ target }) => { this.before = target.value ?? ""; });
  }

  pressed(event) {
    const input = event.target;
    if (!input.name || event.isComposing || event.keyCode === 229) return;
    const done = event.ctrlKey || event.metaKey ? this.withControl(event, input)
      : event.altKey ? this.withAlt(event, input) : this.alone(event, input);
    if (done) event.preventDefault();
  }

  withControl(event, input) {
    const { row } = placeOf(input);
    const key = event.key.toLowerCase();
    if (key === "enter") return this.acts.addBelow(row ?? "") || true;
    if (key === "s") return this.acts.saveNow() || true;
    if (key === "z" && !event.shiftKey) return this.acts.undo() || true;
    if (key === "y" || (key === "z" && event.shiftKey)) return this.acts.redo() || true;
    if (!row) return false;
    if (key === "b") return this.acts.changeKind(row) || true;
    return key === "delete" && (this.acts.removeRow(row) || true);
  }

  withAlt(event, input) {
    const { row } = placeOf(input);
    if (!row || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return false;
    const step = event.key === "ArrowUp" ? -1 : 1;
    if (event.shiftKey) this.acts.shiftSection(row, step);
    else this.acts.shiftRow(row, step);
    return true;
  }

  alone(event, input) {
    const { row } = placeOf(input);
    const { selectionStart: start, selectionEnd: end } = input;
    if (event.key === "Enter") {
      if (row) this.acts.split(row, start, end);
      else if (!this.step(input, 1, 0)) this.acts.addBelow("");
      return true;
    }
    if (event.key === "Escape") return this.acts.revert(input, this.before) || true;
    if (row && event.key === "Backspace") return start === 0 && end === 0 && this.acts.joinAbove(row);
    if (row && event.key === "Delete") return start === input.value.length && this.acts.joinBelow(row);
    return !event.shiftKey && start === end && this.arrow(event.key, input, start);
  }

  arrow(key, input, at) {
    if (key === "ArrowUp") return isAtEdge(input, -1) && this.step(input, -1);
    if (key === "ArrowDown") return isAtEdge(input, 1) && this.step(input, 1, 0);
    if (key === "ArrowLeft") return at === 0 && this.step(input, -1);
    return key === "ArrowRight" && at === input.value.length && this.step(input, 1, 0);
  }

  step(input, step, caret) {
    const found = this.form.next(input, step);
    if (found) this.form.go(found, { caret });
    return Boolean(found);
  }

  // One line of text is the browser's business; several become lines of the document.
  pasted(event) {
    const input = event.target;
    const text = event.clipboardData.getData("text/plain");
    if (!input.name || !hasBreaks(text)) return;
    event.preventDefault();
    this.spread(input, input.selectionStart, input.selectionEnd, text);
  }

  // What has line breaks in it already: its lines come one below the other.
  broken(input) {
    if (hasBreaks(input.value)) this.spread(input, 0, input.value.length, input.value);
  }

  spread(input, start, end, text) {
    const found = pieces(text);
    const { row, path } = placeOf(input);
    if (found.length === 1) this.insert(input, start, end, found[0].text);
    else if (found.length && row) this.acts.spread(row, start, end, found);
    else if (found.length) this.acts.spreadAbove(path, input.value.slice(0, start), input.value.slice(end), found);
  }

  // As if it were typed, so that its undo is the browser's.
  insert(input, start, end, text) {
    input.setSelectionRange(start, end);
    document.execCommand("insertText", false, text);
  }
}
