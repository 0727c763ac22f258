// Who else is in the table, and whether somebody has saved: asked every few seconds, told at once between the pages of one browser.

const EVERY = 15000;

export class Presence {
  constructor({ server, saving, box, newKey, channel, say, words }) {
    Object.assign(this, { server, saving, box, say, words });
    this.tab = newKey();
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(channel) : null;
    if (this.channel) this.channel.onmessage = ({ data }) => { if (data > this.saving.version) this.saving.catchUp(); };
    window.setInterval(() => { if (!document.hidden) this.ask(); }, EVERY);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.ask(); });
    window.addEventListener("pagehide", () => this.server.sendLast("presence", { tab: this.tab, leaving: true }));
    window.addEventListener("pageshow", ({ persisted }) => { if (persisted) this.ask(); });
    this.ask();
  }

  saved(version) {
    this.channel?.postMessage(version);
  }

  async ask() {
    const { status, data } = await this.server.send("presence", { tab: this.tab, leaving: false });
    const others = status === 200 ? data.others.map((each) => each.name) : [];
    this.box.textContent = others.length ? `${others.join("、")} ${this.words.others}` : "";
    this.box.hidden = !others.length;
    if ((status === 404 || status === 403) && data?.error) this.saving.close(data.error, status);
    if (status !== 200) return;
    if (this.saving.failures) this.saving.flush(); // the server is there again
    if (data.may_write === false) this.saving.close(this.words.closed);
    else if (data.version > this.saving.version) await this.saving.catchUp();
  }
}
