// Beside the line one is in, or over: something to drag it by, and buttons for what the keyboard does.

export class LineTools {
  constructor({ root, form, model, acts }) {
    Object.assign(this, { root, form, model, acts });
    this.handle = root.querySelector("#line-handle");
    this.bar = root.querySelector("#line-tools");
    root.addEventListener("focusin", ({ target }) => this.follow(target));
    root.addEventListener("mouseover", ({ target, buttons }) => { if (!buttons) this.follow(target); }); // not while one begins to drag
    root.addEventListener("editor:rows", () => { if (!this.place()) this.hide(); });
    new ResizeObserver(() => this.place()).observe(form.table); // text came or went, or the panel took some of the room
    this.bar.addEventListener("mousedown", (event) => event.preventDefault()); // the caret stays in the text
    this.bar.addEventListener("click", ({ target }) => this.clicked(target));
    root.addEventListener("dragstart", (event) => this.start(event));
    root.addEventListener("dragover", (event) => this.over(event));
    root.addEventListener("drop", (event) => this.drop(event));
    root.addEventListener("dragend", () => this.end());
  }

  follow(target) {
    const cell = target.closest?.("td[data-row]");
    if (!cell || this.dragged) return;
    this.key = cell.dataset.row;
    this.place();
  }

  // Beside the line they are for; false when it is no more.
  place() {
    const found = this.model.find(this.key);
    const cell = found && this.form.input({ row: this.key, field: "text" })?.closest("td");
    if (!cell) return false;
    const box = cell.getBoundingClientRect();
    const stage = this.root.getBoundingClientRect();
    for (const tool of [this.handle, this.bar]) {
      tool.hidden = false;
      tool.style.top = `${box.top - stage.top + 2}px`;
    }
    this.handle.style.left = `${box.left - stage.left - 24}px`;
    this.bar.style.left = `${box.right - stage.left + 4}px`;
    this.bar.querySelector("[data-act=turn]").textContent = found.row.level2 === "heading" ? "改为段落" : "改为标题";
    return true;
  }

  clicked({ dataset }) {
    if (!this.model.find(this.key)) return;
    if (dataset.act === "turn") this.acts.changeKind(this.key);
    if (dataset.act === "add") this.acts.addBelow(this.key);
    if (dataset.act === "remove") this.acts.removeRow(this.key);
  }

  hide() {
    this.handle.hidden = this.bar.hidden = true;
  }

  start(event) {
    if (event.target !== this.handle) return;
    const { start, stop, rows } = this.acts.section(this.key);
    const isHeading = rows[start].key === this.key && rows[start].level2 === "heading";
    this.dragged = isHeading ? rows.slice(start, stop) : [this.model.find(this.key).row]; // a heading takes its section along
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.dragged.map((line) => line.texts.text).join("\n"));
  }

  // The line under the pointer, if it is none of the dragged ones, and whether these go below it.
  target(event) {
    const cell = this.dragged && event.target.closest?.("td[data-row]");
    if (!cell || this.dragged.some((line) => line.key === cell.dataset.row)) return null;
    const box = cell.getBoundingClientRect();
    return { cell, isBelow: event.clientY > box.top + box.height / 2 };
  }

  over(event) {
    this.unmark();
    const target = this.target(event);
    if (!target) return;
    event.preventDefault();
    target.cell.classList.add(target.isBelow ? "drop-here" : "drop-above");
  }

  unmark() {
    for (const cell of this.form.table.querySelectorAll(".drop-here, .drop-above")) cell.classList.remove("drop-here", "drop-above");
  }

  drop(event) {
    const target = this.target(event);
    if (!target) return;
    event.preventDefault();
    const dragged = this.dragged.filter((line) => this.model.find(line.key));
    const left = this.model.lines.filter((line) => !dragged.some((each) => each.key === line.key));
    const at = left.findIndex((line) => line.key === target.cell.dataset.row);
    const after = left[target.isBelow ? at : at - 1]?.key ?? "";
    this.end();
    this.acts.moveLines(dragged, after, dragged.length > 1 ? "移动一节" : "移动一行");
  }

  end() {
    this.dragged = null;
    this.unmark();
  }
}
