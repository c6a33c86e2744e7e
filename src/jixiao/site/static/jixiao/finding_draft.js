// Keeps what is being written about a finding in the browser until the server has it: texts in the local storage,
// photos in IndexedDB. Without this file the form is sent like any other.

const PREFIX = "jixiao-finding/"; // also known to jixiao.js, which wipes the drafts at sign-out
const PHOTOS = "jixiao-findings";
const LEFT_OUT = ["evidence", "csrfmiddlewaretoken"];

const form = document.querySelector("form[data-draft]");
const status = form?.querySelector("[data-saving]");
const files = form?.querySelector("input[type=file]");
const clock = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });

const say = (text, wrong = false) => {
  status.textContent = text;
  status.classList.toggle("late", wrong);
};

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function photos(mode) {
  const opening = indexedDB.open(PHOTOS, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("photos");
  const base = await done(opening);
  base.onversionchange = () => base.close();
  return base.transaction("photos", mode).objectStore("photos");
}

const keepPhotos = async (id, chosen) => done((await photos("readwrite")).put(chosen, id));
const photosOf = async (id) => (await done((await photos("readonly")).get(id))) ?? [];
const dropPhotos = async (id) => done((await photos("readwrite")).delete(id));

class Draft {
  constructor() {
    this.sending = false;
    this.pending = false; // handed in, but there was no network
    form.addEventListener("input", () => this.keepSoon());
    form.addEventListener("change", (event) => (event.target === files ? this.keepFiles() : this.keepSoon()));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    addEventListener("online", () => (this.pending ? this.send() : this.keep()));
    addEventListener("offline", () => this.keep());
    addEventListener("pagehide", () => this.timer && this.keep());
    document.addEventListener("submit", (event) => event.target !== form && this.rest()); // signing out wipes the draft
    addEventListener("storage", (event) => {
      if (event.key === this.key && event.newValue) say("同一份草稿在另一个页面也打开着，请只在一个页面填写。", true);
    });
    form.querySelector("[data-discard] button").addEventListener("click", () => this.discard());
  }

  get id() {
    return form.elements.client_id.value;
  }

  get key() {
    return `${PREFIX}${form.dataset.draft}/${this.id}`;
  }

  // The newest draft of this form, unless the server has just said what is wrong with what was sent.
  async restore() {
    const mine = `${PREFIX}${form.dataset.draft}/`;
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(mine));
    const drafts = keys.map((key) => [key, JSON.parse(localStorage.getItem(key))]);
    drafts.sort(([, one], [, other]) => other.at - one.at);
    const found = form.querySelector("[role=alert], .field-error") ? null : drafts[0];
    if (found) {
      for (const [name, value] of found[1].fields) if (form.elements[name]) form.elements[name].value = value;
      this.pending = found[1].pending;
    }
    await this.restorePhotos();
    if (!found) return;
    form.querySelector("[data-discard]").hidden = false;
    say(`已找回本机草稿（${new Date(found[1].at).toLocaleString("zh-CN")}），请核对后提交。`);
    if (this.pending && navigator.onLine) this.send();
  }

  async restorePhotos() {
    const chosen = await photosOf(this.id).catch(() => []);
    if (!chosen.length) return;
    const carrier = new DataTransfer();
    for (const photo of chosen) carrier.items.add(photo);
    files.files = carrier.files;
    this.list();
  }

  rest() {
    clearTimeout(this.timer);
    this.timer = null;
  }

  keepSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), 300);
  }

  keep() {
    this.rest();
    const fields = [...new FormData(form)].filter(([name]) => !LEFT_OUT.includes(name));
    try {
      localStorage.setItem(this.key, JSON.stringify({ fields, at: Date.now(), pending: this.pending }));
    } catch {
      return say("本机存储已满，没有保存。请不要关闭页面，联网后尽快提交。", true);
    }
    form.querySelector("[data-discard]").hidden = false;
    say(navigator.onLine ? `草稿已保存在本机 ${clock()}` : `已离线保存 ${clock()}，恢复网络后提交。`);
  }

  async keepFiles() {
    this.list();
    try {
      await keepPhotos(this.id, [...files.files]);
      this.keep();
    } catch {
      say("照片没有存到本机，请不要关闭页面，联网后尽快提交。", true);
    }
  }

  list() {
    const shown = [...files.files].map((file) => {
      const line = document.createElement("li");
      line.textContent = file.name;
      return line;
    });
    form.querySelector("[data-photos]").replaceChildren(...shown);
  }

  async send() {
    if (this.sending) return;
    this.sending = this.pending = true;
    this.keep();
    if (navigator.onLine) say("正在提交……");
    try {
      await this.answered(await this.post());
    } finally {
      this.sending = false;
    }
  }

  // null where there is no network
  post() {
    const request = { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } };
    return fetch(location.href, { ...request, redirect: "manual" }).catch(() => null);
  }

  async answered(response) {
    if (response === null) {
      this.keep();
      return say(`已离线保存 ${clock()}，没有网络。恢复网络后自动提交，请保留本页。`);
    }
    this.pending = false;
    if (response.ok) {
      const { to } = await response.json();
      await this.wipe();
      return location.assign(to);
    }
    if (response.status === 422) return this.refused(await response.json());
    this.keep();
    say("没有提交：登录已过期或页面太旧。草稿已保存在本机，请刷新页面，重新登录后提交。", true);
  }

  // What was sent before as something else goes on under a number of its own.
  async refused({ wrong, client_id }) {
    if (client_id !== this.id) {
      await this.wipe();
      form.elements.client_id.value = client_id;
      await keepPhotos(client_id, [...files.files]).catch(() => null);
    }
    this.keep();
    say(wrong.join(" "), true);
  }

  async wipe() {
    this.rest();
    localStorage.removeItem(this.key);
    await dropPhotos(this.id).catch(() => null);
  }

  async discard() {
    if (!confirm("删除本机草稿和照片？删除后不能恢复。")) return;
    await this.wipe();
    location.reload();
  }
}

if (form) new Draft().restore();
