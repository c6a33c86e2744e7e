// The drafting page. Without this file every row has a form of its own.

import { htmlOf, isOneText, plainOf, slim } from "./draft-clipboard.js";
import { Grid } from "./draft-grid.js";
import { Saver } from "./draft-save.js";

const page = document.getElementById("drafting-data");
const table = document.getElementById("grid");
const [saving, notices, offers, note] = ["saving", "notices", "offers", "cell-note"].map((id) => document.getElementById(id));

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const grid = new Grid(table, {
  at: (text, grave) => {
    note.textContent = text;
    note.classList.toggle("late", grave);
  },
  set: (changes) => saver.push("changes/", changes),
  act: (name) => acts[name](),
  copy: (data, block) => {
    const rows = block.map((row) => row.map(grid.text));
    data.setData("text/plain", plainOf(rows));
    data.setData("text/html", htmlOf(rows));
  },
  cut: (data, block) => {
    grid.on.copy(data, block);
    grid.fill(block.flat().map((cell) => [cell, ""]));
  },
  paste: (data, block) => {
    const [plain, html] = [data.getData("text/plain"), data.getData("text/html")];
    if (isOneText(plain, html)) return grid.fill(block.flat().map((cell) => [cell, plain.replace(/\r?\n$/, "")]));
    const first = block[0][0];
    saver.push("paste/", { plain, html: slim(html), uid: grid.uid(first), field: grid.field(first) });
  },
  typing: (change) => saver.typing(change),
  leave: () => document.querySelector(".tools button:enabled")?.focus(),
});

const SAID = {
  saving: () => ["正在保存……"],
  saved: (time) => [`已保存 ${time}`],
  retrying: () => ["未保存，正在重试。输入的内容留在本机，不会丢失。"],
  full: () => ["本机存储已满，请尽快保存，不要关闭页面。"],
  "signed-out": () => [
    "未保存：登录已过期。输入的内容留在本机，请",
    make("a", { href: page.dataset.signIn, target: "_blank", textContent: "重新登录" }),
    "，回到本页会自动保存。",
  ],
};

const saver = new Saver(table.dataset.base, page.dataset.account, Number(page.dataset.version), grid.columns, {
  state: (state, time) => {
    saving.hidden = false;
    saving.className = `saving ${state}`;
    saving.replaceChildren(...SAID[state](time));
  },
  answer: show,
  refused: (edit, sentence) => {
    notices.append(make("p", { className: "message error" }, sentence));
    if (edit.to === "changes/") keepTyped(edit);
  },
});

// Show what the server answered: changed rows, their order, marks, totals, conflicts.
function show(answer, edit) {
  (edit.rows ?? []).forEach((made, at) => {
    const uid = answer.inserted[at];
    saver.rename(made, uid);
    const row = document.getElementById(made);
    if (row) grid.name(row, uid);
  });
  const pending = saver.pending();
  for (const { uid, cells } of answer.rows) {
    const row = document.getElementById(uid) ?? grid.add(uid, cells);
    for (const cell of grid.cells(row)) {
      const field = grid.field(cell);
      const typing = grid.open && cell === grid.current;
      if (!typing && !pending.has(`${uid} ${field}`) && grid.text(cell) !== (cells[field] ?? "")) grid.write(cell, cells[field] ?? "");
    }
  }
  order(answer.order);
  grid.renumber();
  grid.mark(answer.marks);
  turns(answer);
  panel(answer.panel);
  if (answer.notice) notices.append(make("p", { className: "message warning" }, answer.notice));
  if (answer.report) notices.insertAdjacentHTML("beforeend", answer.report);
  if (answer.conflicts) notices.insertAdjacentHTML("afterbegin", answer.conflicts);
  const hidden = answer.fields.filter((field) => !grid.columns.includes(field));
  if (hidden.length && !location.search.includes("columns=") && !document.getElementById("more-columns")) {
    const link = make("a", { href: location.pathname, textContent: "显示这些列" });
    notices.append(make("p", { id: "more-columns", className: "message info" }, "有内容的列还没有全部显示。", link));
  }
}

// Rows in the server's order; a row that was just made here stays behind the row that it was put behind.
function order(uids) {
  const known = new Set(uids);
  for (const row of grid.rows()) if (!known.has(row.id) && !row.id.startsWith("new-")) remove(row);
  let before = grid.body.firstElementChild;
  for (const uid of uids) {
    while (before?.id.startsWith("new-")) before = before.nextElementSibling;
    const row = document.getElementById(uid);
    if (!row) continue;
    if (row === before) before = before.nextElementSibling;
    else move(row, before);
  }
}

// Put a row before another without taking the keyboard away from it.
function move(row, before) {
  const held = row.contains(document.activeElement);
  grid.body.insertBefore(row, before);
  if (held) grid.box.focus({ preventScroll: true });
}

