// What helps with the cell one is in: the parts of a 指标值, and what the 指标库 offers for a 三级指标.
import { placeOf } from "./cells.js";

const SIGNS = /^[≥≤=><]/;
const SIMPLE = /^(≥|≤|=|>|<)?\s*(-?\d+(?:\.\d+)?)\s*([^\d\s≥≤=<>]{0,12})$/;

// Comparator, number and unit of the 指标值 one is in. The text of the cell is what counts; it changes only when a person uses these.
export class Parts {
  // ``known``: what the server reads in the values that the table has already.
  constructor({ root, form, model, acts, server, known }) {
    Object.assign(this, { root, form, model, acts, server });
    this.box = root.querySelector("#value-parts");
    this.input = null;
    this.known = new Map(Object.entries(known));
    const { box } = this;
    [this.number, this.unit, this.units, this.reading] = ["number", "unit", "units", "reading"].map((name) => box.querySelector(`[data-part="${name}"]`));
    this.signs = [...box.querySelectorAll("[data-sign]")];
    root.addEventListener("focusin", ({ target }) => this.follow(target));
    root.addEventListener("input", ({ target }) => { if (target === this.input) this.show(); });
    root.addEventListener("editor:changed", () => this.changed());
    box.addEventListener("click", ({ target }) => { if (target.dataset.sign) this.sign(target.dataset.sign); });
    box.addEventListener("change", ({ target }) => { if (target.dataset.part) this.compose(); });
    box.addEventListener("keydown", (event) => this.pressed(event));
  }

  follow(target) {
    if (this.box.contains(target) || target === this.input) return;
    const at = target.closest(".cell") ? placeOf(target) : {};
    this.at = at;
    this.input = at.field === "value" ? target : null;
    this.box.hidden = !this.input;
    if (!this.input) return;
    this.show();
    this.suggest();
  }

  changed() {
    if (this.input?.isConnected) this.show();
    else this.follow(document.activeElement);
  }

  // What the server read out of a text, once it has been saved.
  learn(cell) {
    if (!cell.parts) return;
    this.known.set(cell.text, cell.parts);
    if (this.input?.value === cell.text) this.show();
  }

  // As the server reads it; of what it has not been asked yet only what cannot be misunderstood. ``words``: what is said besides.
  parts(text) {
    const known = this.known.get(text);
    if (known) return known;
    const match = SIMPLE.exec(text.trim());
    if (match) return { kind: "number", comparator: match[1] ?? "", number: match[2], unit: match[3], standard: match[3] };
    const comparator = text.startsWith("定性") ? "定性" : SIGNS.exec(text)?.[0] ?? "";
    const kind = !text.trim() ? "empty" : /\d/.test(text) ? "unread" : "text";
    return { kind, comparator, number: "", unit: "", standard: "", words: text.slice(comparator.length) };
  }

  show() {
    const parts = this.parts(this.input.value);
    if (document.activeElement !== this.number) this.number.value = parts.number;
    if (document.activeElement !== this.unit) this.unit.value = parts.unit;
    this.signs.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.sign === parts.comparator)));
    const unit = parts.unit && parts.standard && parts.standard !== parts.unit ? `${parts.unit}（即 ${parts.standard}）` : parts.unit;
    const read = { text: "文字描述（定性）", empty: "可直接输入，如 ≥95%、≥3次、及时", date: "日期", unread: "" };
    this.reading.textContent = read[parts.kind] ?? `读作：${[parts.comparator || "（未写比较符）", parts.number, unit || "（未写单位）"].join(" ")}`;
  }

  sign(sign) {
    const { input } = this;
    const text = input.value;
    const parts = this.parts(text);
    const isOn = parts.comparator === sign;
    if (sign === "定性") this.write(isOn ? text.replace(/^定性[:：]?/, "") : `定性：${text}`);
    else if (this.isWhole(text, parts)) this.write(`${isOn ? "" : sign}${parts.number}${parts.unit}`);
    input.focus();
  }

  compose() {
    const number = this.number.value.trim();
    const unit = this.unit.value.trim();
    const text = this.input.value;
    const { comparator, ...parts } = this.parts(text);
    if (number === parts.number && unit === parts.unit) return;
    if (number && !/^-?\d+(\.\d+)?(~\d+(\.\d+)?)?$/.test(number)) this.reading.textContent = "数值只填数字，如 95 或 0.5";
    else if (unit && !number && !parts.number) this.reading.textContent = "请先填数值，再填单位";
    else if (this.isWhole(text, parts)) this.write(`${number && comparator !== "定性" ? comparator : ""}${number}${unit}`);
  }

  // Whether comparator, number and unit are all that is said; other words would be lost, so they are left to the hand.
  isWhole(text, { kind, words }) {
    if (kind === "empty" || !words) return true;
    this.reset();
    this.reading.textContent = `“${text.slice(0, 20)}”中还有别的文字，请直接在格中修改`;
    return false;
  }

  write(text) {
    this.acts.perform([{ do: "set", ...this.at, text }], "指标值");
    this.show();
  }

  // What was begun in number and unit is given up.
  reset() {
    const { number, unit } = this.parts(this.input.value);
    this.number.value = number;
    this.unit.value = unit;
    this.show();
  }

  async suggest() {
    const { at } = this;
    const found = this.model.find(at.row);
    if (!found || !this.server.urls.units) return;
    const { status, data } = await this.server.get("units", { level2: found.row.level2, level3: found.row.texts.level3 ?? "" });
    if (status !== 200 || at !== this.at) return;
    this.units.replaceChildren(...data.map((unit) => Object.assign(document.createElement("option"), { value: unit })));
  }

  pressed(event) {
    if (event.key !== "Escape" && event.key !== "Enter") return;
    event.preventDefault();
    if (event.key === "Enter") this.compose();
    else this.reset();
    this.input.focus();
  }
}

