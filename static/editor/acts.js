// What a person does to the table: each act is a group of wishes, done at once, undone at once.
import { placeOf } from "./cells.js";
import { Gone, cellName, emptyRow, newKey, other } from "./model.js";
import { Opening } from "./opening.js";

export class Acts {
  constructor({ model, form, saving, say }) {
    Object.assign(this, { model, form, saving, say });
    this.opening = new Opening(null, model);
    this.undone = [];
    this.done = [];
    this.open = null; // the cell that is being written, whose letters are undone together
  }

  // Does the wishes as one group; those whose row is gone are left out.
  perform(wishes, label) {
    if (this.saving.isClosed) return false;
    const back = [];
    const performed = [];
    for (const wish of wishes) {
      if (wish.do === "set" && this.model.text(wish) === wish.text) continue;
      if (!this.opening.allows(wish)) {
        this.say("本轮退回后只能改标出的格，其余没有改动");
        continue;
      }
      const whole = wish.do === "add" && this.model.mirrored && !wish.twin ? { ...wish, twin: newKey() } : wish;
      try {
        back.unshift(this.model.perform(whole));
        performed.push(whole);
      } catch (error) {
        if (!(error instanceof Gone)) throw error;
      }
    }
    if (!performed.length) return false;
    this.done.push({ label, wishes: performed, back });
    this.undone = [];
    this.open = null;
    this.after(performed);
    return true;
  }

  after(wishes) {
    this.form.refresh();
    this.saving.note(wishes);
    this.form.root.dispatchEvent(new CustomEvent("editor:changed", { detail: wishes }));
  }

  // Letter by letter, one group for as long as one stays in the cell.
  typed(at, text) {
    const before = this.model.text(at);
    if (before === undefined || before === text) return;
    const wish = { do: "set", ...at, text };
    const back = this.model.perform(wish);
    const last = this.open === cellName(at) ? this.done[this.done.length - 1] : null;
    const isTurnedBack = last?.back[0].text === text; // by the browser's own undo
    if (isTurnedBack) this.done.pop();
    else if (last) last.wishes = [wish];
    else this.done.push({ label: "填写", wishes: [wish], back: [back] });
    this.open = isTurnedBack ? null : cellName(at);
    this.undone = [];
    if (this.model.mirrored) this.form.refresh();
    this.saving.note([wish]);
    this.form.root.dispatchEvent(new CustomEvent("editor:changed", { detail: [wish] }));
  }

  leftCell() {
    this.open = null;
  }

  // Somebody else has written in these cells: to go back over their text takes more than a key.
  forget(names) {
    const isFree = (group) => !group.back.some((wish) => wish.do === "set" && names.has(cellName(wish)));
    this.done = this.done.filter(isFree);
    this.undone = this.undone.filter(isFree);
    this.open = null;
  }

  undo() {
    this.turn(this.done, this.undone, "已撤销", "没有可以撤销的");
  }

  redo() {
    this.turn(this.undone, this.done, "已重做", "没有可以重做的");
  }

  turn(from, to, said, none) {
    const group = this.saving.isClosed ? null : from.pop();
    if (!group) {
      this.say(none);
      return;
    }
    const performed = [];
    const back = [];
    for (const wish of group.back) {
      try {
        back.unshift(this.model.perform(wish));
        performed.push(wish);
      } catch (error) {
        if (!(error instanceof Gone)) throw error;
      }
    }
    this.open = null;
    if (!performed.length) {
      this.say("这一步所在的行已不在，不能再改回");
      return;
    }
    to.push({ label: group.label, wishes: performed, back });
    this.after(performed);
    this.say(`${said}：${group.label}`);
    this.focusOn(performed[performed.length - 1]);
  }

  focusOn(wish) {
    const at = wish.do === "set" ? wish : { row: wish.row, field: this.firstField(wish.row) };
    const input = this.form.input(at);
    if (input) this.form.go(input);
  }

  firstField(row) {
    const found = this.model.find(row);
    return found ? this.model.form.fields[found.side][0] : "";
  }

  revert(input, before) {
    if (input.value === before) return;
    const at = placeOf(input);
    this.perform([{ do: "set", ...at, text: before }], "恢复这一格");
  }

  addRow(input) {
    const { row } = placeOf(input);
    const found = row && this.model.find(row);
    if (!found) {
      this.say("请先把光标放在指标行中，再按 Ctrl+Enter 加行");
      return;
    }
    this.addTo(found.side, found.row.level2, row);
  }

  addTo(side, level2, after = null, texts = {}) {
    if (!this.isInFramework(level2)) return;
    const row = newKey();
    if (this.perform([{ do: "add", row, side, level2, after, texts }], `加一行${level2}`)) this.focusOn({ do: "add", row });
    else this.say("没有加行");
  }

  isInFramework(level2) {
    if (this.model.framework.has(level2)) return true;
    this.say(`“${level2 || "空白的二级指标"}”不在本表的指标框架中，不能在此加行，请先把这一行移到框架中的二级指标`);
    return false;
  }

