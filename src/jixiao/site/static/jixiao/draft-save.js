// Sends edits one after the other and loses none: what is not yet saved stays in the browser's storage, survives a
// cut network, an ended session and a closed window, and is offered again.

const RETRY = [2, 5, 10, 30]; // seconds

export class Saver {
  // base: address of the draft's pages; owner: the account; on: {state, answer, refused} are told what happens.
  constructor(base, owner, version, columns, on) {
    Object.assign(this, { base, version, columns, on, queue: [], editing: null, busy: false, tries: 0 });
    this.prefix = `jixiao-draft:${owner}:${base}:`;
    this.store = this.prefix + Math.random().toString(36).slice(2);
    for (const event of ["online", "focus"]) addEventListener(event, () => this.#again());
    addEventListener("beforeunload", (event) => this.unsaved && event.preventDefault());
  }

  get unsaved() {
    return this.queue.length > 0 || this.editing !== null;
  }

  push(to, body, more = {}) {
    const repeats = to !== "changes/" || body.some((change) => change.op === "insert");
    this.queue.push({ to, body, key: repeats ? crypto.getRandomValues(new Uint32Array(4)).join("-") : "", ...more });
    this.#keep();
    this.#run();
  }

  // What is being typed and not yet left: {uid, field, old, new}, or null.
  typing(change) {
    this.editing = change;
    this.#keep();
  }

  // Cells with a text that the server does not know yet.
  pending() {
    const sets = this.queue.flatMap((each) => (each.to === "changes/" ? each.body : [])).filter(({ op }) => op === "set");
    return new Set(sets.map(({ uid, field }) => `${uid} ${field}`));
  }

  // A row that was made here has its uid now.
  rename(from, to) {
    for (const each of this.queue) {
      for (const change of Array.isArray(each.body) ? each.body : [each.body ?? {}]) {
        for (const name of ["uid", "after"]) if (change[name] === from) change[name] = to;
      }
    }
    if (this.editing?.uid === from) this.editing.uid = to;
    this.#keep();
  }

  // What an earlier window left unsaved: [{store, edits}].
  left() {
    const found = [];
    for (const store of Object.keys(localStorage)) {
      if (!store.startsWith(this.prefix) || store === this.store) continue;
      const { queue = [], editing } = JSON.parse(localStorage.getItem(store));
      const edits = editing ? [...queue, { to: "changes/", body: [{ op: "set", ...editing }], key: "" }] : queue;
      if (edits.length) found.push({ store, edits });
      else localStorage.removeItem(store);
    }
    return found;
  }

  resume({ store, edits }) {
    this.queue.push(...edits);
    this.#keep();
    localStorage.removeItem(store);
    this.#run();
  }

  forget({ store }) {
    localStorage.removeItem(store);
  }

  #keep() {
    try {
      if (this.unsaved) localStorage.setItem(this.store, JSON.stringify({ queue: this.queue, editing: this.editing }));
      else localStorage.removeItem(this.store);
    } catch {
      this.on.state("full");
    }
  }

  #again() {
    if (!this.queue.length) return;
    clearTimeout(this.timer);
    this.#run();
  }

  async #run() {
    if (this.busy) return;
    this.busy = true;
    while (this.queue.length) {
      this.on.state("saving");
      if (!(await this.#send(this.queue[0]))) break;
    }
    this.busy = false;
  }

  // Whether to go on with the next edit.
  async #send(edit) {
    const response = await this.#post(edit).catch(() => null);
    if (response?.ok) {
      const answer = await response.json();
      this.version = answer.version;
      this.tries = 0;
      this.#done();
      this.on.answer(answer, edit);
      if (!this.queue.length) this.on.state("saved", answer.saved);
      return true;
    }
    if (response && [400, 404, 409, 413].includes(response.status)) {
      const said = await response.json().catch(() => ({}));
      this.#done();
      this.on.refused(edit, said.sentence ?? "服务器没有接受这次编辑。");
      return true;
    }
    const signedOut = response && (response.type === "opaqueredirect" || response.status === 403);
    this.on.state(signedOut ? "signed-out" : "retrying");
    const wait = RETRY[Math.min(this.tries++, RETRY.length - 1)];
    this.timer = setTimeout(() => this.#run(), wait * 1000);
    return false;
  }

  #done() {
    this.queue.shift();
    this.#keep();
  }

  #post({ to, body, key }) {
    const headers = {
      Accept: "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "",
      "X-Draft-Version": String(this.version),
      "X-Draft-Columns": this.columns.join(","),
    };
    if (key) headers["Idempotency-Key"] = key;
    return fetch(this.base + to, { method: "POST", headers, body: JSON.stringify(body), redirect: "manual" });
  }
}
