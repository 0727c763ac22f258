// Saving by itself, truthfully: what was typed is unsaved, being saved, saved, kept on this machine, or waiting for a person's choice.
//
// The page shows ``base``, which is saved as ``version``, and on top of it the texts the server refused, the batch on its way, what is
// pending, and the texts held for a choice. A batch keeps its name until it is answered, so that it is done once however often it is sent.
import { entryOf, settled } from "./entry.js";
import { Held, insisted } from "./held.js";
import { cellName } from "./model.js";
import { coalesced, differing, performAll, rebase } from "./rebase.js";

const PAUSE = 800; // after the last key
const LONGEST_PAUSE = 5000; // for somebody who types on and on
const RETRIES = [2000, 5000, 10000, 20000, 30000];
const MOST_WISHES = 1000; // of one batch
const LONGEST_BATCH = 400000; // characters

export class Saving {
  // ``page``: what is to be done when something happens: answered(cells, written), adopted(record, differing), redrawn(), heldAnew(),
  // refused(sentence, texts), closed(sentence, texts, status), signInAgain(sentence), savedAt(version), said(state, detail); and isComposing()
  constructor({ record, form, model, shelf, server, page, newKey }) {
    Object.assign(this, { form, model, shelf, server, page, newKey });
    this.base = this.made(record);
    this.version = record.version;
    this.at = record.at;
    this.pending = [];
    this.batch = null;
    this.refused = new Map();
    this.held = new Held();
    this.most = MOST_WISHES;
    this.isSending = false;
    this.isClosed = false;
    this.isBehind = false;
    this.failures = 0;
    window.addEventListener("online", () => this.flush());
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("pageshow", () => { this.isLeaving = false; });
    document.addEventListener("visibilitychange", () => this.flush());
  }

  made(record) {
    return new this.model.constructor(record, this.form);
  }

  get conflicts() {
    return this.held.conflicts;
  }

  get isUnsaved() {
    return this.pending.length > 0 || this.batch !== null || this.held.size > 0 || this.refused.size > 0;
  }

  get unsent() {
    return [...this.refused.values(), ...(this.batch?.wishes ?? []), ...this.pending];
  }

  // Wishes that the model has performed already.
  note(wishes) {
    const hadHeld = this.held.size > 0;
    for (const wish of wishes) {
      if (this.held.takes(wish, this.model)) continue;
      if (wish.do === "set") this.refused.delete(cellName(wish));
      if (wish.do === "remove") this.forgetRow(wish.row);
      this.pending.push(wish);
    }
    if (hadHeld) this.page.heldAnew();
    this.pending = coalesced(this.pending);
    this.since ??= Date.now();
    this.told();
    this.schedule(Math.max(0, Math.min(PAUSE, this.since + LONGEST_PAUSE - Date.now())));
  }

  forgetRow(key) {
    this.held.forgetRow(key);
    for (const [name, { row }] of this.refused) if (row === key) this.refused.delete(name);
  }

  told() {
    this.keep();
    this.tell();
  }

  keep() {
    if (this.isUnsaved) this.shelf.put(entryOf(this));
    else this.shelf.clear();
  }

  // What a page that is gone could not save. Only while there is nothing of one's own, so that the two are never mixed; until then it
  // stays where it is. Its last batch is sent once more under its own name: the server knows whether it was done.
  async takeOver() {
    if (this.isUnsaved || this.isSending || this.isClosed || this.page.isComposing()) return false;
    const left = this.shelf.left();
    if (!left) return false;
    this.isSending = true;
    const found = await settled(left.entry, this);
    this.isSending = false;
    if (!found || this.isUnsaved || this.isClosed || this.page.isComposing()) {
      this.schedule(PAUSE);
      return false;
    }
    const { version } = this;
    this.adopt(found.record, found.wishes, found.before, found.rows);
    this.shelf.drop(left.page);
    if (this.version > version) this.page.savedAt(this.version);
    this.resume();
    return this.isUnsaved || this.version > version;
  }

