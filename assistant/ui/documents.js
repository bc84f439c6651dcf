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
  CG.clicks.push(
    ["[data-document]", (link) => go({ doc: link.dataset.document })],
    ["[data-documents]", () => go({ doc: "" })],
  );
  CG.inputs.push(["#documents-search", find]);
})();
