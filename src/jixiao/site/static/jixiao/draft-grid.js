// The table as a spreadsheet: a current cell, a selected block, editing in place. The cell's text is the td's own text;
// one textarea goes with the current cell, so that an input method for Chinese finds a field from the first key on.

export class Grid {
  // on: {set, act, copy, paste, typing} are told what the person does.
  constructor(table, on) {
    Object.assign(this, { table, on, body: table.tBodies[0], current: null, anchor: null, open: false });
    const heads = [...table.tHead.rows[0].cells].slice(1);
    this.columns = heads.map((head) => head.dataset.field);
    this.labels = heads.map((head) => head.textContent);
    this.merged = heads.map((head) => "merged" in head.dataset);
    this.narrow = matchMedia("(max-width: 720px)");
    this.box = document.createElement("textarea");
    this.box.className = "typing";
    this.box.rows = 1;
    this.box.spellcheck = false;
    this.#aria();
    this.#listen();
  }

  rows = () => [...this.body.rows];
  cells = (row) => [...row.cells].slice(1);
  uid = (cell) => cell.parentNode.id;
  field = (cell) => this.columns[cell.cellIndex - 1];
  cell = (uid, field) => document.getElementById(`c-${uid}-${field}`);
  text = (cell) => cell.textContent;
  texts = (row) => Object.fromEntries(this.cells(row).map((cell) => [this.field(cell), this.text(cell)]));

  write(cell, text) {
    for (const node of [...cell.childNodes]) if (node !== this.box) node.remove();
    cell.prepend(text);
  }

