// The handle beside a row: a menu of what can be done with it, and something to drag it by.
import { SIDES } from "./cells.js";
import { other } from "./model.js";

export class RowMenu {
  constructor({ root, form, model, acts }) {
    Object.assign(this, { root, form, model, acts });
    this.handles = Object.fromEntries(model.form.sides.map((side) => [side, this.handle(side)]));
    this.menu = root.querySelector("#row-menu");
    root.addEventListener("focusin", ({ target }) => this.follow(target));
    root.addEventListener("mouseover", ({ target }) => this.follow(target));
    root.addEventListener("editor:rows", () => this.rowsChanged());
    root.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("mousedown", ({ target }) => { if (!this.menu.contains(target) && !target.dataset.handle) this.close(); });
    this.menu.addEventListener("keydown", (event) => this.pressed(event));
    this.watchDrag();
  }

  handle(side) {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = `row-handle row-handle-${side}`;
    handle.dataset.handle = side;
    handle.draggable = true;
    handle.tabIndex = -1;
    handle.textContent = "⋮⋮";
    handle.title = "点击：对这一行的操作；拖动：移动这一行";
    handle.setAttribute("aria-label", `${SIDES[side]}这一行的操作`);
    handle.hidden = true;
    this.root.append(handle);
    return handle;
  }

  // The handle stands in the margin, on the outer side of the row's own half of the form.
  follow(target) {
    const cell = target.closest?.("[data-row][data-field]");
    if (!cell || !this.menu.hidden || this.dragged) return;
    const found = this.model.find(cell.dataset.row);
    if (!found) return;
    const handle = this.handles[found.side];
    const box = cell.getBoundingClientRect();
    const stage = this.root.getBoundingClientRect();
    const table = this.form.table.getBoundingClientRect();
    handle.hidden = false;
    handle.dataset.key = found.row.key;
    const isLeft = found.side === "period" && this.model.form.sides.length > 1;
    const left = (isLeft ? table.left - 22 : table.right + 2) - stage.left;
    handle.style.transform = `translate(${left}px, ${box.top - stage.top + box.height / 2 - 12}px)`;
  }

  // The handles stay with their rows, and go with them.
  rowsChanged() {
    for (const handle of Object.values(this.handles).filter((each) => !each.hidden)) {
      const found = this.model.find(handle.dataset.key);
      handle.hidden = !found;
      if (found) this.follow(this.form.input({ row: found.row.key, field: this.model.form.fields[found.side][0] }));
    }
    this.follow(document.activeElement);
  }

  clicked({ target }) {
    const plus = target.closest("button.plus");
    if (plus) {
      const cell = plus.closest("th");
      this.acts.addTo(cell.dataset.level2, cell.firstChild.textContent, cell.dataset.last ?? null);
      return;
    }
    if (target.dataset.handle) this.open(target);
    const item = target.closest("#row-menu [data-act]");
    if (item) this.choose(item);
  }

  open(handle) {
    const { side, row } = this.model.find(handle.dataset.key);
    this.key = row.key;
    const places = this.model.form.framework.levels ?? this.model.form.framework;
    const others = places.flatMap((one) => one.level2.map((two) => two.name)).filter((name) => this.model.framework.place(name) !== this.model.framework.place(row.level2));
    const items = [
      ["add", "在下面加一行", "Ctrl+Enter"], ["duplicate", "复制这一行", "Ctrl+D"], ["up", "上移", "Alt+↑"], ["down", "下移", "Alt+↓"],
      ...(this.model.form.sides.length > 1 ? [["across", `复制到${SIDES[other(side)]}一侧`, ""]] : []), ["remove", "删除这一行", "Ctrl+Delete"],
    ];
    this.menu.replaceChildren(...items.map(([act, text, keys]) => this.item(act, text, keys)), this.title("移到"), ...others.map((name) => this.item("move", name, "", name)));
    this.menu.hidden = false;
    const box = handle.getBoundingClientRect();
    const stage = this.root.getBoundingClientRect();
    const height = this.menu.offsetHeight;
    const top = Math.max(0, Math.min(box.top, window.innerHeight - height - 8));
    this.menu.style.top = `${top - stage.top}px`;
    const fitsBeside = box.right + 4 + this.menu.offsetWidth <= window.innerWidth;
    this.menu.style.left = `${(fitsBeside ? box.right + 4 : box.left - this.menu.offsetWidth - 4) - stage.left}px`;
    this.menu.querySelector("button").focus();
    this.mark(this.model.find(this.key), "in-hand");
  }

