// The Prepare tab: a meeting in one line, the note beside its evidence, every line editable.
"use strict";
(() => {
  const { call, el, failure, go, say } = CG;
  let shown = null; // the address of the note that is on the page
  const checks = new Map(); // line → the last check, so that a slow one never overrules a later
  const root = CG.tab({
    name: "prepare", keys: ["prepare"], show: showPrepare, start: begin,
    home: () => ({ prepare: shown?.prepare ?? "", ...shown }),
    leave: () => CG.evidence.close({ quiet: true }),
  });

  // The tab hangs in the document only once it was opened: what is in it is found from its root.
  const $ = (id) => root.querySelector(`#${id}`);

  function begin() {
    CG.evidence.blank(root);
  }
  function meeting() {
    const data = new FormData($("meeting"));
    return Object.fromEntries(data.entries());
  }
  function state({ topic, ours, theirs, length, language, scope }) {
    const found = { prepare: topic, for: ours, with: theirs, length, language };
    if (scope && scope !== "all") found.scope = scope;
    return found;
  }
  function put(now) {
    const form = $("meeting");
    form.topic.value = now.prepare ?? "";
    for (const [field, value] of [["ours", now.for], ["theirs", now.with], ["length", now.length], ["language", now.language], ["scope", now.scope ?? "all"]]) {
      if (value && form[field] && [...form[field].options].some((option) => option.value === value)) form[field].value = value;
    }
  }
  async function showPrepare(now) {
    document.title = "Prepare · Common Ground";
    if (!now.prepare || JSON.stringify(now) === JSON.stringify(shown)) return;
    put(now);
    await fetchNote(now);
  }
  async function fetchNote(now) {
    const form = $("meeting");
    const button = form.querySelector("[type=submit]");
    $("note-notice").replaceChildren();
    button.disabled = true;
    const waiting = setTimeout(() => $("note-notice").replaceChildren(el("p", { class: "progress" }, "Preparing …")), 300);
    try {
      const response = await call("prepare", { method: "POST", body: JSON.stringify(meeting()) });
      $("note").innerHTML = await response.text();
      shown = now;
      checks.clear();
      CG.evidence.blank(root);
      document.title = `${$("note").querySelector("h2").textContent} · Common Ground`;
      root.querySelector(".paper").scrollTop = 0;
      say("The note is ready.");
      clearTimeout(waiting);
      $("note-notice").replaceChildren();
    } catch (error) {
      clearTimeout(waiting);
      $("note-notice").replaceChildren(failure(error.message));
    } finally {
      button.disabled = false;
    }
  }

  // --- editing ------------------------------------------------------------------------
  const textOf = (line) => line.querySelector(".words").textContent.replace(/\s+/g, " ").trim();
  const isChanged = (line) => textOf(line) !== line.dataset.before;
  function edits() {
    return [...root.querySelectorAll("[data-line]")].filter(isChanged).map((line) => ({
      section: line.dataset.section, place: Number(line.dataset.place), text: textOf(line),
    }));
  }
  async function checkLine(line) {
    const undo = root.querySelector("[data-undo]");
    if (undo) undo.hidden = edits().length === 0;
    const told = line.querySelector(".edit-state");
    const text = textOf(line);
    line.classList.toggle("edited", isChanged(line));
    line.classList.remove("broken");
    told.replaceChildren();
    if (!isChanged(line)) return;
    if (!text) return told.replaceChildren(" removed from the downloads");
    if (line.dataset.own === "1") return told.replaceChildren(" edited");
    const passages = [...line.querySelectorAll(".cite[data-passage]")].map((link) => link.dataset.passage);
    const ticket = Symbol();
    checks.set(line, ticket);
    told.replaceChildren(" checking …");
    try {
      const body = { text, before: line.dataset.before, passages, language: meeting().language };
      const { problem } = await CG.json("prepare/line", { method: "POST", body: JSON.stringify(body) });
      if (checks.get(line) !== ticket) return;
      line.classList.toggle("broken", Boolean(problem));
      told.replaceChildren(problem ? ` ✕ no longer follows from its citation: ${problem}` : " ✓ edited; still follows from its citation");
    } catch (error) {
      if (checks.get(line) === ticket) told.replaceChildren(failure(`Not checked: ${error.message}`));
    }
  }
  document.addEventListener("focusout", (event) => {
    const line = event.target.closest?.("[data-line]");
    if (line && root.contains(line) && event.target.matches(".words")) checkLine(line);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.(".words")) return;
    if (event.key === "Enter") {
      event.preventDefault();
      event.target.blur();
    }
    if (event.key === "Escape") {
      const line = event.target.closest("[data-line]");
      event.target.textContent = line.dataset.before;
      event.target.blur();
    }
  });

  // --- taking it away -----------------------------------------------------------------
  async function take(button) {
    const form = button.dataset.file;
    button.disabled = true;
    try {
      const body = JSON.stringify({ ...meeting(), edits: edits(), form });
      const response = await call("prepare/file", { method: "POST", body });
      const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("content-disposition") ?? "");
      const link = el("a", { download: named ? decodeURIComponent(named[1]) : `talking-points.${form}` });
      link.href = URL.createObjectURL(await response.blob());
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      say("Downloaded.");
    } catch (error) {
      $("note-notice").replaceChildren(failure(error.message));
    } finally {
      button.disabled = false;
    }
  }
  CG.clicks.push(
    ["[data-meeting]", (link) => {
      put({ prepare: link.dataset.topic, for: link.dataset.ours, with: link.dataset.theirs });
      go(state(meeting()));
    }],
    ["[data-file]", take],
    ["[data-print]", () => {
      root.querySelector(".sources-list").open = true; // a printed note has its sources
      print();
    }],
    ["[data-undo]", (button) => {
      for (const line of root.querySelectorAll("[data-line]")) {
        line.querySelector(".words").textContent = line.dataset.before;
        checkLine(line);
      }
      button.hidden = true;
    }],
  );
  CG.submits.push(["#meeting", () => {
    shown = null;
    go(state(meeting()));
  }]);
})();
