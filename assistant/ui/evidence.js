// The evidence column of the shown tab; on a narrow window a sheet over it.
// A tab that has one writes {% include "panel.html" %} into its columns. Two kinds of links open it:
// a.cite with data-turn and data-number (an answer's citation), and a.cite with data-passage
// (any other citation; the steps go through the links of the nearest [data-cited]).
"use strict";
CG.evidence = (() => {
  const { el, NARROW } = CG;
  let opener = null; // the link that opened the evidence

  const panel = () => CG.current?.root.querySelector(".evidence") ?? null;
  const body = () => panel().querySelector(".evidence-body");
  const isSheet = () => panel()?.classList.contains("open") ?? false;

  const stale = async (path) => (await CG.fill(body(), path)) === undefined;
  function mark(link) {
    for (const other of document.querySelectorAll(".cite[aria-current]")) other.removeAttribute("aria-current");
    opener = link;
    opener?.setAttribute("aria-current", "true");
  }
  async function openCitation(turn, number, { focus = true } = {}) {
    if (await stale(`evidence/${encodeURIComponent(turn)}/${encodeURIComponent(number)}`)) return;
    mark(document.querySelector(
      `.cite[data-turn="${CSS.escape(turn)}"][data-number="${CSS.escape(number)}"]`,
    ));
    raise();
    reveal(focus);
  }
  async function openPassage(link, { focus = true } = {}) {
    if (await stale(`passages?id=${encodeURIComponent(link.dataset.passage)}`)) return;
    mark(link);
    steps(link);
    raise();
    reveal(focus);
  }
  function steps(link) {
    const place = body().querySelector(".steps");
    const links = [...(link.closest("[data-cited]")?.querySelectorAll(".cite[data-passage]") ?? [])];
    const first = new Map(); // each passage once, at its first mark
    for (const other of links) if (!first.has(other.dataset.passage)) first.set(other.dataset.passage, other);
    if (!place || first.size < 2) return place?.remove();
    const passages = [...first.keys()];
    const at = passages.indexOf(link.dataset.passage);
    const button = (by, sign, label) => {
      const made = el("button", { type: "button", "aria-label": label }, sign);
      made.disabled = !passages[at + by];
      made.onclick = () => openPassage(first.get(passages[at + by]));
      return made;
    };
    place.replaceChildren(
      button(-1, "‹", "Previous citation"),
      el("span", { class: "numbers" }, `${at + 1} of ${passages.length}`),
      button(1, "›", "Next citation"),
    );
  }
  async function openDocument(id, link) {
    if (await stale(`documents/${encodeURIComponent(id)}?panel=true`)) return;
    opener = link;
    raise();
    panel().scrollTop = 0;
    panel().focus({ preventScroll: true });
  }
  async function openPart(path, link) { // any other part of the server's, opened by this link
    if (await stale(path)) return;
    opener = link;
    raise();
    panel().scrollTop = 0;
    if (NARROW.matches) panel().focus({ preventScroll: true });
  }
  function raise() {
    panel().classList.add("filled");
    if (!NARROW.matches) return;
    panel().classList.add("open");
    panel().setAttribute("role", "dialog");
    panel().setAttribute("aria-modal", "true");
    document.documentElement.classList.add("cg-still");
    for (const other of behind()) other.inert = true;
  }
  function behind() {
    const beside = [...(panel()?.parentElement.children ?? [])].filter((part) => part !== panel());
    return [
      CG.header, ...document.querySelectorAll(".cg .filters-bar, #cg-tabs > .tab-wrapper"), ...beside,
    ];
  }
  function reveal(focus) {
    const place = panel();
    const cited = place.querySelector(".cited");
    if (!cited) return;
    place.scrollTop = 0;
    const box = cited.getBoundingClientRect();
    const from = place.getBoundingClientRect().top;
    const below = place.querySelector(".steps")?.offsetHeight ?? 0;
    const numbers = place.querySelector(".steps .numbers");
    const now = numbers?.querySelector("[aria-current]");
    if (now) numbers.scrollLeft = now.offsetLeft - numbers.offsetLeft - numbers.clientWidth / 2;
    if (box.bottom - from > place.clientHeight - below) {
      place.scrollTop = box.top - from - Math.max(80, (place.clientHeight - box.height) / 3);
    }
    if (focus) cited.focus({ preventScroll: true });
  }
  function close({ quiet = false } = {}) {
    const place = panel();
    if (!place) return;
    const had = isSheet() || place.contains(document.activeElement);
    place.classList.remove("open");
    place.removeAttribute("role");
    place.removeAttribute("aria-modal");
    document.documentElement.classList.remove("cg-still");
    for (const other of behind()) other.inert = false;
    if (had && !quiet && opener?.isConnected) opener.focus({ preventScroll: true });
  }
  function blank(root = CG.current.root) {
    root.querySelector(".evidence").classList.remove("filled");
    root.querySelector(".evidence-body").replaceChildren(
      el("p", { class: "muted hint-evidence" },
        "Choose a citation such as [1]: the passage it stands on appears here, in its place in the document."),
    );
  }
  const leave = () => (CG.current.leaveEvidence ?? close)();

  CG.clicks.push(
    [".cite[data-passage]", (link) => openPassage(link)],
    ["[data-document-panel]", (link) => openDocument(link.dataset.documentPanel, link)],
    [".evidence-close", () => leave()],
    ["[data-step]", (button) => {
      const links = [...panel().querySelectorAll(".steps a")];
      links[links.findIndex((link) => link.getAttribute("aria-current")) + Number(button.dataset.step)]?.click();
    }],
  );
  CG.escapes.push((event) => {
    if (!isSheet() && !panel()?.contains(event.target)) return false;
    leave();
    return true;
  });
  let touched = null; // where a finger took hold of the sheet
  document.addEventListener("touchstart", (event) => {
    touched = event.target.closest(".sheet-head") ? event.touches[0].clientY : null;
  }, { passive: true });
  document.addEventListener("touchend", (event) => {
    if (touched !== null && event.changedTouches[0].clientY - touched > 60) leave();
    touched = null;
  });
  NARROW.addEventListener("change", () => close({ quiet: true }));

  return { blank, close, isSheet, openCitation, openDocument, openPart, openPassage };
})();
