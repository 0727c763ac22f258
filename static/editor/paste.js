// A block pasted from Excel, WPS or Word: the server says where its cells go; what is unclear is shown before anything changes.
import { placeOf } from "./cells.js";

// A text of several lines stands in quotes.
function ofOneCell(text) {
  const said = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  return /^"[^]*\n[^]*"$/.test(said) ? said.slice(1, -1).replace(/""/g, '"') : said;
}

export class Paste {
  constructor({ root, form, model, acts, server, say }) {
    Object.assign(this, { root, form, model, acts, server, say });
    this.dialog = root.querySelector("#paste-preview");
    form.table.addEventListener("paste", (event) => this.pasted(event));
    this.dialog.addEventListener("click", ({ target }) => {
      if (target.dataset.paste) this.dialog.close(target.dataset.paste);
    });
    this.dialog.addEventListener("close", () => this.decided());
  }

  // A text is the browser's business; a block is ours, and so is a single cell, behind which office programs put a line break.
  pasted(event) {
    if (!event.target.name) return;
    const text = event.clipboardData.getData("text/plain");
    const html = event.clipboardData.getData("text/html");
    const cells = (html.match(/<t[dh][\s>]/gi) ?? []).length;
    const isBlock = cells ? cells > 1 : text.replace(/[\r\n]+$/, "").includes("\t");
    if (!isBlock && !cells) return;
    event.preventDefault();
    if (isBlock) this.place(event.target, text, html);
    else document.execCommand("insertText", false, ofOneCell(text)); // the browser's own undo knows of it
  }

  async place(input, text, html) {
    this.input = input;
    const at = placeOf(input);
    const found = at.row && this.model.find(at.row);
    if (!(await this.acts.allSaved())) {
      this.say("网络不通，成块粘贴要等已写的保存好；剪贴板里的内容还在");
      return;
    }
    const { status, data } = await this.server.send("paste", { html, text, ...(found ? { side: found.side, row: at.row, field: at.field } : { path: at.path }) });
    if (status === 0) this.say("网络不通，成块粘贴要等连接恢复；剪贴板里的内容还在");
    else if (status !== 200) this.say(data?.error ?? "没有粘贴，请再试一次");
    else if (data.unclear.length) this.ask(data);
    else this.apply(data);
  }

  apply({ changes }) {
    if (!this.acts.perform(changes, "粘贴")) {
      this.say("粘贴的内容与表中相同，没有改动");
      return;
    }
    const rows = changes.filter((change) => change.do === "add").length;
    this.say(`已粘贴 ${changes.length} 处${rows ? `，新加 ${rows} 行` : ""}`, { undo: true });
    const { activeElement } = document;
    const hasGoneOn = activeElement !== this.input && this.form.table.contains(activeElement);
    if (!hasGoneOn && this.input.isConnected) this.form.go(this.input);
  }

  ask(data) {
    this.waiting = data;
    const make = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
    this.dialog.querySelector("ul").replaceChildren(...data.unclear.map(({ line, message }) => make("li", line ? `第 ${line} 行：${message}` : message)));
    const head = document.createElement("tr");
    head.append(...data.preview.head.map((name) => make("th", name)));
    this.dialog.querySelector("thead").replaceChildren(head);
    this.dialog.querySelector("tbody").replaceChildren(...data.preview.rows.map((row) => {
      const line = document.createElement("tr");
      line.append(make("td", row.level2 ?? ""), ...Object.values(row.texts).map((text) => make("td", text)), make("td", row.note ?? ""));
      return line;
    }));
    this.dialog.querySelector("[data-paste=yes]").disabled = !data.changes.length;
    this.dialog.returnValue = "";
    this.dialog.showModal();
    this.dialog.querySelector("[data-paste]:enabled").focus();
  }

  decided() {
    const data = this.waiting;
    this.waiting = null;
    if (this.dialog.returnValue === "yes" && data) this.apply(data);
    else this.form.go(this.input);
  }
}
