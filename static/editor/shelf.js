// What has not reached the server yet, kept in this browser: one entry a page, taken over by another page once its own is gone.

const BEAT = 2000;
const LEASE = 7000; // of a page that is seen; browsers let a hidden one act once a minute only
const LEASE_HIDDEN = 90000;

export class Shelf {
  constructor(user, name) {
    this.prefix = `perfgoals.${user}.${name}.`;
    this.page = Math.random().toString(36).slice(2);
    this.works = this.attempt((storage) => storage.setItem(`${this.prefix}tried`, "1"));
    this.attempt((storage) => storage.removeItem(`${this.prefix}tried`));
    this.beat();
    this.sweep();
    window.setInterval(() => this.beat(), BEAT);
    window.addEventListener("pagehide", () => this.stop());
    window.addEventListener("pageshow", () => {
      this.isStopped = false;
      this.beat();
    });
    document.addEventListener("visibilitychange", () => this.beat());
  }

  // Whether it could be done: the storage may be full, or forbidden altogether.
  attempt(act) {
    try {
      act(window.localStorage);
      return true;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return false;
    }
  }

  // The page goes: it is told of as hidden once more behind this, and must not seem alive by that.
  stop() {
    this.isStopped = true;
    this.attempt((storage) => storage.removeItem(`${this.prefix}beat.${this.page}`));
  }

  beat() {
    if (this.isStopped) return;
    const until = Date.now() + (document.hidden ? LEASE_HIDDEN : LEASE);
    this.attempt((storage) => storage.setItem(`${this.prefix}beat.${this.page}`, String(until)));
  }

  isAlive(page) {
    return Date.now() < Number(window.localStorage.getItem(`${this.prefix}beat.${page}`) ?? 0);
  }

  // ``works`` tells whether this very text is kept, for a small one may fit where a large one does not.
  put(entry) {
    this.works = this.attempt((storage) => storage.setItem(`${this.prefix}kept.${this.page}`, JSON.stringify(entry)));
  }

  clear() {
    this.drop(this.page);
  }

  drop(page) {
    this.attempt((storage) => storage.removeItem(`${this.prefix}kept.${page}`));
    if (page !== this.page) this.attempt((storage) => storage.removeItem(`${this.prefix}beat.${page}`));
  }

  // The entry of a page that is no more, or null: {page, entry}. It stays until it is dropped.
  left() {
    let found = null;
    this.attempt((storage) => {
      for (const page of this.pages(storage, "kept.")) {
        if (found || page === this.page || this.isAlive(page)) continue;
        const entry = read(storage.getItem(`${this.prefix}kept.${page}`));
        if (entry) found = { page, entry };
      }
    });
    return found;
  }

  pages(storage, kind) {
    const start = this.prefix + kind;
    return Object.keys(storage).filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
  }

  sweep() {
    this.attempt((storage) => {
      for (const page of this.pages(storage, "beat.")) {
        if (!this.isAlive(page) && storage.getItem(`${this.prefix}kept.${page}`) === null) storage.removeItem(`${this.prefix}beat.${page}`);
      }
    });
  }
}

// null for what is no entry: whoever sits at this machine can write there.
function read(text) {
  try {
    const entry = JSON.parse(text);
    return Array.isArray(entry.wishes) && entry.before && entry.rows ? entry : null;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    return null;
  }
}
