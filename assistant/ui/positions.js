// The Positions tab: a table of topics by parties, its filters, a cell's statements, a picture;
// and its second view, two texts side by side.
"use strict";
(() => {
  const { fill, go, note } = CG;
  const FIELDS = ["topics", "parties", "ladder", "since", "until"];
  let shown = null; // the query of the table on the page
  let drawn = null; // the query of the picture on the page
  let compared = null; // what stands side by side, in the second view
  let beside = null; // the query of what stands side by side on the page
  const root = CG.tab({
    name: "positions", keys: ["positions"], show: showPositions, start: begin,
    home: () => ({ positions: "", ...(compared ?? chosen()) }),
    leave: () => CG.evidence.close({ quiet: true }),
  });

  // The tab hangs in the document only once it was opened: what is in it is found from its root.
  const $ = (id) => root.querySelector(`#${id}`);

  function begin() {
    CG.evidence.blank(root);
    hint(false);
    root.addEventListener("reset", () => setTimeout(changed));
    root.addEventListener("change", (event) => {
      if (event.target.closest("#ground-form")) draw();
      if (event.target.name === "group") group(event.target.value);
      if (event.target.closest("#texts-form")) compare(event.target);
    });
  }
  function hint(texts) {
    root.querySelector(".hint-evidence").textContent = texts
      ? "Choose [source]: the statement appears here, in its place in the text."
      : "Choose a cell: the statements it rests on appear here, the firmest first, each with its source.";
  }
  function group(members) { // a topic group is a choice of topics
    const wanted = new Set(members.split(",").filter(Boolean));
    for (const box of root.querySelectorAll('[data-pick="topics"] input[type="checkbox"]')) box.checked = wanted.has(box.value);
    changed();
  }
  function chosen() {
    const form = $("positions-filters");
    const state = {};
    for (const name of ["topics", "parties", "ladder"]) {
      const boxes = [...form.querySelectorAll(`[data-pick="${name}"] input[type="checkbox"]:checked`)];
      if (boxes.length) state[name] = boxes.map((box) => box.value).join(",");
    }
    for (const name of ["since", "until"]) if (form[name].value.trim()) state[name] = form[name].value.trim();
    return state;
  }
  function put(now) { // the filters as the address has them
    const form = $("positions-filters");
    for (const name of ["topics", "parties", "ladder"]) {
      const wanted = new Set((now[name] ?? "").split(",").filter(Boolean));
      for (const box of form.querySelectorAll(`[data-pick="${name}"] input[type="checkbox"]`)) box.checked = wanted.has(box.value);
    }
    for (const name of ["since", "until"]) form[name].value = now[name] ?? "";
    labels();
  }
  function labels() {
    let number = 0;
    for (const pick of root.querySelectorAll(".pick")) {
      const names = [...pick.querySelectorAll("input:checked")].map((box) => box.dataset.label);
      pick.querySelector(".pick-value").textContent = names.length > 2 ? `${names.length} chosen` : names.join(", ") || "any";
      pick.classList.toggle("chosen", names.length > 0);
      number += names.length;
    }
    $("positions-clear").hidden = !number && !Object.keys(chosen()).length;
    $("positions-csv").href = `page/positions/csv?${new URLSearchParams(chosen())}`;
  }
  let timer = null;
  function changed() {
    labels();
    clearTimeout(timer);
    timer = setTimeout(() => go({ positions: "", ...chosen() }, { replace: true, focus: false }), 250);
  }
  async function showPositions(now) {
    document.title = "Positions · Common Ground";
    view(now);
    if ("compare" in now) return showTexts(now);
    const query = new URLSearchParams();
    for (const name of FIELDS) if (now[name]) query.set(name, now[name]);
    if (shown !== String(query)) {
      put(now);
      const filled = await fill($("positions-table"), `positions/table?${query}`);
      if (filled !== undefined) shown = filled ? String(query) : null;
      if (!filled) return;
      draw();
      fill($("positions-changes"), `positions/changes?${query}`);
    }
    const cell = now.cell && root.querySelector(`[data-cell][data-topic="${CSS.escape(now.cell.split("~")[0])}"][data-party="${CSS.escape(now.cell.split("~")[1] ?? "")}"]`);
    if (cell) await openCell(cell, { quiet: true });
  }
  function view(now) {
    const texts = "compare" in now;
    const changes = $("positions-texts").hidden === texts;
    $("positions-by-topic").hidden = texts;
    $("positions-texts").hidden = !texts;
    root.querySelector(".filters-bar").hidden = texts;
    root.querySelector(".columns").classList.toggle("reading", texts);
    for (const link of root.querySelectorAll("[data-view]")) {
      if ((link.dataset.view === "texts") === texts) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (!texts) compared = null;
    if (changes) {
      CG.evidence.blank(root);
      hint(texts);
    }
  }
  async function showTexts(now) {
    compared = {};
    for (const name of ["compare", "first", "second"]) if (now[name] !== undefined) compared[name] = now[name];
    const query = String(new URLSearchParams(compared));
    if (beside === query) return;
    const filled = await fill($("positions-texts"), `positions/texts?${query}`);
    if (filled !== undefined) beside = filled ? query : null;
  }
  function compare(field) { // another set of texts begins with two of its own
    const { elements, dataset } = $("texts-form");
    const next = { compare: elements.compare.value };
    if (field.name !== "compare") {
      const other = elements[field.name === "first" ? "second" : "first"];
      if (other.value === field.value) other.value = dataset[field.name]; // the two change places
      Object.assign(next, { first: elements.first.value, second: elements.second.value });
    }
    go({ positions: "", ...next }, { focus: false }).then(() => root.querySelector(`#texts-form [name=${field.name}]`)?.focus());
  }
  async function openCell(button, { quiet = false } = {}) {
    const { topic, party } = button.dataset;
    const { ladder, since, until } = chosen();
    const query = new URLSearchParams({ topic, party });
    for (const [name, value] of Object.entries({ ladder, since, until })) if (value) query.set(name, value);
    for (const other of root.querySelectorAll("[data-cell][aria-current]")) other.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
    if (!quiet) note({ positions: "", ...chosen(), cell: `${topic}~${party}` });
    await CG.evidence.openPart(`positions/cell?${query}`, button);
  }
  async function draw() {
    const form = $("ground-form");
    const { topics } = chosen();
    const query = new URLSearchParams({ first: form.first.value, second: form.second.value });
    if (topics) query.set("topics", topics);
    if (drawn === String(query)) return;
    drawn = String(query);
    if ((await fill($("ground-picture"), `positions/ground?${query}`)) === false) drawn = null;
  }
  CG.clicks.push(
    ["[data-cell]", (button) => openCell(button)],
    ["[data-view]", (link) => go(link.dataset.view === "texts" ? { positions: "", compare: "" } : { positions: "", ...chosen() }, { focus: false })],
    ["[data-filters-toggle]", (button) => {
      const open = button.parentElement.querySelector(".filters").classList.toggle("open");
      button.setAttribute("aria-expanded", String(open));
    }],
  );
  CG.inputs.push(["#positions-filters", (_form, event) => {
    if (!event.target.matches(".pick-find, [name=group]")) changed();
  }]);
  CG.submits.push(["#positions-filters", () => changed()], ["#ground-form", () => draw()]);
})();