class Below {
  constructor(root, box) {
    this.root = root;
    this.box = box;
  }

  open(input) {
    this.input = input;
    this.box.hidden = false;
    const cell = input.closest("td").getBoundingClientRect();
    const stage = this.root.getBoundingClientRect();
    const left = Math.min(cell.left, stage.right - this.box.offsetWidth);
    const fitsBelow = cell.bottom + this.box.offsetHeight < window.innerHeight || cell.top < this.box.offsetHeight;
    this.box.style.left = `${Math.max(0, left - stage.left)}px`;
    this.box.style.top = `${(fitsBelow ? cell.bottom : cell.top - this.box.offsetHeight) - stage.top}px`;
  }

  close() {
    this.box.hidden = true;
    this.input = null;
  }
}

// Indicators of the 指标库 while one types a 三级指标: ↓ goes into the list, Enter takes one, Esc closes it.
export class Offers {
  constructor({ root, model, acts, server }) {
    Object.assign(this, { root, model, acts, server });
    this.below = new Below(root, root.querySelector("#offers"));
    this.chosen = -1;
    root.addEventListener("input", ({ target, isComposing }) => { if (!isComposing) this.typed(target); });
    root.addEventListener("compositionend", ({ target }) => this.typed(target));
    root.addEventListener("editor:rows", () => this.below.close());
    root.addEventListener("focusout", ({ relatedTarget }) => { if (!this.below.box.contains(relatedTarget)) this.below.close(); });
    this.below.box.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("[data-place]");
      if (item) this.take(Number(item.dataset.place));
    });
  }

  typed(input) {
    const at = input.closest(".cell") ? placeOf(input) : {};
    window.clearTimeout(this.timer);
    if (at.field !== "level3" || !input.value.trim() || !this.server.urls.library) {
      this.below.close();
      return;
    }
    this.timer = window.setTimeout(() => this.search(input, at), 250);
  }

  async search(input, at) {
    const found = this.model.find(at.row);
    const text = input.value.trim();
    if (!found || text.length > 40) {
      this.below.close();
      return;
    }
    const { status, data } = await this.server.get("library", { text, level2: found.row.level2, table: this.server.table });
    if (status !== 200 || document.activeElement !== input || input.value.trim() !== text) return;
    this.offers = data.filter((entry) => entry.level3 !== text).slice(0, 8);
    this.at = at;
    this.chosen = -1;
    this.draw();
    if (this.offers.length) this.below.open(input);
    else this.below.close();
  }

  draw() {
    this.below.box.replaceChildren(...this.offers.map((entry, place) => {
      const item = document.createElement("div");
      item.className = "offer";
      item.setAttribute("role", "option");
      item.dataset.place = place;
      item.setAttribute("aria-selected", String(place === this.chosen));
      const value = Object.assign(document.createElement("span"), { className: "offer-value", textContent: entry.value });
      item.append(Object.assign(document.createElement("span"), { textContent: entry.level3 }), value);
      return item;
    }));
  }

  // Whether the list takes the key.
  offered(event) {
    if (!this.below.input || event.ctrlKey || event.altKey) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const count = this.offers.length;
      const next = this.chosen + (event.key === "ArrowDown" ? 1 : -1);
      this.chosen = next < 0 ? count - 1 : next % count;
      this.draw();
    } else if (event.key === "Enter" && this.chosen >= 0) this.take(this.chosen);
    else if (event.key === "Escape") this.below.close();
    else return false;
    event.preventDefault();
    return true;
  }

  // The name, and what the row does not say yet.
  take(place) {
    const entry = this.offers[place];
    const row = this.model.find(this.at.row)?.row;
    if (!row) return;
    const wishes = ["level3", "value", "description", "basis"]
      .filter((field) => entry[field] && row.texts[field] !== undefined && (field === "level3" || row.texts[field] === ""))
      .map((field) => ({ do: "set", row: row.key, field, text: entry[field] }));
    this.below.close();
    this.acts.perform(wishes, "采用指标库");
  }
}
