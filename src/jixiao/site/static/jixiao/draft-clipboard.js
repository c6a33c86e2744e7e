// Blocks of cells on their way to and from a spreadsheet.

const KEPT = new Set(["rowspan", "colspan", "hidden"]);
const MOST = 600_000; // characters of HTML worth sending; the plain text says the rest

const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

// Rows of texts as spreadsheets write them.
export const plainOf = (rows) => rows.map((row) => row.map(quoted).join("\t")).join("\n");

export function htmlOf(rows) {
  const table = document.createElement("table");
  for (const row of rows) {
    const line = table.insertRow();
    for (const text of row) {
      const cell = line.insertCell();
      text.split("\n").forEach((part, at) => cell.append(...(at ? [document.createElement("br")] : []), part));
    }
  }
  return table.outerHTML;
}

// The copied HTML without what a spreadsheet dresses it in: only what says which cells are merged or hidden, and line
// breaks. Styles are put aside before it is parsed, because the page's own policy looks at them even in a copy.
export function slim(html) {
  const undressed = html
    .replace(/<style[^]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
  const copied = new DOMParser().parseFromString(undressed, "text/html");
  if (!copied.querySelector("table")) return "";
  for (const element of copied.querySelectorAll("script, meta, link, col, colgroup, title")) element.remove();
  for (const element of copied.body.querySelectorAll("*")) {
    if (/display\s*:\s*none/i.test(element.dataset.style ?? "")) element.hidden = true;
    for (const { name } of [...element.attributes]) if (!KEPT.has(name)) element.removeAttribute(name);
  }
  const bare = copied.body.innerHTML.replaceAll(' hidden=""', ' style="display:none"');
  return bare.length > MOST ? "" : bare;
}

// Whether what is pasted is one text and no block.
export const isOneText = (plain, html) => !/[\t\n]/.test(plain.replace(/\r?\n$/, "")) && !/<t[dh][\s>][^]*<t[dh][\s>]/i.test(html);
