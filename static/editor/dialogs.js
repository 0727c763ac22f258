// What stops one for a moment: two texts in one cell, a session that has ended, a table that may be changed no more.

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// Cell by cell: what I wrote, what the other wrote, and a choice; or one choice for all.
export class Conflicts {
  // ``user``: who sits here, for one may meet oneself in another window. ``redrawn()``: after a choice.
  constructor({ box, form, saving, user, redrawn }) {
    Object.assign(this, { box, form, saving, user, redrawn });
    box.addEventListener("click", ({ target }) => this.clicked(target));
  }

  show(record) {
    if (record) this.by = record.by_id === this.user ? "您在另一窗口" : record.by;
    const conflicts = [...this.saving.conflicts];
    this.box.hidden = conflicts.length === 0;
    this.form.root.classList.toggle("has-conflicts", conflicts.length > 0);
    for (const cell of this.form.root.querySelectorAll("[data-conflict]")) delete cell.dataset.conflict;
    for (const [, { at }] of conflicts) {
      const cell = this.form.input(at)?.closest("[data-path]");
      if (cell) cell.dataset.conflict = "1";
    }
    if (!conflicts.length) return;
    this.box.querySelector("[data-by]").textContent = this.by || "他人";
    this.box.querySelector("tbody").replaceChildren(...conflicts.map(([name, conflict]) => this.line(name, conflict)));
  }

  line(name, conflict) {
    const theirs = conflict.removal ? Object.values(conflict.theirs).filter(Boolean).join("　") : conflict.theirs ?? "（已删除这一行）";
    const mine = conflict.removal ? "（删除这一行）" : conflict.mine || "（空）";
    return element(
      "tr", {}, element("th", { scope: "row" }, this.place(name, conflict)), element("td", { textContent: mine }),
      element("td", { textContent: theirs || "（空）" }),
      element("td", { className: "text-nowrap" }, this.choice("用我的", "mine", name), " ", this.choice("用对方的", "theirs", name)),
    );
  }

  // A row that somebody has removed is named by what it said.
  where({ at, row, removal, theirs }) {
    const name = row ? this.form.rowName(row) : "";
    if (removal) return `您删除、对方又修改的“${name}”`;
    const place = this.form.input(at) ? this.form.name(at) : "";
    return theirs === undefined ? `${place}：对方已删除的“${name}”` : place;
  }

  // A click goes to the cell.
  place(name, conflict) {
    const button = element("button", { type: "button", className: "btn btn-sm btn-link text-start p-0", textContent: this.where(conflict) });
    button.dataset.go = name;
    return button;
  }

  go(name) {
    const input = this.form.input(this.saving.held.get(name).at);
    if (!input) return;
    input.focus({ preventScroll: true });
    input.scrollIntoView({ block: "center" });
  }

  choice(text, kind, name) {
    const button = element("button", { type: "button", className: "btn btn-sm btn-outline-primary", textContent: text });
    button.dataset[kind] = name;
    return button;
  }

  clicked({ dataset }) {
    if (dataset.go) this.go(dataset.go);
    if (dataset.all) {
      for (const name of [...this.saving.conflicts.keys()]) this.saving.choose(name, dataset.all === "mine");
    } else if (dataset.mine ?? dataset.theirs) this.saving.choose(dataset.mine ?? dataset.theirs, dataset.mine !== undefined);
    else return;
    this.redrawn();
  }
}

// Signing in again in place, as the same person.
export class SignIn {
  constructor({ dialog, server, url, user, then }) {
    Object.assign(this, { dialog, server, url, user, then });
    this.said = dialog.querySelector("[role=alert]");
    dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit(event.target);
    });
    dialog.addEventListener("cancel", (event) => event.preventDefault());
  }

  // ``sentence``: why, as the server says it. ``isKept``: whether this machine keeps the text, should the page be closed.
  open(sentence, isKept) {
    if (this.dialog.open) return;
    const kept = isKept ? "您写的内容还在这一页上，也已暂存本机" : "您写的内容还在这一页上，请不要关闭这一页";
    this.dialog.querySelector("h2").textContent = sentence;
    this.dialog.querySelector("[data-kept]").textContent = `${kept}，登录后自动保存。`;
    this.said.textContent = "";
    this.dialog.showModal();
    this.dialog.querySelector("[name=password]").focus();
  }

  // Also when one has signed in elsewhere, in another window.
  close() {
    if (this.dialog.open) this.dialog.close();
  }

  async submit(form) {
    const { username, password } = form.elements;
    const { status, data } = await this.server.signIn(this.url, username.value, password.value);
    password.value = "";
    if (status === 200 && data.user === this.user) {
      this.close();
      this.then();
      return;
    }
    if (status === 200) this.said.textContent = "您以另一个人登录了，没有保存。请用原来的账号登录。";
    else this.said.textContent = data?.error ?? "没有连上服务器，请稍后再试。您写的内容还在这一页上。";
    password.focus();
  }
}

// Texts that cannot be saved are shown, to be copied; those of earlier times stay.
export class LeftOver {
  constructor(box, form) {
    this.box = box;
    this.form = form;
    this.lines = [];
  }

  show(sentence, wishes) {
    this.lines.push(...wishes.map((wish) => this.line(wish)).filter(Boolean));
    const text = this.box.querySelector("textarea");
    this.box.hidden = false;
    this.box.querySelector("[data-sentence]").textContent = sentence;
    text.value = this.lines.join("\n");
    this.box.querySelector("[data-copy]").hidden = text.hidden = !this.lines.length;
  }

  line(wish) {
    if (wish.do === "set") return wish.text && `${this.form.name(wish)}：${wish.text}`;
    return wish.do === "add" ? Object.values(wish.texts).filter(Boolean).join("\t") : "";
  }
}