  duplicateRow(key) {
    const { side, row } = this.model.find(key);
    this.addTo(side, row.level2, key, { ...row.texts });
  }

  removeRow(key) {
    const { row, rows, index } = this.model.find(key);
    const next = rows[index + 1] ?? rows[index - 1];
    const name = row.texts.level3 ? `“${row.texts.level3.slice(0, 20)}”` : `一行空的${row.level2}`;
    this.perform([{ do: "remove", row: key }], `删除${name}`);
    this.say(`已删除${name}`, { undo: true });
    if (next) this.focusOn({ do: "add", row: next.key });
  }

  removeEmptyRows() {
    const rows = this.model.mirrored ? this.model.rows.annual : Object.values(this.model.rows).flat(); // the other side follows
    const wishes = rows.filter(emptyRow).map((row) => ({ do: "remove", row: row.key }));
    if (this.perform(wishes, "删去空行")) this.say(`已删去 ${wishes.length} 个空行`, { undo: true });
    else this.say("没有空行");
  }

  // One place up or down; over the edge of its group it goes into the neighbouring one.
  shiftRow(key, step) {
    const { row, rows, index } = this.model.find(key);
    const neighbour = rows[index + step];
    if (!neighbour) return;
    const isSame = neighbour.level2 === row.level2;
    const after = step > 0 ? (isSame ? neighbour.key : rows[index].key) : rows[index - (isSame ? 2 : 1)]?.key ?? "";
    const wish = { do: "move", row: key, level2: neighbour.level2, after: isSame || step < 0 ? after : rows[index - 1]?.key ?? "" };
    if (isSame) this.perform([wish], "移动一行");
    else if (this.isInFramework(neighbour.level2)) this.movedTo(wish);
  }

  moveTo(key, level2, after = null) {
    const { row } = this.model.find(key);
    if (level2 === row.level2 || this.isInFramework(level2)) this.movedTo({ do: "move", row: key, level2, after });
  }

  // A row that changes its 二级指标 may leave an empty group behind, which goes: that is said.
  movedTo(wish) {
    const { level2 } = this.model.find(wish.row).row;
    if (this.perform([wish], `移到${wish.level2}`) && level2 !== wish.level2) this.say(`已从${level2}移到${wish.level2}`, { undo: true });
  }

  // A row put to the other side too: into an empty row of its group if there is one.
  copyAcross(key) {
    const { side, row } = this.model.find(key);
    if (this.saidMirrored() || !this.isInFramework(row.level2)) return;
    const there = other(side);
    const place = this.model.framework.place(row.level2);
    const empty = this.model.rows[there].find((each) => this.model.framework.place(each.level2) === place && emptyRow(each));
    const names = this.model.form.fields[there].filter((name) => row.texts[name] !== undefined);
    const wishes = empty
      ? names.map((name) => ({ do: "set", row: empty.key, field: name, text: row.texts[name] }))
      : [{ do: "add", row: newKey(), side: there, level2: row.level2, after: null, texts: Object.fromEntries(names.map((name) => [name, row.texts[name]])) }];
    if (this.perform(wishes, "复制到另一侧")) this.say(`已复制到${there === "annual" ? "年度" : "实施期"}一侧`, { undo: true });
  }

  // Everything of one side put in the place of the other: money, goal and rows.
  wishesToCopy(from) {
    const to = other(from);
    const wishes = [];
    for (const [path, text] of this.model.texts) {
      const match = /^(funding|goals)\.(period|annual)((?:\..*)?)$/.exec(path);
      if (!match || match[2] !== from || path.endsWith(".name")) continue;
      const target = `${match[1]}.${to}${match[3]}`;
      if (this.model.texts.has(target)) wishes.push({ do: "set", path: target, text });
    }
    for (const row of this.model.rows[to]) wishes.push({ do: "remove", row: row.key });
    let after = "";
    for (const row of this.model.rows[from]) {
      const key = newKey();
      wishes.push({ do: "add", row: key, side: to, level2: row.level2, after, texts: { ...row.texts } });
      after = key;
    }
    return wishes;
  }

  saidMirrored() {
    if (this.model.mirrored) this.say("一年期项目两侧已经相同");
    return this.model.mirrored;
  }

  copySide(from) {
    if (this.saidMirrored()) return;
    const [one, two] = from === "period" ? ["实施期", "年度"] : ["年度", "实施期"];
    if (this.perform(this.wishesToCopy(from), `${one}复制到${two}`)) this.say(`${two}一侧已换成${one}一侧的内容`, { undo: true });
  }

  // 一年期项目同年度: the 年度 side is what both say from now on.
  mirror(isOn) {
    const wishes = isOn ? [...this.wishesToCopy("annual"), { do: "set", path: "mirrored", text: "1" }] : [{ do: "set", path: "mirrored", text: "" }];
    this.perform(wishes, isOn ? "一年期项目同年度" : "两侧分开填写");
    if (isOn) this.say("两侧现在相同，改一侧另一侧跟着改", { undo: true });
  }
}