  #aria() {
    this.table.setAttribute("role", "grid");
    this.table.setAttribute("aria-multiselectable", "true");
    for (const row of this.table.rows) this.#dress(row);
    this.table.classList.add("live");
  }

  #dress(row) {
    row.setAttribute("role", "row");
    if (!this.narrow.matches) row.querySelector("a")?.setAttribute("tabindex", "-1"); // the cells are the keyboard's way
    for (const cell of row.cells) {
      const role = cell.tagName === "TD" ? "gridcell" : row.parentNode === this.body ? "rowheader" : "columnheader";
      cell.setAttribute("role", role);
    }
  }

  // A new row in front of `before`, or last; its cells get their names from the uid.
  add(uid, texts, before = null) {
    const row = document.getElementById("new-row").content.firstElementChild.cloneNode(true);
    this.body.insertBefore(row, before);
    this.#dress(row);
    this.name(row, uid);
    for (const cell of this.cells(row)) this.write(cell, texts[this.field(cell)] ?? "");
    return row;
  }

  // What a row between two others has from the start: the merged cells into which it is put.
  inherited(above, below) {
    const texts = {};
    if (!above || !below) return texts;
    for (const [at, field] of this.columns.entries()) {
      if (!this.merged[at]) continue;
      const text = this.text(above.cells[at + 1]);
      if (text !== this.text(below.cells[at + 1])) break;
      if (text) texts[field] = text;
    }
    return texts;
  }

  name(row, uid) {
    row.id = uid;
    row.querySelector("a").setAttribute("href", `${this.table.dataset.base}rows/${uid}/`);
    for (const cell of this.cells(row)) cell.id = `c-${uid}-${this.field(cell)}`;
  }

  // Row numbers, and the look of cells that repeat the cell above.
  renumber() {
    let above = [];
    this.rows().forEach((row, at) => {
      row.querySelector("b").textContent = at + 1;
      row.querySelector(".no").textContent = this.texts(row).no ?? "";
      let goesOn = at > 0;
      above = this.cells(row).map((cell, column) => {
        const text = this.text(cell);
        const same = this.merged[column] && goesOn && text === above[column];
        if (this.merged[column]) goesOn = same;
        cell.classList.toggle("same", same && text !== "");
        return text;
      });
    });
    document.getElementById("no-rows")?.toggleAttribute("hidden", this.body.rows.length > 0);
  }

  // marks: [[uid, field, tone, sentence, unreadable]]
  mark(marks) {
    for (const cell of this.body.querySelectorAll("td[title]")) {
      cell.classList.remove("error", "warning", "info");
      cell.removeAttribute("title");
      cell.removeAttribute("data-note");
    }
    for (const [uid, field, tone, sentence, unreadable] of marks) {
      const cell = this.cell(uid, field);
      if (!cell) continue;
      cell.classList.add(tone);
      cell.title = sentence;
      if (unreadable) cell.dataset.note = sentence;
    }
    if (this.current) this.#say();
  }

  select(cell, extend = false) {
    if (!cell || cell.tagName !== "TD") return;
    if (this.open) this.commit();
    if (!extend || !this.anchor?.isConnected) this.anchor = cell;
    this.rest(cell);
    this.box.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.#paint();
  }

  // Make a cell the current one: the only stop of the Tab key in the table.
  rest(cell) {
    this.current?.classList.remove("current");
    this.current = cell;
    cell.classList.add("current");
    cell.append(this.box);
    this.box.value = "";
    this.#say();
  }

  // What a screen reader says of the current cell, and what stands under the table's head.
  #say() {
    const { current: cell } = this;
    const label = this.labels[cell.cellIndex - 1];
    const row = cell.parentNode.rowIndex;
    this.box.setAttribute("aria-label", `第${row}行 ${label}：${this.text(cell) || "空"}${cell.title ? `；${cell.title}` : ""}`);
    this.box.toggleAttribute("aria-invalid", "note" in cell.dataset);
    this.on.at(`第 ${row} 行 · ${label}${cell.title ? `：${cell.title}` : ""}`, cell.title !== "");
  }

  // The selected block as rows of cells.
  block() {
    if (!this.current) return [];
    const anchor = this.anchor?.isConnected ? this.anchor : this.current;
    const [top, bottom] = [anchor, this.current].map((cell) => cell.parentNode.rowIndex).sort((a, b) => a - b);
    const [left, right] = [anchor, this.current].map((cell) => cell.cellIndex).sort((a, b) => a - b);
    return this.rows().slice(top - 1, bottom).map((row) => [...row.cells].slice(left, right + 1));
  }

  #paint() {
    for (const cell of this.body.querySelectorAll("[aria-selected]")) cell.removeAttribute("aria-selected");
    for (const cell of this.block().flat()) cell.setAttribute("aria-selected", "true");
  }

  edit(text = this.text(this.current)) {
    this.open = true;
    this.before = this.text(this.current);
    this.box.classList.add("open");
    if (this.box.value !== text) this.box.value = text;
    this.#grow();
  }

  commit() {
    if (!this.open) return;
    const [cell, text] = [this.current, this.box.value];
    this.#close();
    if (text !== this.before) this.fill([[cell, text]]);
  }

  #close() {
    this.open = false;
    this.box.classList.remove("open");
    this.box.removeAttribute("style");
    this.box.value = "";
    this.on.typing(null);
  }

  // Write texts into cells and tell: [[cell, text]].
  fill(pairs) {
    const changes = pairs
      .filter(([cell, text]) => this.text(cell) !== text)
      .map(([cell, text]) => ({ op: "set", uid: this.uid(cell), field: this.field(cell), old: this.text(cell), new: text }));
    for (const [cell, text] of pairs) this.write(cell, text);
    this.renumber();
    if (changes.length) this.on.set(changes);
  }

  #grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight + 2}px`;
  }

  #listen() {
    this.box.addEventListener("input", () => {
      if (!this.open) this.edit(this.box.value);
      this.#grow();
      this.on.typing({ uid: this.uid(this.current), field: this.field(this.current), old: this.before, new: this.box.value });
    });
    this.box.addEventListener("compositionstart", () => this.open || this.edit(""));
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.box.addEventListener("blur", () => this.commit());
    for (const kind of ["copy", "cut", "paste"]) {
      this.box.addEventListener(kind, (event) => {
        if (this.open) return;
        event.preventDefault();
        this.on[kind](event.clipboardData, this.block());
      });
    }
    this.body.addEventListener("mousedown", (event) => {
      const cell = event.target.closest("td");
      if (!cell || event.button || this.narrow.matches || event.target === this.box && this.open) return;
      event.preventDefault();
      this.select(cell, event.shiftKey);
    });
    this.body.addEventListener("mouseover", (event) => {
      if (event.buttons === 1 && this.anchor && !this.open) this.select(event.target.closest("td"), true);
    });
    this.body.addEventListener("dblclick", (event) => event.target.closest("td") === this.current && !this.open && this.edit());
  }

  #key(event) {
    if (event.isComposing) return;
    const name = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", event.key].filter(Boolean).join("+");
    const done = this.open ? this.#editing(name, event) : this.#moving(name, event);
    if (done) event.preventDefault();
  }

  #editing(name, event) {
    if (name === "Alt+Enter") {
      this.box.setRangeText("\n", this.box.selectionStart, this.box.selectionEnd, "end");
      this.box.dispatchEvent(new Event("input"));
      return true;
    }
    if (name === "Escape") {
      this.#close();
      return true;
    }
    if (name !== "Enter" && name !== "Tab") return false;
    this.commit();
    this.select(name === "Enter" ? this.#by(event.shiftKey ? -1 : 1, 0) : this.#next(event.shiftKey ? -1 : 1));
    return true;
  }

  #moving(name, event) {
    const far = { "Ctrl+ArrowUp": [-1e6, 0], "Ctrl+ArrowDown": [1e6, 0], "Ctrl+ArrowLeft": [0, -1e6], "Ctrl+ArrowRight": [0, 1e6] };
    const near = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-10, 0], PageDown: [10, 0] };
    const edge = { Home: [0, -1e6], End: [0, 1e6], "Ctrl+Home": [-1e6, -1e6], "Ctrl+End": [1e6, 1e6] };
    const step = { ...far, ...near, ...edge }[name];
    const acts = { "Alt+ArrowUp": "up", "Alt+ArrowDown": "down", "Ctrl+Enter": "insert", "Ctrl+Delete": "remove", "Ctrl+z": "undo", "Ctrl+y": "redo", "Ctrl+Z": "redo" };
    if (step) this.select(this.#by(...step), event.shiftKey);
    else if (acts[name]) this.on.act(acts[name]);
    else if (name === "F2" || name === "Enter") this.edit();
    else if (name === "Delete" || name === "Backspace") this.fill(this.block().flat().map((cell) => [cell, ""]));
    else if (name === "Tab") return this.#tab(event.shiftKey ? -1 : 1);
    else if (name === "Escape") this.leave();
    else if (name === "Ctrl+a") [this.anchor] = this.cells(this.rows()[0]), this.select(this.cells(this.rows().at(-1)).at(-1), true);
    else return false;
    return true;
  }

  // Tab goes from cell to cell; from the last it leaves the table, so that the keyboard is never caught.
  #tab(step) {
    const next = this.#next(step);
    if (next) this.select(next);
    return Boolean(next);
  }

  leave() {
    this.on.leave();
  }

  #by(down, right) {
    const rows = this.rows();
    const at = (value, most) => Math.min(Math.max(value, 0), most);
    const row = rows[at(this.current.parentNode.rowIndex - 1 + down, rows.length - 1)];
    return row.cells[1 + at(this.current.cellIndex - 1 + right, this.columns.length - 1)];
  }

  #next(step) {
    const cells = [...this.body.querySelectorAll("td")];
    return cells[cells.indexOf(this.current) + step];
  }
}
