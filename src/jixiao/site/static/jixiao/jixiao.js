// Every page works without this file. It only saves steps.

const scrollInto = (id) => document.getElementById(id)?.scrollIntoView({ block: "center" });

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  // A finding leads to its line and to its row at once: the two stand in panes of their own.
  const finding = link.closest(".findings li[data-line]");
  if (finding && link.hash) {
    document.querySelector(".findings li.current")?.classList.remove("current");
    finding.classList.add("current");
    setTimeout(() => {
      if (finding.dataset.line) scrollInto(`L${finding.dataset.line}`);
      if (finding.dataset.row) scrollInto(`r${finding.dataset.row}`);
    });
  }
  // A cell brings its line into sight, so that the two can be compared.
  if (link.classList.contains("cell")) {
    const line = link.closest("tr")?.querySelector("th a")?.hash.slice(1);
    const document_pane = document.getElementById("document");
    const there = line && document.getElementById(line);
    if (there && document_pane) document_pane.scrollTop = there.offsetTop - document_pane.clientHeight / 3;
    document.querySelector(".document li.current")?.classList.remove("current");
    there?.classList.add("current");
  }
  const editor = link.closest("#editor");
  if (editor && "close" in link.dataset) {
    event.preventDefault();
    editor.replaceChildren();
  }
});

// The document opens where its table begins, unless the address names a line.
for (const pane of document.querySelectorAll("[data-start]")) {
  const start = document.getElementById(pane.dataset.start);
  const head = start?.previousElementSibling ?? start;
  if (head && !location.hash.startsWith("#L")) pane.scrollTop = head.offsetTop;
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// After a cell was corrected the keyboard goes on from that cell.
document.addEventListener("corrected", (event) => document.getElementById(event.detail.value)?.focus());

// Drafts of findings lie in this browser: whoever signs out leaves none behind. See finding_draft.js.
document.addEventListener("submit", (event) => {
  if (!event.target.action.endsWith("/sign-out/")) return;
  const drafts = Object.keys(localStorage).filter((key) => key.startsWith("jixiao-finding/"));
  if (drafts.length && !confirm(`本机还有 ${drafts.length} 份没有提交的核验问题，退出后将删除。确定退出吗？`)) return event.preventDefault();
  for (const key of drafts) localStorage.removeItem(key);
  indexedDB.deleteDatabase("jixiao-findings");
});
