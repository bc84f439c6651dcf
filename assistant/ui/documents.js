// The Documents tab: the list, and one document's page.
"use strict";
(() => {
  const { $, el, failure, go, text } = CG;
  let loaded = null; // the list, once it has been asked for
  const root = CG.tab({ name: "documents", keys: ["doc"], show: showDocuments });

  async function showDocuments({ doc: id }) {
    try {
      loaded ??= text("documents").then((html) => void (root.innerHTML = html));
      await loaded;
    } catch (error) {
      loaded = null;
      root.replaceChildren(failure(error.message));
      return;
    }
    const page = root.querySelector("#document-page");
    const list = root.querySelector("#documents-list");
    page.hidden = !id;
    list.hidden = Boolean(id);
    document.title = "Documents · Common Ground";
    if (!id) return;
    try {
      page.innerHTML = await text(`documents/${encodeURIComponent(id)}`);
      document.title = `${page.querySelector("h2").textContent} · Common Ground`;
    } catch (error) {
      const back = el("a", { href: "?doc=", "data-documents": "" }, "All documents");
      page.replaceChildren(failure(error.message), el("p", {}, back));
    }
    scrollTo(0, 0);
    page.focus({ preventScroll: true });
  }
  function find(field) {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of root.querySelectorAll("tbody tr[data-words]")) {
      row.hidden = !words.every((word) => row.dataset.words.includes(word));
      if (!row.hidden) shown += 1;
    }
    $("documents-count").textContent = shown === 1 ? "1 document" : `${shown} documents`;
    $("documents-none").hidden = shown > 0;
  }
  // --- adding -------------------------------------------------------------------------
  let adding = Promise.resolve(); // files are sent one after the other
  const state = (words) => ($("add-state").textContent = words);
  const handling = () => {
    const until = $("add-embargo").value;
    return $("add-handling").value + (until ? `, embargo until ${until}` : "");
  };
  function addAll(files) {
    const chosen = [...files];
    if (!chosen.length) return;
    const marked = handling();
    const rows = chosen.map((file) => row(file.name));
    adding = adding.then(() => addEach(chosen, rows, marked));
  }
  function row(name) {
    const bar = el("progress", { max: "100", value: "0", "aria-label": `Sending ${name}` });
    const told = el("span", { class: "muted" }, "waiting");
    const made = el("li", {}, el("strong", {}, name), " ", bar, " ", told);
    $("add-rows").append(made);
    return { made, bar, told };
  }
  async function addEach(files, rows, marked) {
    let added = 0;
    for (const [place, file] of files.entries()) {
      try {
        const result = await send(file, rows[place], marked);
        if (!result.error && !result.duplicate_of) added += 1;
        finished(rows[place], result);
      } catch (error) {
        finished(rows[place], { error: error.message });
      }
    }
    if (added) await index(added === 1 ? "1 document added." : `${added} documents added.`);
    else state("Nothing new was added.");
  }
  // XMLHttpRequest, because fetch does not tell how much has been sent
  function send(file, { bar, told }, marked) {
    const where = new URLSearchParams({ name: file.name, handling: marked });
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", `page/library/files?${where}`);
      request.setRequestHeader("content-type", "application/octet-stream");
      request.upload.onprogress = (event) => (bar.value = (100 * event.loaded) / event.total);
      request.upload.onload = () => {
        bar.removeAttribute("value"); // sent; how long reading takes is not known
        told.textContent = "reading";
      };
      request.onerror = () => reject(new Error("The server does not answer. Try again."));
      request.onload = () => {
        let answer = {};
        try {
          answer = JSON.parse(request.responseText);
        } catch {
          answer = { error: "The server failed on this file. Its log says more." };
        }
        if (request.status === 200) resolve(answer);
        else reject(new Error(answer.error || "The server refused this file."));
      };
      told.textContent = "sending";
      request.send(file);
    });
  }
  function finished({ made, bar, told }, result) {
    bar.remove();
    told.className = result.error ? "failure" : "muted";
    const warned = (result.warnings ?? []).map((words) => ` (${words})`).join("");
    if (result.error) told.textContent = `not added. ${result.error}`;
    else if (result.duplicate_of) told.textContent = `known already: ${result.duplicate_of}`;
    else told.textContent = `added${warned}`;
    made.dataset.done = result.error ? "failed" : "added";
  }
  async function index(told) {
    try {
      for await (const line of CG.linesOf(await CG.call("library/index", { method: "POST" }))) {
        if (line.type === "progress") state(`${line.label}: ${line.done} of ${line.total}`);
        if (line.type === "failed") throw new Error(line.message);
      }
      await refresh();
      state(`${told} Answers can rest on it now.`);
      CG.say(told);
    } catch (error) {
      state(`${told} But it cannot be searched yet. ${error.message}`);
    }
  }
  // the list anew, with the part for adding left as it is
  async function refresh() {
    const fresh = el("div");
    fresh.innerHTML = await text("documents");
    root.querySelector("tbody").replaceWith(fresh.querySelector("tbody"));
    find($("documents-search"));
    const own = root.querySelector("tbody [data-remove]") !== null;
    for (const choice of document.querySelectorAll("[data-sources]")) choice.hidden = !own;
    const parts = el("div");
    parts.innerHTML = (await CG.json("start")).header;
    $("rests").replaceWith(parts.querySelector("#rests"));
  }
  // --- removing -----------------------------------------------------------------------
  async function remove({ dataset: { remove: id, title } }) {
    const undo = $("removed");
    await go({ doc: "" });
    undo.hidden = false;
    undo.replaceChildren(`Removing “${title}” …`);
    try {
      await CG.json(`library/${encodeURIComponent(id)}`, { method: "DELETE" });
      await refresh();
      const back = el("button", { type: "button", class: "plain", "data-restore": id }, "Undo");
      undo.replaceChildren(`“${title}” is removed; nothing of it is kept after an hour. `, back);
      back.focus();
    } catch (error) {
      undo.replaceChildren(failure(error.message));
    }
  }
  async function restore({ dataset: { restore: id } }) {
    const undo = $("removed");
    undo.replaceChildren("Taking it back …");
    try {
      await CG.json(`library/${encodeURIComponent(id)}/restore`, { method: "POST" });
      await refresh();
      undo.replaceChildren("It is back.");
    } catch (error) {
      undo.replaceChildren(failure(error.message));
    }
  }
  root.addEventListener("change", (event) => {
    if (event.target.id !== "add-files") return;
    addAll(event.target.files);
    event.target.value = "";
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    root.addEventListener(kind, (event) => {
      if (!$("drop") || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      $("drop").classList.toggle("over", kind === "dragover");
      if (kind !== "drop") return;
      $("adding").open = true;
      addAll(event.dataTransfer.files);
    });
  }
  CG.clicks.push(
    ["[data-remove]", remove],
    ["[data-restore]", restore],
    ["[data-document]", (link) => go({ doc: link.dataset.document })],
    ["[data-documents]", () => go({ doc: "" })],
  );
  CG.inputs.push(["#documents-search", find]);
})();
