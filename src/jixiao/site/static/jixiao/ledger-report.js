// Saves the report that is being written. Without this file the form is handed in all the same.
// What is not yet saved lies in the browser's storage: a cut network, an ended session, a closed window lose nothing.

const WAIT = 800; // milliseconds after the last key
const RETRY = [2, 5, 10, 30]; // seconds
const FILES = ["evidence", "use", "csrfmiddlewaretoken", "from", "seen"];

const written = (form) => [...new FormData(form)].filter(([name]) => !FILES.includes(name));

class Draft {
  constructor(form) {
    this.form = form;
    this.key = form.dataset.keep;
    this.status = form.querySelector("[data-saving]");
    this.saved = JSON.stringify(written(form));
    this.tries = 0;
    this.restore();
    form.addEventListener("input", () => this.typed(WAIT));
    form.addEventListener("change", () => this.typed(0));
  }

  // What an earlier window left is put back into the form: what it had not saved, and what it had saved while this
  // page was on its way.
  restore() {
    const left = JSON.parse(localStorage.getItem(this.key) ?? "null");
    const { seen } = this.form.elements;
    if (!left || left.fields === this.saved || (left.saved && left.seen <= Number(seen.value))) return localStorage.removeItem(this.key);
    if (this.form.querySelector("[aria-invalid=true]")) return;
    for (const [name, value] of JSON.parse(left.fields)) {
      const field = this.form.elements[name];
      if (field) field.value = value;
    }
    seen.value = left.seen;
    this.say(left.saved ? `已自动保存 ${left.saved}` : "已找回上次没有保存的内容。");
    if (left.saved) this.saved = left.fields;
    else this.typed(0);
  }

  keep(fields, more) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ fields, seen: Number(this.form.elements.seen.value), ...more }));
    } catch {
      this.say("本机存储已满，请尽快报送，不要关闭页面。", true);
    }
  }

  typed(wait) {
    const fields = JSON.stringify(written(this.form));
    if (fields === this.saved) return;
    this.keep(fields);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  // Saves until the server knows what stands in the form. One request at a time.
  save() {
    clearTimeout(this.timer);
    this.running ??= this.#saving().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  async #saving() {
    while (this.form.isConnected && JSON.stringify(written(this.form)) !== this.saved) {
      if (!(await this.#send())) return;
    }
  }

  async #send() {
    const body = new FormData(this.form);
    for (const name of ["evidence", "use"]) body.delete(name);
    const fields = JSON.stringify(written(this.form));
    this.say("正在保存……");
    const request = { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" };
    const response = await fetch(this.form.dataset.draft, request).catch(() => null);
    if (response?.ok) {
      const answer = await response.json();
      this.form.elements.seen.value = answer.seen;
      this.saved = fields;
      this.tries = 0;
      const now = JSON.stringify(written(this.form));
      this.keep(now, { saved: now === fields && answer.saved });
      const note = this.form.querySelector("[data-note]");
      note.hidden = !answer.note && !note.querySelector("textarea").value;
      this.say(`已自动保存 ${answer.saved}`);
      return true;
    }
    if (response && [409, 422].includes(response.status)) {
      this.#replace(await response.text());
      return false;
    }
    this.#later(response);
    return false;
  }

  // Somebody else was quicker: the answer shows both texts side by side.
  #replace(html) {
    const card = this.form.closest("article");
    localStorage.removeItem(this.key);
    const made = document.createElement("template");
    made.innerHTML = html.trim();
    const next = made.content.firstElementChild;
    card.replaceWith(next);
    window.htmx?.process(next);
    watch(next);
    next.querySelector("[role=alert]")?.focus();
  }

  #later(response) {
    if (response && (response.type === "opaqueredirect" || response.status === 403)) {
      return this.say("登录已过期，还没有保存。内容留在本机，请在另一窗口重新登录，回到本页会自动保存。", true);
    }
    this.say("网络不通，还没有保存。内容留在本机，恢复后自动保存。", true);
    this.timer = setTimeout(() => this.save(), RETRY[Math.min(this.tries++, RETRY.length - 1)] * 1000);
  }

  say(text, wrong = false) {
    this.status.textContent = text;
    this.status.classList.toggle("wrong", wrong);
  }
}

const drafts = new Map();

function watch(root) {
  for (const form of root.querySelectorAll("form[data-draft]")) if (!drafts.has(form)) drafts.set(form, new Draft(form));
}

// A report goes after the draft that is on its way, or the two would meet as strangers.
document.addEventListener(
  "submit",
  (event) => {
    const draft = drafts.get(event.target);
    if (!draft) return;
    clearTimeout(draft.timer);
    if (!draft.running) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    draft.running.then(() => draft.form.isConnected && draft.form.requestSubmit(button));
  },
  true,
);
document.addEventListener("htmx:beforeSwap", (event) => {
  const draft = drafts.get(event.detail.elt);
  if (draft && event.detail.xhr.status < 300) localStorage.removeItem(draft.key);
});
document.addEventListener("htmx:sendError", (event) => drafts.get(event.detail.elt)?.say("网络不通，没有报送。内容都在，请稍后再按“报送”。", true));
document.addEventListener("htmx:load", (event) => watch(event.detail.elt.parentElement ?? event.detail.elt));
for (const event of ["online", "focus"]) addEventListener(event, () => drafts.forEach((draft) => draft.form.isConnected && draft.save()));
watch(document);
