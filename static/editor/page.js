// What the editing pages have in common: saving told in words, what stops one for a moment, and what is typed on its way to the model.
import { grow, placeOf, show } from "./cells.js";
import { Conflicts, LeftOver, SignIn } from "./dialogs.js";
import { cellName, newKey } from "./model.js";
import { Panel } from "./panel.js";
import { Presence } from "./presence.js";
import { Server } from "./server.js";
import { Shelf } from "./shelf.js";
import { Toast } from "./toast.js";

const WORDS = { unsaved: "有未保存的修改", saving: "保存中", failed: "保存失败，内容已暂存本机", conflict: "他人已修改，请核对" };

const isInput = (target) => Boolean(target.name && target.closest(".cell"));
const inOneLine = (text) => text.replace(/[\r\n]/g, "");

export class Page {
  // ``name``: of the document on this machine, for its shelf and its channel. ``words``: how the page speaks of it.
  constructor({ root, data, model, form, name, words, Acts, Saving }) {
    Object.assign(this, { root, data, model, form, words });
    const box = (id) => document.getElementById(id);
    const say = (text, options) => this.toast.say(text, options);
    this.state = box("save-state");
    this.server = new Server(data.urls, data.csrfCookie, data.user);
    this.shelf = new Shelf(data.user, name);
    this.toast = new Toast(box("toast"), () => this.acts.undo());
    this.saving = new Saving({ record: data.record, form: data.form, model, shelf: this.shelf, server: this.server, page: this, newKey });
    this.acts = new Acts({ model, form, saving: this.saving, say });
    Object.assign(this.acts, { newKey, saveNow: () => this.saving.flush(), allSaved: () => this.saving.allSaved() });
    this.panel = new Panel({ root, form, model, acts: this.acts, problems: data.problems ?? [] });
    this.dialogs = new Conflicts({ box: box("conflicts"), form, saving: this.saving, user: data.user, redrawn: () => this.redrawn() });
    this.leftOver = new LeftOver(box("left-over"), form);
    this.signIn = new SignIn({
      dialog: box("sign-in-again"), server: this.server, url: data.urls.signIn, user: data.user, then: () => this.saving.flush(),
    });
    this.presence = new Presence({ server: this.server, saving: this.saving, box: box("others"), newKey, channel: `perfgoals.${name}`, say, words });
    this.listen();
    this.bind({ undo: () => this.acts.undo(), redo: () => this.acts.redo(), retry: () => this.saving.flush() });
  }

  // What Saving has to tell.

  said(name, { at, isKept, conflicts, refused }) {
    this.state.dataset.state = name;
    this.state.textContent = name === "saved" ? `已保存 ${at}` : name === "failed" && !isKept ? "保存失败，本机也存不下，请不要关闭页面" : WORDS[name];
    if (name === "conflict") this.state.textContent += `（${conflicts}处）`;
    if (name === "unsaved" && refused) this.state.textContent += `（${refused}处没有存上，见“提示”）`;
    document.getElementById("retry").hidden = name !== "failed" || this.saving.isClosed;
  }

  // The texts as the server keeps them come into cells that were not written in since; not under the writing hand.
  answered(cells, written) {
    for (const cell of cells) {
      const at = cell.path !== undefined ? { path: cell.path } : { row: cell.row, field: cell.field };
      if (cell.refused || written.has(cellName(at)) || this.model.text(at) === undefined || this.model.text(at) === cell.text) continue;
      this.model.performOne({ do: "set", ...at, text: cell.text });
      const input = this.form.input(at);
      if (input && input !== document.activeElement) show(input, cell.text);
    }
    this.panel.answered(cells);
  }

  // ``names``: of the cells that somebody else wrote; what one did to them before cannot be undone over their text.
  adopted(record, names) {
    this.acts.forget(names);
    this.redrawn(record);
    const isOthers = record.by && record.by_id !== this.data.user;
    if (names.size && isOthers && !this.saving.held.size) this.toast.say(`${record.by}刚刚修改了${this.words.what}，已更新到最新`);
  }

  redrawn(record) {
    this.form.refresh();
    this.dialogs.show(record);
  }

  // What waits for a choice says something else now, or waits no more.
  heldAnew() {
    this.dialogs.show();
  }

  refused(sentence, wishes) {
    this.leftOver.show(sentence, wishes);
  }

  closed(sentence, wishes, status) {
    this.leftOver.show((status === 404 && this.words.gone) || sentence, wishes);
    this.dialogs.box.hidden = true;
    for (const input of this.form.inputs()) input.readOnly = true;
  }

  signInAgain(sentence) {
    this.signIn.open(sentence, this.shelf.works);
  }

  savedAt(version) {
    this.signIn.close();
    this.presence.saved(version);
  }

  isComposing() {
    return Boolean(this.form.composing);
  }

  // What a person does.

  bind(buttons) {
    for (const [name, act] of Object.entries(buttons)) {
      for (const button of this.root.querySelectorAll(`[data-do="${name}"]`)) button.addEventListener("click", () => act(button));
    }
  }

  listen() {
    this.form.table.addEventListener("mousedown", (event) => this.pointed(event));
    this.root.addEventListener("compositionstart", ({ target }) => { this.form.composing = target; });
    this.root.addEventListener("compositionend", ({ target }) => this.composed(target));
    this.root.addEventListener("input", ({ target, isComposing }) => {
      if (!isInput(target)) return;
      grow(target);
      if (!isComposing) this.typed(target);
    });
    this.root.addEventListener("focusout", ({ target }) => { if (isInput(target)) this.left(target); });
    window.addEventListener("pageshow", ({ persisted }) => { if (persisted) this.saving.catchUp().then(() => this.saving.flush()); });
    // Only what is not even kept on this machine would be lost with the page.
    window.addEventListener("beforeunload", (event) => { if (this.saving.isUnsaved && !this.shelf.works) event.preventDefault(); });
  }

  // A click beside the text of a cell is meant for the cell.
  pointed(event) {
    const input = event.target.closest("td, th")?.querySelector(".cell > textarea, .cell > input");
    if (!input || event.target === input || event.target.closest("button")) return;
    event.preventDefault();
    this.form.go(input, { select: false });
  }

  typed(target) {
    const { at, text } = this.form.typed(target);
    this.acts.typed(at, text);
  }

  composed(target) {
    this.form.composing = null;
    this.typed(target);
    this.saving.resume();
  }

  left(target) {
    if (this.form.composing === target) this.composed(target);
    this.acts.leftCell();
    const text = this.model.text(placeOf(target));
    if (text !== undefined) show(target, text);
    this.saving.schedule(0); // once all have seen that the cell is left
  }

  // Once everything is there.
  start() {
    this.saving.tell();
    // What was typed before the scripts were there. Only a person can have: browsers put nothing back into inputs without autocompletion.
    for (const input of this.form.inputs()) if (inOneLine(input.value) !== inOneLine(input.defaultValue)) this.typed(input);
    this.takeOver("已找回上次没有保存的内容");
    window.setInterval(() => this.takeOver("已找回另一窗口没有保存的内容"), 5000);
    this.root.dataset.ready = "1";
  }

  async takeOver(said) {
    if (await this.saving.takeOver()) this.toast.say(said);
  }
}
