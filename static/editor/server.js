// What is asked of the server. Every answer is {status, data}; status 0 when there was none, or none that is ours.

const LONGEST = 30000;

function cookie(name) {
  const found = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

export class Server {
  // ``user``: who opened the page; the server answers 401 when somebody else has signed in since.
  constructor(urls, csrfCookie, user = "") {
    Object.assign(this, { urls, csrfCookie, user });
  }

  headers() {
    return { "Content-Type": "application/json", "X-CSRFToken": cookie(this.csrfCookie), "X-Requested-With": "XMLHttpRequest", "X-Page-Of": String(this.user) };
  }

  async ask(url, options) {
    const stop = new AbortController();
    const timer = window.setTimeout(() => stop.abort(), LONGEST);
    try {
      const response = await fetch(url, { credentials: "same-origin", cache: "no-store", signal: stop.signal, ...options });
      const isJson = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
      const data = isJson ? await response.json() : null;
      return response.ok && !isJson && response.status !== 204 ? { status: 0, data: null } : { status: response.status, data };
    } catch (error) {
      // No connection, cut in the middle of the answer, or too long.
      if (error instanceof TypeError || error instanceof SyntaxError || error.name === "AbortError") return { status: 0, data: null };
      throw error;
    } finally {
      window.clearTimeout(timer);
    }
  }

  send(name, data) {
    return this.ask(this.urls[name], { method: "POST", headers: this.headers(), body: JSON.stringify(data) });
  }

  // While the page goes: nobody waits for the answer, and what is too long for this way stays on the shelf.
  sendLast(name, data) {
    fetch(this.urls[name], { method: "POST", credentials: "same-origin", keepalive: true, headers: this.headers(), body: JSON.stringify(data) })
      .catch(() => null);
  }

  read() {
    return this.ask(this.urls.read, { headers: this.headers() });
  }

  get(name, parameters) {
    return this.ask(`${this.urls[name]}?${new URLSearchParams(parameters)}`, {});
  }

  signIn(url, username, password) {
    const headers = { "X-CSRFToken": cookie(this.csrfCookie) };
    return this.ask(url, { method: "POST", headers, body: new URLSearchParams({ username, password }) });
  }
}