  item(act, text, keys, level2 = "") {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "menuitem");
    button.className = "dropdown-item d-flex justify-content-between gap-3 px-3 py-1";
    button.dataset.act = act;
    button.dataset.level2 = level2;
    const hint = document.createElement("kbd");
    hint.textContent = keys;
    button.append(text, ...(keys ? [hint] : []));
    return button;
  }

  title(text) {
    const title = document.createElement("div");
    title.className = "dropdown-header px-3 py-1 border-top";
    title.textContent = text;
    return title;
  }

  choose(item) {
    const key = this.key;
    this.close();
    if (!this.model.find(key)) {
      this.acts.say("这一行已被他人删除");
      return;
    }
    const acts = {
      add: () => { const { side, row } = this.model.find(key); this.acts.addTo(side, row.level2, key); },
      duplicate: () => this.acts.duplicateRow(key),
      up: () => this.acts.shiftRow(key, -1),
      down: () => this.acts.shiftRow(key, 1),
      across: () => this.acts.copyAcross(key),
      remove: () => this.acts.removeRow(key),
      move: () => this.acts.moveTo(key, item.dataset.level2),
    };
    acts[item.dataset.act]();
  }

  pressed(event) {
    const items = [...this.menu.querySelectorAll("button")];
    const at = items.indexOf(document.activeElement);
    if (event.key === "Escape") {
      this.close();
      const found = this.model.find(this.key);
      if (found) this.form.go(this.form.input({ row: this.key, field: this.model.form.fields[found.side][0] }));
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      items[(at + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length].focus();
    } else return;
    event.preventDefault();
  }

  close() {
    this.menu.hidden = true;
    this.unmark("in-hand");
  }

  mark({ side, row }, name) {
    for (const field of this.model.form.fields[side]) this.form.input({ row: row.key, field })?.closest("td").classList.add(name);
  }

  unmark(name) {
    for (const cell of this.form.table.querySelectorAll(`.${name}`)) cell.classList.remove(name);
  }

  watchDrag() {
    this.root.addEventListener("dragstart", (event) => {
      if (!event.target.dataset?.handle) return;
      this.dragged = event.target.dataset.key;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", this.dragged);
    });
    this.root.addEventListener("dragover", (event) => this.over(event));
    this.root.addEventListener("drop", (event) => this.drop(event));
    this.root.addEventListener("dragend", () => { this.dragged = null; this.unmark("drop-here"); });
  }

  // The row under the pointer, if the dragged one may go there: its own side only.
  target(event) {
    const cell = event.target.closest?.("[data-row]");
    const over = cell && this.model.find(cell.dataset.row);
    const dragged = this.dragged && this.model.find(this.dragged);
    return over && dragged && over.side === dragged.side && over.row !== dragged.row ? over : null;
  }

  over(event) {
    const over = this.target(event);
    this.unmark("drop-here");
    if (!over) return;
    event.preventDefault();
    this.mark(over, "drop-here");
  }

  drop(event) {
    const over = this.target(event);
    if (!over) return;
    event.preventDefault();
    const { index } = this.model.find(this.dragged);
    const after = index < over.index ? over.row.key : over.rows[over.index - 1]?.key ?? "";
    this.acts.moveTo(this.dragged, over.row.level2, after);
  }
}
