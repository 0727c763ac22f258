// What a person does to 部门整体绩效目标: lines split and joined, moved, made a heading or an item, pasted.
import { Acts } from "./acts.js";
import { newKey } from "./model.js";
import { SIDE } from "./lines.js";

const NAMES = { heading: "标题", item: "段落" };

export class LineActs extends Acts {
  hasRoom(more) {
    if (this.model.lines.length + more <= this.model.form.mostLines) return true;
    this.say(`最多 ${this.model.form.mostLines} 行，没有再添加，请检查是否粘贴了别的内容`);
    return false;
  }

  fitsHeading(text) {
    const most = this.model.form.longestHeading;
    if (text.length <= most) return true;
    this.say(`这一行有 ${text.length} 个字，标题最多 ${most} 个字，请先精简`);
    return false;
  }

  goTo(key, caret) {
    const input = this.form.input({ row: key, field: "text" });
    if (input) this.form.go(input, { caret });
  }

  // Undoing may take away the line one is in: then to the one that comes in its place.
  turn(...group) {
    const focused = document.activeElement;
    const index = this.model.find(focused.closest("[data-row]")?.dataset.row)?.index ?? 0;
    super.turn(...group);
    const next = this.model.lines[Math.min(index, this.model.lines.length - 1)];
    if (!focused.isConnected && document.activeElement === document.body && next) this.goTo(next.key);
  }

  previous(key) {
    const { index, rows } = this.model.find(key);
    return rows[index - 1]?.key ?? "";
  }

  // A new line below that one, "" for the top.
  addBelow(after, kind = "item") {
    if (!this.hasRoom(1)) return;
    const row = newKey();
    if (this.perform([{ do: "add", row, side: SIDE, level2: kind, after, texts: { text: "" } }], `加一行${NAMES[kind]}`)) this.goTo(row, 0);
  }

  // Enter: what stands behind the caret goes down; before a text an empty line comes above it.
  split(key, start, end) {
    if (!this.hasRoom(1)) return;
    const { text } = this.model.find(key).row.texts;
    const head = text.slice(0, start);
    const tail = text.slice(end);
    const row = newKey();
    const add = { do: "add", row, side: SIDE, level2: "item" };
    const own = { do: "set", row: key, field: "text" };
    if (!head && tail) {
      this.perform([{ ...add, after: this.previous(key), texts: { text: "" } }, { ...own, text: tail }], "加一行");
      this.goTo(key, 0);
    } else {
      this.perform([{ ...own, text: head }, { ...add, after: key, texts: { text: tail } }], tail ? "分成两行" : "加一行");
      this.goTo(row, 0);
    }
  }

  // Two lines that stand below each other become one, which keeps what the upper one is. An empty one of the two just goes.
  join(upper, lower, label) {
    const [one, two] = [this.model.find(upper).row, this.model.find(lower).row];
    const whole = one.texts.text + two.texts.text;
    const caret = one.texts.text.length;
    if (!one.texts.text) this.perform([{ do: "remove", row: upper }], label);
    else {
      if (two.texts.text && one.level2 === "heading" && !this.fitsHeading(whole)) return;
      this.perform([{ do: "set", row: upper, field: "text", text: whole }, { do: "remove", row: lower }], label);
    }
    this.goTo(one.texts.text ? upper : lower, caret);
  }

  // Backspace at the beginning of a line. Whether there was something to do.
  joinAbove(key) {
    const { index, row, rows } = this.model.find(key);
    if (index) this.join(rows[index - 1].key, key, row.texts.text ? "并入上一行" : "删除空行");
    else if (!row.texts.text && rows.length > 1) {
      this.perform([{ do: "remove", row: key }], "删除空行");
      this.goTo(this.model.lines[0].key, 0);
    } else return false;
    return true;
  }

  // Delete at the end of a line.
  joinBelow(key) {
    const { index, rows } = this.model.find(key);
    if (index === rows.length - 1) return false;
    this.join(key, rows[index + 1].key, "并入下一行");
    return true;
  }

  removeRow(key) {
    const { index, row, rows } = this.model.find(key);
    const next = rows[index + 1] ?? rows[index - 1];
    const name = row.texts.text ? `“${row.texts.text.slice(0, 20)}”` : "一个空行";
    this.perform([{ do: "remove", row: key }], `删除${name}`);
    this.say(`已删除${name}`, { undo: true });
    if (next) this.goTo(next.key);
  }

  shiftRow(key, step) {
    const { index, row, rows } = this.model.find(key);
    if (!rows[index + step]) return;
    const after = step > 0 ? rows[index + 1].key : rows[index - 2]?.key ?? "";
    this.perform([{ do: "move", row: key, level2: row.level2, after }], "移动一行");
  }

