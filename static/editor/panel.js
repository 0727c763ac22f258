// Beside the form: what is to be looked at, cell by cell, and pages that are fetched when their tab is opened.

const KINDS = { refused: "必须修改", remark: "必须修改", mended: "提示", sum: "请核实", source: "请核实" };

export class Panel {
  constructor({ root, form, model, acts, problems }) {
    Object.assign(this, { root, form, model, acts });
    this.list = root.querySelector("#said-list");
    this.count = root.querySelector("#said-count");
    this.said = new Map(); // by cell: {at, kind, text}
    this.sums = [];
    this.lines = [];
    this.source = problems.map((problem) => ({ ...problem, at: this.placeNow(problem.path) }));
    root.addEventListener("editor:sums", ({ detail }) => {
      this.sums = detail.map(({ path, text }) => ({ at: { path }, kind: "sum", text }));
      this.draw();
    });
    root.addEventListener("editor:changed", ({ detail }) => this.forget(detail));
    this.list.addEventListener("click", ({ target }) => {
      const item = target.closest("[data-line]");
      if (item) this.goTo(this.lines[Number(item.dataset.line)].at);
    });
    root.querySelectorAll("[data-panel]").forEach((tab) => tab.addEventListener("click", () => this.open(tab)));
    root.addEventListener("click", ({ target }) => this.adopt(target));
    root.addEventListener("submit", (event) => this.submitted(event));
    this.draw();
  }

  placeNow(path) {
    const match = /^indicators\.(period|annual)\[(\d+)\]\.(\w+)$/.exec(path);
    const row = match && this.model.rows[match[1]]?.[Number(match[2])];
    return row ? { row: row.key, field: match[3] } : { path };
  }

  name(at) {
    return at.path ?? `${at.row}.${at.field}`;
  }

  answered(cells) {
    for (const cell of cells) {
      const at = cell.path !== undefined ? { path: cell.path } : { row: cell.row, field: cell.field };
      const kind = ["refused", "remark", "mended"].find((each) => cell[each]);
      if (kind) this.said.set(this.name(at), { at, kind, text: cell[kind] + (kind === "remark" && cell.mended ? `（${cell.mended}）` : "") });
      else this.said.delete(this.name(at));
    }
    this.draw();
  }

  forget(wishes) {
    const names = new Set(wishes.filter((wish) => wish.do === "set").map((wish) => this.name(wish)));
    this.source = this.source.filter(({ at }) => !names.has(this.name(at)));
    for (const name of names) {
      const said = this.said.get(name);
      if (said?.kind === "mended") this.said.delete(name);
    }
    this.draw();
  }

  draw() {
    const source = this.source.map(({ at, message, text }) => ({ at, kind: "source", text: message + (text ? `（原文：${text}）` : "") }));
    const lines = [...this.said.values(), ...this.sums, ...source].filter(({ at }) => at.path !== undefined || this.model.find(at.row));
    const drawn = JSON.stringify(lines.map((line) => [line, this.form.name(line.at)]));
    if (drawn === this.drawn) return; // a line under the mouse is not taken away from it
    this.drawn = drawn;
    this.mark(lines);
    this.lines = this.inTheirPlaces(lines);
    this.list.replaceChildren(...this.lines.map((line, place) => this.line(line, place)));
    this.count.textContent = this.lines.length || "";
    this.root.querySelector("#nothing-said").hidden = this.lines.length > 0;
  }

  // Of several on one cell the gravest, which stands first.
  mark(lines) {
    for (const cell of this.root.querySelectorAll("[data-said]")) {
      delete cell.dataset.said;
      cell.removeAttribute("title");
    }
    for (const { at, kind, text } of [...lines].reverse()) this.form.mark(at, kind, text);
  }

  // What is listed already stays where it is, what is new comes below it.
  inTheirPlaces(lines) {
    const names = this.lines.map((line) => this.name(line.at) + line.kind);
    const place = (line) => names.indexOf(this.name(line.at) + line.kind) >>> 0;
    return [...lines].sort((one, two) => place(one) - place(two));
  }

  line({ at, kind, text }, place) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.line = place;
    button.className = "said-line";
    const level = Object.assign(document.createElement("span"), { className: `said-level said-${kind}`, textContent: KINDS[kind] });
    const where = Object.assign(document.createElement("strong"), { textContent: this.form.name(at) });
    button.append(level, " ", where, "：", text);
    item.append(button);
    return item;
  }

  goTo(at) {
    const input = this.form.input(at);
    if (input) this.form.go(input, { select: false });
  }

  open(tab) {
    this.root.querySelectorAll("[data-panel]").forEach((each) => {
      const isOpen = each === tab;
      each.classList.toggle("active", isOpen);
      each.setAttribute("aria-selected", String(isOpen));
      this.root.querySelector(`#${each.dataset.panel}`).hidden = !isOpen;
    });
    const isPreview = tab.dataset.panel === "panel-preview";
    this.root.classList.toggle("is-wide", isPreview);
    for (const handle of this.root.querySelectorAll(".row-handle")) handle.hidden = true; // the form has another width now
    const box = this.root.querySelector(`#${tab.dataset.panel}`);
    if (isPreview) this.preview(box.querySelector("[data-fetched]"), tab.dataset.url);
    else if (tab.dataset.url) this.fetchInto(box, tab.dataset.url);
  }

  // The print as it would be now: what is unsaved is saved first.
  async preview(box, url) {
    await this.acts.saveNow();
    const address = `${url}?at=${Date.now()}`;
    const frame = Object.assign(document.createElement("iframe"), { src: `${address}#navpanes=0&view=FitH`, title: "打印预览" });
    const link = Object.assign(document.createElement("a"), { href: address, target: "_blank", textContent: "在新窗口打开、打印", className: "small" });
    box.replaceChildren(link, frame);
  }

  async fetchInto(box, url) {
    const target = box.querySelector("[data-fetched]") ?? box;
    target.setAttribute("aria-busy", "true");
    await window.htmx.ajax("GET", url, { target, swap: "innerHTML" });
    target.removeAttribute("aria-busy");
  }

  // 采用: a row of the 指标库 or of another table comes in at the end of its 二级指标, or into an empty row of it.
  adopt(target) {
    const button = target.closest("[data-adopt]");
    if (!button) return;
    const { side, level2, row: already, texts } = JSON.parse(button.dataset.adopt);
    const there = this.model.rows[side] ? side : this.model.form.sides[0];
    const place = this.model.framework.place(level2);
    const known = Object.fromEntries(Object.entries(texts).filter(([name]) => this.model.form.fields[there].includes(name)));
    const empty = this.model.rows[there].find((row) => this.model.framework.place(row.level2) === place && Object.values(row.texts).every((text) => !text));
    const row = this.model.find(already)?.row ?? empty;
    const wishes = row
      ? Object.entries(known).map(([field, text]) => ({ do: "set", row: row.key, field, text }))
      : [{ do: "add", row: this.acts.newKey(), side: there, level2, after: null, texts: known }];
    if (this.acts.perform(wishes, "采用")) {
      this.acts.say(`已采用“${(texts.level3 ?? "").slice(0, 20)}”`, { undo: true });
      button.disabled = true;
      button.textContent = "已采用";
    }
  }

  submitted(event) {
    const form = event.target.closest("form[data-library]");
    if (!form) return;
    event.preventDefault();
    this.fetchInto(form.parentElement, `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`);
  }
}