  schedule(pause) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.flush(), pause);
  }

  next() {
    let size = 0;
    let count = 0;
    for (const wish of this.pending) {
      size += JSON.stringify(wish).length;
      if (count && (count >= this.most || size > LONGEST_BATCH)) break;
      count += 1;
    }
    return { save: this.newKey(), version: this.version, wishes: this.pending.splice(0, count) };
  }

  async flush() {
    if (this.isSending || this.isClosed || this.isLeaving || !(this.batch || this.pending.length)) return;
    this.batch ??= this.next();
    this.since = null;
    this.isSending = true;
    this.told();
    const { save, version, wishes } = this.batch;
    const answer = await this.server.send("save", { save, version, changes: wishes });
    this.isSending = false;
    this.settle(answer);
  }

  // Sends what there is and waits: whether everything is with the server now, but the cells that wait for a choice.
  async allSaved() {
    for (let tries = 0; tries < 100 && (this.isSending || this.batch || this.pending.length); tries += 1) {
      if (this.isSending) await new Promise((then) => { window.setTimeout(then, 50); });
      else await this.flush();
      if (this.failures || this.isClosed) return false;
    }
    return !this.batch && !this.pending.length;
  }

  settle({ status, data }) {
    if (status === 200) this.succeed(data);
    else if (status === 409) this.outrun(data.record);
    else if (status === 401) this.askToSignIn(data?.error ?? "登录已过期，请重新登录");
    else if (status === 422) this.giveUp(data);
    else if (status === 413) this.lessen(data);
    else if ([400, 403, 404].includes(status) && data?.error) this.close(data.error, status);
    else this.wait(); // no answer, or not one of ours
    this.told();
    if (!this.failures && (this.pending.length || this.batch)) this.schedule(PAUSE);
    this.resume();
  }

  // What had to wait: for an answer, or for a word to be composed.
  resume() {
    if (this.isBehind && !this.batch) this.catchUp(true);
  }

  succeed(data) {
    const { wishes } = this.batch;
    const refused = data.cells.filter((cell) => cell.refused).map((cell) => [cell, this.base.text(cell) ?? ""]);
    performAll(this.base, wishes);
    for (const cell of data.cells) this.refused.delete(cellName(cell));
    for (const cell of data.cells) if (!cell.refused && this.base.text(cell) !== undefined) this.base.performOne(asWish(cell, cell.text));
    const written = new Set(this.pending.filter((wish) => wish.do === "set").map(cellName));
    for (const [cell, text] of refused) this.refuse(cell, text, written);
    // Done before, and answered in vain: how the server spells it is not told again. Or rows stand otherwise than here.
    this.isBehind ||= (!data.cells.length && !data.orders) || !this.agrees(data.orders ?? {});
    Object.assign(this, { version: data.version, at: data.at, batch: null, failures: 0 });
    this.page.answered(data.cells, written);
    this.page.savedAt(this.version);
  }

  // The rest is saved; this text stands on the page and is kept on this machine until it is written anew.
  refuse(cell, before, written) {
    if (this.base.text(cell) !== undefined) this.base.performOne(asWish(cell, before));
    const text = this.model.text(cell);
    if (text !== undefined && !written.has(cellName(cell))) this.refused.set(cellName(cell), asWish(cell, text));
  }

  agrees(orders) {
    return Object.entries(orders).every(([side, keys]) => !this.base.rows[side] || this.base.rows[side].map((row) => row.key).join() === keys.join());
  }

  wait() {
    this.failures += 1;
    this.schedule(RETRIES[Math.min(this.failures, RETRIES.length) - 1]);
  }

  // Tried again all the same: one may sign in in another window.
  askToSignIn(sentence) {
    this.wait();
    this.page.signInAgain(sentence);
  }

  // One wish could not be: it is taken out with what belongs to it and shown, to be copied; the rest is sent again.
  giveUp({ error, change = 0 }) {
    const { wishes } = this.batch;
    const given = wishes[change];
    const keys = given.do === "add" ? [given.row, given.twin].filter(Boolean) : [];
    const isOut = (wish) => wish === given || keys.includes(wish.row);
    const all = [...wishes, ...this.pending];
    this.batch = null;
    this.pending = all.filter((wish) => !isOut(wish));
    this.page.refused(error, all.filter(isOut));
    this.show();
    this.page.redrawn();
  }

  // Too much for one request: in halves, until it is one text that is too long by itself.
  lessen(data) {
    const { wishes } = this.batch;
    this.most = Math.max(1, Math.ceil(wishes.length / 2));
    if (wishes.length === 1) {
      this.giveUp({ error: data?.error ?? "内容太多，服务器没有接收" });
      return;
    }
    this.batch = null;
    this.pending = [...wishes, ...this.pending];
  }

  // The table may be changed no more; nothing is sent again by this page.
  close(sentence, status = 0) {
    if (this.isClosed) return;
    this.isClosed = true;
    this.failures += this.isUnsaved ? 1 : 0;
    this.page.closed(sentence, [...this.unsent, ...this.held.texts()], status);
    this.told();
  }

  outrun(record) {
    if (this.page.isComposing()) this.schedule(PAUSE); // a word that is being composed is not written over
    else this.adoptOthers(record);
  }

  adoptOthers(record) {
    const { base, version, unsent } = this;
    this.batch = null;
    this.refused.clear();
    this.failures = 0;
    const now = this.made(record);
    if (record.version === version) this.adopt(record, unsent, (at) => now.text(at), () => null);
    else this.adopt(record, unsent, (at) => base.text(at), (key) => base.find(key)?.row);
  }

  // Puts ``wishes`` on top of ``record``; cells in which both wrote wait for a choice, with one's own text on the screen.
  adopt(record, wishes, textBefore, rowBefore) {
    const before = this.base;
    this.base = this.made(record);
    const { kept, conflicts, left } = rebase(this.base, wishes, textBefore, rowBefore);
    Object.assign(this, { version: record.version, at: record.at, pending: kept });
    this.held.renew(this.base);
    this.held.add(conflicts);
    this.held.settle(before, this.newKey);
    this.show();
    if (left.length) this.page.refused("有的内容所在的行已不在，没有保存", left);
    this.page.adopted(record, differing(before, this.base));
    this.told();
    if (this.pending.length) this.schedule(0);
  }

  // How everything will stand once it is sent.
  ahead() {
    const model = this.made(this.base.record());
    performAll(model, this.unsent);
    return model;
  }

  show() {
    this.model.load(this.ahead().record());
    performAll(this.model, [...this.held.rows(), ...this.held.texts()]);
  }

  // A person has chosen. ``isMine``: one's own text goes on top of theirs.
  choose(name, isMine) {
    const conflict = this.held.choose(name);
    if (!conflict) return;
    if (isMine) this.pending = coalesced([...this.pending, ...insisted(conflict, this.ahead())]);
    this.show();
    this.told();
    this.schedule(0);
  }

  // Somebody else's save is told of by another page or by the server: taken in as soon as nothing is on its way.
  async catchUp(isOwn = false) {
    this.isBehind = true;
    if (this.batch) this.flush(); // what waits for a connection need not: it is there
    if (this.isSending || this.isClosed || this.batch || this.page.isComposing()) return;
    this.isBehind = false;
    const { status, data } = await this.server.read();
    if (status !== 200 || this.isClosed) return;
    if (this.isSending || this.batch || this.page.isComposing()) this.isBehind = true;
    else if (data.version > this.version || (isOwn && data.version === this.version)) this.adoptOthers(data);
  }

  leave() {
    this.isLeaving = true;
    if (!this.isUnsaved || this.isClosed) return;
    if (this.batch || this.pending.length) { // on its way already or not: under its name it is done once
      this.batch ??= this.next();
      this.server.sendLast("save", { save: this.batch.save, version: this.batch.version, changes: this.batch.wishes });
    }
    this.keep();
  }

  get state() {
    if (this.held.size) return "conflict";
    if (this.failures) return "failed";
    if (this.batch && this.isSending) return "saving";
    return this.isUnsaved ? "unsaved" : "saved";
  }

  tell() {
    this.page.said(this.state, { at: this.at, isKept: this.shelf.works, conflicts: this.held.size, refused: this.refused.size });
  }
}

function asWish({ path, row, field }, text) {
  return path !== undefined ? { do: "set", path, text } : { do: "set", row, field, text };
}