function remove(row) {
  if (row.contains(grid.current)) {
    grid.commit();
    const beside = row.nextElementSibling ?? row.previousElementSibling;
    if (beside) grid.select(beside.cells[grid.current.cellIndex]);
    else grid.current = null;
  }
  row.remove();
}

function turns({ undo, redo }) {
  for (const [id, word, summary] of [["undo", "撤销", undo], ["redo", "恢复", redo]]) {
    const button = document.getElementById(id);
    button.disabled = !summary;
    button.title = summary ? `${word}：${summary}` : `没有可以${word}的编辑`;
  }
}

function panel(html) {
  const side = document.getElementById("panel");
  const tops = [...side.querySelectorAll(".pane-body")].map((pane) => pane.scrollTop);
  const opened = new Set([...side.querySelectorAll("details[open] > summary")].map((each) => each.firstChild.textContent));
  side.innerHTML = html;
  side.querySelectorAll(".pane-body").forEach((pane, at) => (pane.scrollTop = tops[at] ?? 0));
  for (const summary of side.querySelectorAll("details > summary")) {
    if (opened.has(summary.firstChild.textContent)) summary.parentNode.open = true;
  }
}

let made = 0;
const rowNow = () => grid.current?.parentNode;
const acts = {
  insert() {
    const row = rowNow();
    const after = row?.id ?? grid.rows().at(-1)?.id ?? "";
    const uid = `new-${Date.now()}-${made++}`;
    const cells = grid.inherited(row, row?.nextElementSibling);
    const fresh = grid.add(uid, cells, row ? row.nextElementSibling : null);
    grid.renumber();
    saver.push("changes/", [{ op: "insert", after, cells, uid: "" }], { rows: [uid] });
    grid.select(fresh.cells[grid.current?.cellIndex ?? 1]);
  },
  remove() {
    const row = rowNow();
    if (!row) return;
    saver.push("changes/", [{ op: "remove", uid: row.id, cells: grid.texts(row), after: "" }]);
    remove(row);
    grid.renumber();
  },
  up: () => shift(rowNow(), rowNow()?.previousElementSibling, false),
  down: () => shift(rowNow(), rowNow()?.nextElementSibling, true),
  undo: () => saver.push("undo/", null),
  redo: () => saver.push("redo/", null),
};

function shift(row, beside, down) {
  if (!row || !beside) return;
  move(row, down ? beside.nextElementSibling : beside);
  const after = row.previousElementSibling?.id ?? "";
  grid.renumber();
  row.scrollIntoView({ block: "nearest" });
  saver.push("changes/", [{ op: "move", uid: row.id, after, before_after: "" }]);
}

// What was typed and refused is shown, so that nothing typed is lost.
function keepTyped({ body }) {
  const typed = body.filter(({ op }) => op === "set").map((change) => make("li", {}, `${labelOf(change.field)}：${change.new}`));
  if (typed.length) notices.append(make("ul", { className: "message warning typed" }, "没有保存的内容：", ...typed));
}

const labelOf = (field) => grid.labels[grid.columns.indexOf(field)] ?? field;

// What an earlier window could not save.
function offer(left) {
  const sets = left.edits.flatMap(({ body }) => (Array.isArray(body) ? body : [])).filter(({ op }) => op === "set");
  const list = sets.slice(0, 5).map((change) => make("li", {}, `${labelOf(change.field)}：${change.new || "（清空）"}`));
  const box = make("section", { className: "message warning" }, `上次有 ${left.edits.length} 次编辑没有保存到服务器：`, make("ul", {}, ...list));
  const button = (text, act) => make("button", { type: "button", textContent: text, onclick: () => (act(), box.remove()) });
  box.append(button("现在保存", () => saver.resume(left)), " ", button("放弃", () => saver.forget(left)));
  offers.append(box);
  offers.hidden = false;
}

function begin() {
  for (const left of saver.left()) offer(left);
  document.getElementById("keys").hidden = false;
  document.body.classList.add("scripted");
  for (const button of document.querySelectorAll("[data-do]")) {
    button.hidden = false;
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the cell keeps the keyboard
    button.addEventListener("click", () => acts[button.dataset.do]());
  }
  for (const id of ["undo", "redo"]) {
    document.getElementById(id).addEventListener("click", (event) => (event.preventDefault(), acts[id]()));
  }
  grid.renumber();
  if (!grid.narrow.matches && grid.body.rows.length) {
    document.getElementById("rows").tabIndex = -1;
    grid.rest(grid.rows()[0].cells[1]);
  }
  note.textContent = "点一格直接输入；按 F2 修改；可以整块复制、粘贴";
}

document.addEventListener("click", (event) => {
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) {
    event.preventDefault();
    dismiss.closest("section").remove();
  }
  const cell = event.target.closest("a[href^='#c-']") && document.getElementById(event.target.closest("a").hash.slice(1));
  if (cell) {
    event.preventDefault();
    grid.select(cell);
  }
});

if ("closed" in page.dataset) table.classList.remove("live");
else begin();