  // The lines of the section that the line stands in: its heading and what stands below, as a stretch of the list.
  section(key) {
    const { index, rows } = this.model.find(key);
    let start = index;
    while (start > 0 && rows[start].level2 !== "heading") start -= 1;
    let stop = index + 1;
    while (stop < rows.length && rows[stop].level2 !== "heading") stop += 1;
    return { start, stop, rows };
  }

  // The whole section above the one before it, or below the one behind it.
  shiftSection(key, step) {
    const { start, stop, rows } = this.section(key);
    const neighbour = rows[step > 0 ? stop : start - 1];
    if (!neighbour) return;
    const other = this.section(neighbour.key);
    const after = step > 0 ? rows[other.stop - 1].key : rows[other.start - 1]?.key ?? "";
    this.moveLines(rows.slice(start, stop), after, "移动一节");
  }

  moveLines(lines, after, label) {
    let above = after;
    const wishes = lines.map((line) => {
      const wish = { do: "move", row: line.key, level2: line.level2, after: above };
      above = line.key;
      return wish;
    });
    this.perform(wishes, label);
  }

  // A heading becomes an item, an item a heading. A heading too long to be kept as one was never saved: it is added anew.
  changeKind(key) {
    const { row } = this.model.find(key);
    const kind = row.level2 === "heading" ? "item" : "heading";
    const { text } = row.texts;
    if (kind === "heading" && !this.fitsHeading(text)) return;
    if (text.length > this.model.form.longestHeading) {
      const added = newKey();
      this.perform([{ do: "add", row: added, side: SIDE, level2: kind, after: key, texts: { text } }, { do: "remove", row: key }], `改为${NAMES[kind]}`);
      this.goTo(added);
    } else this.perform([{ do: "move", row: key, level2: kind, after: this.previous(key) }], `改为${NAMES[kind]}`);
  }

  // Pieces {kind, text} come into the line in place of what is selected; what stood behind that goes below them.
  spread(key, start, end, pieces) {
    if (!this.hasRoom(pieces.length)) return;
    const { row } = this.model.find(key);
    const head = row.texts.text.slice(0, start).trim();
    const tail = row.texts.text.slice(end).trim();
    const rest = [...pieces];
    const wishes = [];
    let last = key;
    if (!head && tail) {
      wishes.push({ do: "set", row: key, field: "text", text: tail });
      last = this.previous(key);
    } else if (!head || rest[0].kind === "item") {
      const first = rest.shift();
      if (!head && first.kind !== row.level2) wishes.push({ do: "move", row: key, level2: first.kind, after: this.previous(key) });
      wishes.push({ do: "set", row: key, field: "text", text: head + first.text });
    } else wishes.push({ do: "set", row: key, field: "text", text: head });
    const added = this.added(rest, last);
    if (head && tail) added.push(...this.added([{ kind: "item", text: tail }], added[added.length - 1]?.row ?? key));
    this.perform([...this.doubled(rest, key), ...wishes, ...added], "粘贴");
    this.goTo(added[added.length - (head && tail ? 2 : 1)]?.row ?? key);
  }

  added(pieces, after) {
    let above = after;
    return pieces.map(({ kind, text }) => {
      const wish = { do: "add", row: newKey(), side: SIDE, level2: kind, after: above, texts: { text } };
      above = wish.row;
      return wish;
    });
  }

  // An official heading that nobody has written below yet makes room for the same one that comes with its text.
  doubled(pieces, key) {
    const same = (text) => text.replace(/\s+/g, "");
    const coming = new Set(pieces.filter(({ kind }) => kind === "heading").map(({ text }) => same(text)));
    return this.model.lines
      .filter((line, place, lines) => line.level2 === "heading" && line.key !== key && coming.has(same(line.texts.text))
        && lines[place + 1]?.level2 !== "item")
      .map((line) => ({ do: "remove", row: line.key }));
  }

  // Lines pasted into one of the texts above: the first are for these, the others come below them.
  spreadAbove(path, before, after, pieces) {
    if (!this.hasRoom(pieces.length)) return;
    const paths = [...this.model.texts.keys()];
    const rest = [...pieces];
    const first = rest.shift();
    const wishes = [{ do: "set", path, text: before + first.text + after }];
    const next = paths[paths.indexOf(path) + 1];
    if (next && rest[0]?.kind === "item" && rest[0].text.length <= 30) wishes.push({ do: "set", path: next, text: rest.shift().text });
    const added = this.added(rest, "");
    this.perform([...this.doubled(rest, ""), ...wishes, ...added], "粘贴");
    if (added.length) this.goTo(added[added.length - 1].row);
  }
}
