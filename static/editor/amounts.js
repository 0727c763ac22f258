// Amounts as one types: what they are in 元, whether parts and total agree, and shares of the 资金支出计划 as money.
// Whole numbers of 10^-12 万元, so that nothing is rounded; the server reads every amount again (official/money.py).

const SCALE = 12;
const FOUND = new RegExp(
  "^(?<before>-?)(?:¥|人民币|RMB)*(?<after>-?)(?<digits>\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+\\.?\\d*|\\.\\d+)"
  + "(?<bracket>\\()?(?<unit>亿元|亿|万元|万|元|圆)?(?<closed>\\))?[整正]?$",
);
const UNITS = { 亿元: 4, 亿: 4, 万元: 0, 万: 0, 元: -4, 圆: -4 };
const NARROW = { "，": ",", "．": ".", "－": "-", "−": "-", "﹣": "-", "（": "(", "）": ")", "￥": "¥" };

function narrow(text) {
  const narrowed = text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0)).replace(/[，．－−﹣（）￥]/g, (sign) => NARROW[sign]);
  return joined(narrowed.trim().replace(/\s+/g, " "));
}

// A space is taken for a break in the number only where two numbers cannot be meant.
function joined(text) {
  const whole = text.replace(/(\d) (?=\.)|(\.) (?=\d)|([^\d]) | (?=[^\d])/g, "$1$2$3").replace(/(\.\d+) (?=\d+(?:[^\d.]|$))/g, "$1");
  return whole.replace(/(^|[^\d.])(\d{1,3}(?: \d{3})+)(?!\d)/g, (_, before, groups) => before + groups.replace(/ /g, ""));
}

// null for an empty cell, undefined for what is no amount.
export function read(text, unit = "万元") {
  const said = narrow(text);
  if (!said) return null;
  const match = FOUND.exec(said);
  if (!match) return undefined;
  const { before, after, digits, bracket, closed } = match.groups;
  if ((before && after) || Boolean(bracket) !== Boolean(closed)) return undefined;
  const [whole, fraction = ""] = digits.split(".");
  const shift = SCALE + UNITS[match.groups.unit ?? unit];
  if (fraction.replace(/0+$/, "").length > shift) return undefined;
  return BigInt(before + after + whole.replace(/,/g, "") + fraction.slice(0, shift).padEnd(shift, "0"));
}

export function plain(number, places = SCALE) {
  const digits = (number < 0n ? -number : number).toString().padStart(places + 1, "0");
  const fraction = digits.slice(digits.length - places).replace(/0+$/, "");
  return `${number < 0n ? "-" : ""}${digits.slice(0, digits.length - places)}${fraction ? `.${fraction}` : ""}`;
}

export function inYuan(number) {
  const [whole, fraction] = plain(number, SCALE - 4).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (fraction ? `.${fraction}` : "");
}

export class Amounts {
  constructor({ root, model, acts, form }) {
    Object.assign(this, { root, model, acts, form });
    this.unit = model.form.moneyUnit;
    root.addEventListener("editor:changed", ({ detail }) => {
      if (detail.some((wish) => /^(funding|disbursement)/.test(wish.path ?? ""))) this.show();
    });
    root.addEventListener("click", ({ target }) => {
      if (target.dataset.sum) this.fillTotal(target.dataset.sum);
    });
    root.addEventListener("focusin", ({ target }) => { this.before = target.value; });
    root.addEventListener("focusout", ({ target }) => { if (/^disbursement\[/.test(target.name ?? "")) this.fromAmount(target); });
    this.show();
  }

  hint(path, text, kind = "") {
    const hint = this.form.input({ path })?.closest("td, th").querySelector(".hint");
    if (!hint) return;
    hint.textContent = text;
    hint.dataset.kind = kind;
  }

  text(path) {
    return this.model.texts.get(path) ?? "";
  }

  show() {
    for (const side of ["period", "annual"]) {
      for (const name of ["total", "fiscal", "other"]) this.showAmount(`funding.${side}.${name}`);
      this.compare(side);
    }
    this.showStages();
    this.root.dispatchEvent(new CustomEvent("editor:sums", { detail: this.sums() }));
  }

  showAmount(path) {
    const number = read(this.text(path), this.unit);
    if (number === null) this.hint(path, "");
    else if (number === undefined) this.hint(path, "不是金额", "wrong");
    else this.hint(path, this.unit === "元" ? `=${plain(number)}万元` : `=${inYuan(number)}元`, number < 0n ? "wrong" : "");
  }

  parts(side) {
    return ["fiscal", "other"].map((name) => read(this.text(`funding.${side}.${name}`), this.unit));
  }

  // The parts added up; null where none is filled in or one is no amount.
  sum(side) {
    const parts = this.parts(side);
    if (parts.some((part) => part === undefined) || parts.every((part) => part === null)) return null;
    return parts.reduce((sum, part) => sum + (part ?? 0n), 0n);
  }

  compare(side) {
    const path = `funding.${side}.total`;
    const input = this.form.input({ path });
    if (!input) return;
    const sum = this.sum(side);
    const total = read(this.text(path), this.unit);
    const differs = sum !== null && total !== undefined && sum !== total;
    const cell = input.closest("td");
    let button = cell.querySelector("[data-sum]");
    if (!button) {
      button = document.createElement("button");
      button.type = "button";
      button.tabIndex = -1;
      button.className = "sum";
      button.dataset.sum = side;
      button.textContent = "∑";
      cell.append(button);
    }
    button.title = sum === null ? "按财政拨款与其他资金之和填入" : `财政拨款＋其他资金＝${this.shown(sum)}${this.unit}，点击填入总额`;
    button.setAttribute("aria-label", button.title);
    cell.classList.toggle("differs", differs);
    if (differs && total !== null) this.hint(path, `合计${this.shown(sum)}`, "wrong");
  }

  shown(number) {
    return this.unit === "元" ? inYuan(number) : plain(number);
  }

  fillTotal(side) {
    const sum = this.sum(side);
    if (sum === null) {
      this.acts.say("请先填财政拨款或其他资金，再填合计");
      return;
    }
    this.acts.perform([{ do: "set", path: `funding.${side}.total`, text: this.shown(sum).replace(/,/g, "") }], "填入合计");
  }

  // What stands in the side panel: one line a side whose parts and total differ, and for the stages.
  sums() {
    const said = [];
    for (const side of ["period", "annual"]) {
      const total = read(this.text(`funding.${side}.total`), this.unit);
      const sum = this.sum(side);
      if (sum !== null && total != null && sum !== total) {
        said.push({ path: `funding.${side}.total`, text: `写的是 ${this.shown(total)} ${this.unit}，财政拨款与其他资金之和是 ${this.shown(sum)} ${this.unit}，请核对，或点“∑”按合计填入` });
      }
    }
    const [period, annual] = ["period", "annual"].map((side) => read(this.text(`funding.${side}.total`), this.unit));
    if (period != null && annual != null && annual > period) {
      said.push({ path: "funding.annual.total", text: `写的是 ${this.shown(annual)} ${this.unit}，大于实施期资金总额 ${this.shown(period)} ${this.unit}，请核对` });
    }
    return [...said, ...this.stageNotes()];
  }

  stages() {
    const found = [];
    for (let index = 0; this.model.texts.has(`disbursement[${index}].value`); index += 1) {
      found.push({ path: `disbursement[${index}].value`, text: this.text(`disbursement[${index}].value`) });
    }
    return found;
  }

  stageNotes() {
    const said = [];
    let before = null;
    const stages = this.stages();
    stages.forEach((stage, index) => {
      const share = read(stage.text);
      if (share == null) return;
      if (before !== null && share < before) said.push({ path: stage.path, text: `累计 ${stage.text} 小于上一阶段，支出计划是累计数，请核对` });
      before = share;
      if (index === stages.length - 1 && share !== read("100")) said.push({ path: stage.path, text: `累计是 ${stage.text}，全年支出计划应到 100，请核对` });
    });
    return said;
  }

  showStages() {
    const total = read(this.text("funding.annual.total"), this.unit);
    for (const { path, text } of this.stages()) {
      const share = /[万元]/.test(text) ? undefined : read(text.replace(/[%％]$/, ""));
      if (share == null || total == null) this.hint(path, share === undefined && text ? this.asShare(text, total).hint : "");
      else this.hint(path, `=${plain((total * share) / 100n / 10n ** 12n)}万元`);
    }
  }

  // An amount in a stage as a share of the year's total, to at most four places; ``isExact`` tells whether that is all of it.
  asShare(text, total) {
    const amount = read(text, this.unit);
    if (amount == null || total == null || total <= 0n) return { hint: "" };
    const scaled = amount * 1000000n;
    const share = plain(scaled / total, 4);
    const isExact = scaled % total === 0n;
    return { share, isExact, hint: `${isExact ? "=" : "≈"}${share}%` };
  }

  // 45万元 typed under a % head becomes its share when one leaves the cell, said aloud; so does a bare number while 按金额填 is chosen.
  fromAmount(input) {
    const isMoney = /[万元亿]/.test(input.value) || (this.byAmount && input.value !== "" && !/[%％]/.test(input.value));
    if (!isMoney || input.value === this.before) return;
    const total = read(this.text("funding.annual.total"), this.unit);
    const { share, isExact } = this.asShare(input.value, total);
    if (share === undefined) {
      this.acts.say("请先填年度资金总额，再按金额填支出计划");
      return;
    }
    const said = `${plain(read(input.value, this.unit))} 万元 ÷ ${plain(total)} 万元 ${isExact ? "＝" : "≈"} ${share}%`;
    this.acts.perform([{ do: "set", path: input.name, text: share }], "按金额填支出计划");
    this.acts.say(isExact ? said : `${said}，已取到小数点后 4 位，请核对`, { undo: true });
  }
}
