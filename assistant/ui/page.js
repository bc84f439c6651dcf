// The page's behaviour. Markup comes escaped from the server (assistant/ui/templates);
// what is written here by hand goes through textContent only.
"use strict";
(() => {
  const NARROW = matchMedia("(max-width: 56rem)");
  const roots = { "cg-header": block("header"), "cg-ask": block("div"), "cg-documents": block("div") };
  const $ = (id) => document.getElementById(id);
  let conversation = null; // id of the conversation on the page
  let running = null; // {controller, article} of the answer being written
  let opener = null; // the link that opened the evidence
  let documentsLoaded = null;

  function block(name) {
    const made = document.createElement(name);
    made.className = "cg";
    return made;
  }
  function el(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  // --- the server ---------------------------------------------------------------------
  async function call(path, options = {}) {
    let response;
    try {
      response = await fetch("page/" + path, {
        headers: options.body ? { "content-type": "application/json" } : {},
        ...options,
      });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Error("The server does not answer. Check that it is running, then try again.");
    }
    if (!response.ok) {
      const told = await response.json().catch(() => ({}));
      throw new Error(told.error || "The server failed on this. Try again; its log says more.");
    }
    return response;
  }
  const text = async (path) => (await call(path)).text();
  const json = async (path, options) => (await call(path, options)).json();

  // --- address ------------------------------------------------------------------------
  function address() {
    const given = new URLSearchParams(location.search);
    return { c: given.get("c"), e: given.get("e"), doc: given.get("doc"), q: given.get("q") };
  }
  function go(state, { replace = false, focus = true } = {}) {
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(state)) {
      if (value !== null && value !== undefined) query.set(key, value);
    }
    for (const [key, value] of new URLSearchParams(location.search)) {
      if (key.startsWith("__")) query.set(key, value); // gradio's own, such as __theme
    }
    const url = location.pathname + (query.size ? "?" + query : "");
    history[replace ? "replaceState" : "pushState"]({}, "", url);
    return show({ focus });
  }
  async function show({ focus = true } = {}) {
    const now = address();
    if (now.doc !== null) {
      selectTab("documents");
      closeEvidence({ quiet: true });
      await showDocuments(now.doc);
      return;
    }
    selectTab("ask");
    document.title = "Common Ground";
    if (now.q) {
      go({}, { replace: true, focus: false });
      ask({ question: now.q });
      return;
    }
    if (now.c !== conversation) await openConversation(now.c);
    if (now.e && now.c) {
      const [turn, number] = now.e.split(".");
      await openEvidence(turn, number, { focus });
    } else {
      closeEvidence({ quiet: !focus });
    }
  }
  function selectTab(name) {
    const button = $(`cg-${name}-tab-button`);
    if (button && button.getAttribute("aria-selected") !== "true") button.click();
  }

  // --- asking -------------------------------------------------------------------------
  function chosenFilters() {
    const form = $("filters");
    const found = {};
    for (const box of form.querySelectorAll("input:checked")) {
      (found[box.name] ??= []).push(box.value);
    }
    for (const name of ["since", "until"]) {
      if (form[name].value.trim()) found[name] = form[name].value.trim();
    }
    if (form.scope && form.scope.value !== "all") found.scope = form.scope.value;
    return found;
  }
  async function ask({ question = "", retry = null }) {
    if (running) return;
    notice("");
    const controller = new AbortController();
    const article = retry ? $(`turn-${retry}`) : provisional(question);
    running = { controller, article, done: false };
    if (retry) clearAnswer(article);
    progress("Searching …");
    $("empty").hidden = true;
    $("send").hidden = true;
    $("stop").hidden = false;
    toTop(running.article);
    const body = retry ? { retry } : { question, conversation, filters: chosenFilters() };
    try {
      const response = await call("ask", {
        method: "POST", body: JSON.stringify(body), signal: controller.signal,
      });
      for await (const line of linesOf(response)) heard(line, question);
      if (!running.done) brokenOff("The answer broke off. Your question is kept; ask again.");
    } catch (error) {
      if (error.name === "AbortError") brokenOff("Stopped. What stands above had passed its checks.");
      else if (running.turn) brokenOff(`${error.message} Your question is kept.`);
      else refuse(error.message, question);
    } finally {
      progress(null);
      running = null;
      $("send").hidden = false;
      $("stop").hidden = true;
    }
  }
  async function* linesOf(response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read().catch((error) => {
        if (error.name === "AbortError") throw error;
        return { done: true };
      });
      if (done) return;
      rest += value;
      const lines = rest.split("\n");
      rest = lines.pop();
      for (const line of lines) if (line.trim()) yield JSON.parse(line);
    }
  }
  function heard(line, question) {
    const part = (name) => running.article.querySelector("." + name);
    if (line.type === "turn" || line.type === "failed") {
      swapArticle(line.html);
      running.turn = line.turn;
      running.done = line.type === "failed";
      conversation = line.conversation;
      history.replaceState({}, "", withTheme(`?c=${encodeURIComponent(conversation)}`));
      if (line.type === "turn") progress("Searching …");
    } else if (line.type === "progress") {
      progress(line.message);
    } else if (line.type === "sentence") {
      addSentence(part("sentences"), line);
    } else if (line.type === "answer") {
      finish(part, line);
    } else if (line.type === "refused") {
      running.done = true;
      refuse(line.message, question);
    }
  }
  function addSentence(place, line) {
    let group = place.lastElementChild;
    const lead = group?.dataset.lead ?? null;
    if (!group || (line.lead !== null && line.lead !== lead)) {
      group = el("p", { class: "group" });
      if (line.lead !== null) {
        group.dataset.lead = line.lead;
        group.append(el("strong", { class: "lead-in" }, line.lead));
      }
      place.append(group);
    }
    group.insertAdjacentHTML("beforeend", line.html + " ");
  }
  function finish(part, line) {
    running.done = true;
    progress(null);
    part("head").innerHTML = line.head;
    const whole = el("div");
    whole.innerHTML = line.sentences;
    const plain = (node) => node.textContent.replace(/\s+/g, " ").trim();
    if (plain(whole) !== plain(part("sentences"))) part("sentences").innerHTML = line.sentences;
    part("sentences").lang = line.language;
    part("foot").innerHTML = line.foot;
    if (line.warning) part("foot").prepend(el("p", { class: "changed" }, line.warning));
    loadConversations();
    toTop(running.article);
    const first = running.article.querySelector(".cite");
    if (first && !NARROW.matches) {
      openEvidence(first.dataset.turn, first.dataset.number, { focus: false });
    }
  }
  function toTop(article) {
    if ($("turns").childElementCount > 1) article.scrollIntoView({ block: "start" });
  }
  function provisional(question) {
    const article = el(
      "article", { class: "turn" },
      el("div", { class: "question" }, el("p", { class: "who" }, "You"), el("h2", {}, question)),
      el("div", { class: "answer" },
        el("p", { class: "who" }, "Answer"), el("div", { class: "head" }),
        el("div", { class: "sentences" }), el("p", { class: "progress" }), el("div", { class: "foot" })),
    );
    $("turns").append(article);
    return article;
  }
  function swapArticle(html) {
    const holder = el("div");
    holder.innerHTML = html;
    const article = holder.firstElementChild;
    running.article.replaceWith(article);
    running.article = article;
  }
  function clearAnswer(article) {
    for (const name of ["head", "sentences", "foot"]) {
      article.querySelector("." + name).replaceChildren();
    }
  }
  function progress(message) {
    const line = running?.article.querySelector(".progress");
    if (!line) return;
    line.hidden = message === null;
    line.textContent = message ?? "";
    if (message) $("said").textContent = message;
  }
  function brokenOff(message) {
    const foot = running.article.querySelector(".foot");
    const again = el("button", { type: "button", class: "link" }, "Ask again");
    if (running.turn) again.dataset.retry = running.turn;
    else again.dataset.again = running.article.querySelector("h2").textContent;
    foot.replaceChildren(
      el("div", { class: "failure", role: "alert" }, el("p", {}, message), el("p", { class: "acts" }, again)),
    );
  }
  function refuse(message, question) {
    if (!running.article.id) running.article.remove();
    if (question && !$("question").value) $("question").value = question;
    $("empty").hidden = $("turns").childElementCount > 0;
    notice(message);
    grow();
  }
  function notice(message) {
    const place = $("notice");
    place.replaceChildren();
    if (!message) return;
    place.append(el("p", {}, el("strong", {}, "Not asked: "), message));
    place.scrollIntoView({ block: "nearest" });
  }
  function send() {
    const field = $("question");
    const question = field.value;
    if (running) return;
    if (!question.trim()) {
      notice("the question is empty. Write one, or choose an example.");
      field.focus();
      return;
    }
    field.value = "";
    grow();
    ask({ question });
  }
  function grow() {
    const field = $("question");
    field.style.height = "auto";
    field.style.height = Math.min(field.scrollHeight + 2, 200) + "px";
  }

  // --- conversations ------------------------------------------------------------------
  async function openConversation(id) {
    if (running) running.controller.abort();
    conversation = id;
    notice("");
    $("turns").replaceChildren();
    if (id) {
      try {
        const found = await json(`conversations/${encodeURIComponent(id)}`);
        if (conversation !== id) return;
        $("turns").innerHTML = found.html;
        document.title = `${found.title} · Common Ground`;
      } catch (error) {
        conversation = null;
        $("notice").replaceChildren(el("p", {}, error.message));
      }
    }
    $("empty").hidden = $("turns").childElementCount > 0;
    blankEvidence();
    loadConversations();
  }
  async function loadConversations() {
    try {
      $("conversations").innerHTML = await text(
        `conversations?current=${encodeURIComponent(conversation ?? "")}`,
      );
    } catch (error) {
      $("conversations").replaceChildren(el("p", { class: "failure" }, error.message));
    }
  }
  function drawer(open) {
    $("drawer").hidden = !open;
    $("drawer-open").setAttribute("aria-expanded", String(open));
    if (open) {
      loadConversations();
      $("drawer-close").focus();
    } else {
      $("drawer-open").focus();
    }
  }
  function rename(row) {
    const link = row.querySelector("[data-open-conversation]");
    const field = el("input", { value: link.textContent, "aria-label": "Title", maxlength: "80" });
    const done = async (keep) => {
      field.onblur = null;
      if (keep && field.value.trim()) {
        await json(`conversations/${encodeURIComponent(row.dataset.conversation)}`, {
          method: "PATCH", body: JSON.stringify({ title: field.value }),
        }).catch((error) => notice(error.message));
      }
      await loadConversations();
      document.querySelector(`[data-open-conversation="${CSS.escape(row.dataset.conversation)}"]`)?.focus();
    };
    field.onblur = () => done(true);
    field.onkeydown = (event) => {
      if (event.key === "Enter") done(true);
      if (event.key === "Escape") {
        event.stopPropagation();
        done(false);
      }
    };
    link.replaceWith(field);
    field.select();
  }
  async function remove(row) {
    const id = row.dataset.conversation;
    const title = row.querySelector("[data-open-conversation]").textContent;
    try {
      await json(`conversations/${encodeURIComponent(id)}`, { method: "DELETE" });
    } catch (error) {
      row.append(el("p", { class: "failure" }, error.message));
      return;
    }
    if (id === conversation) await go({}, { replace: true, focus: false });
    const undo = el("button", { type: "button", class: "link" }, "Undo");
    undo.onclick = async () => {
      await json(`conversations/${encodeURIComponent(id)}/restore`, { method: "POST" });
      await loadConversations();
      document.querySelector(`[data-open-conversation="${CSS.escape(id)}"]`)?.focus();
    };
    const line = el("p", { class: "undo", role: "status" }, `Deleted “${title}”. `, undo);
    await loadConversations();
    $("conversations").prepend(line);
    undo.focus();
  }

  // --- evidence -----------------------------------------------------------------------
  async function openEvidence(turn, number, { focus = true } = {}) {
    const place = $("evidence-body");
    try {
      place.innerHTML = await text(`evidence/${encodeURIComponent(turn)}/${encodeURIComponent(number)}`);
    } catch (error) {
      place.replaceChildren(el("p", { class: "failure", role: "alert" }, error.message));
    }
    for (const link of document.querySelectorAll(".cite[aria-current]")) link.removeAttribute("aria-current");
    opener = document.querySelector(
      `.cite[data-turn="${CSS.escape(turn)}"][data-number="${CSS.escape(number)}"]`,
    );
    opener?.setAttribute("aria-current", "true");
    raise();
    reveal($("cited"), focus);
  }
  async function openDocumentPanel(id, link) {
    const place = $("evidence-body");
    try {
      place.innerHTML = await text(`documents/${encodeURIComponent(id)}?panel=true`);
    } catch (error) {
      place.replaceChildren(el("p", { class: "failure", role: "alert" }, error.message));
    }
    opener = link;
    raise();
    $("evidence").scrollTop = 0;
    $("evidence").focus({ preventScroll: true });
  }
  function raise() {
    const panel = $("evidence");
    panel.classList.add("filled");
    if (!NARROW.matches) return;
    panel.classList.add("open");
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-modal", "true");
    document.documentElement.classList.add("cg-still");
    for (const other of behind()) other.inert = true;
  }
  function behind() {
    return [roots["cg-header"], document.querySelector(".filters-bar"), ...document.querySelectorAll(".chat, #cg-tabs > .tab-wrapper")];
  }
  function reveal(cited, focus) {
    const panel = $("evidence");
    if (!cited) return;
    panel.scrollTop = 0;
    const box = cited.getBoundingClientRect();
    const from = panel.getBoundingClientRect().top;
    const steps = panel.querySelector(".steps")?.offsetHeight ?? 0;
    const numbers = panel.querySelector(".steps .numbers");
    const current = numbers?.querySelector("[aria-current]");
    if (current) numbers.scrollLeft = current.offsetLeft - numbers.offsetLeft - numbers.clientWidth / 2;
    if (box.bottom - from > panel.clientHeight - steps) {
      panel.scrollTop = box.top - from - Math.max(80, (panel.clientHeight - box.height) / 3);
    }
    if (focus) cited.focus({ preventScroll: true });
  }
  function closeEvidence({ quiet = false } = {}) {
    const panel = $("evidence");
    if (!panel) return;
    const had = panel.classList.contains("open") || panel.contains(document.activeElement);
    panel.classList.remove("open");
    panel.removeAttribute("role");
    panel.removeAttribute("aria-modal");
    document.documentElement.classList.remove("cg-still");
    for (const other of behind()) other.inert = false;
    if (had && !quiet && opener?.isConnected) opener.focus({ preventScroll: true });
  }
  function blankEvidence() {
    $("evidence").classList.remove("filled");
    $("evidence-body").replaceChildren(
      el("p", { class: "muted hint-evidence" },
        "Choose a citation such as [1]: the passage it stands on appears here, in its place in the document."),
    );
  }
  function step(by) {
    const links = [...document.querySelectorAll("#evidence .steps a")];
    const at = links.findIndex((link) => link.getAttribute("aria-current"));
    links[at + by]?.click();
  }

  // --- documents ----------------------------------------------------------------------
  async function showDocuments(id) {
    const root = roots["cg-documents"];
    try {
      documentsLoaded ??= text("documents").then((html) => void (root.innerHTML = html));
      await documentsLoaded;
    } catch (error) {
      documentsLoaded = null;
      root.replaceChildren(el("p", { class: "failure", role: "alert" }, error.message));
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
      page.replaceChildren(el("p", { class: "failure", role: "alert" }, error.message), el("p", {}, back));
    }
    scrollTo(0, 0);
    page.focus({ preventScroll: true });
  }
  function findDocuments(wanted) {
    const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of roots["cg-documents"].querySelectorAll("tbody tr[data-words]")) {
      row.hidden = !words.every((word) => row.dataset.words.includes(word));
      if (!row.hidden) shown += 1;
    }
    $("documents-count").textContent = shown === 1 ? "1 document" : `${shown} documents`;
    $("documents-none").hidden = shown > 0;
  }

  // --- copying ------------------------------------------------------------------------
  async function copyBoth(plain, html, button) {
    let done = false;
    try {
      const item = { "text/plain": new Blob([plain], { type: "text/plain" }) };
      if (html) item["text/html"] = new Blob([html], { type: "text/html" });
      await navigator.clipboard.write([new ClipboardItem(item)]);
      done = true;
    } catch (error) {
      done = copyOldWay(plain, html); // no clipboard API outside https and localhost
    }
    const before = button.dataset.name ?? button.textContent;
    button.dataset.name = before;
    button.textContent = done ? "Copied" : "Copying is not allowed here";
    $("said").textContent = button.textContent;
    setTimeout(() => (button.textContent = before), 2000);
  }
  function copyOldWay(plain, html) {
    const put = (event) => {
      event.clipboardData.setData("text/plain", plain);
      if (html) event.clipboardData.setData("text/html", html);
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    document.addEventListener("copy", put, { capture: true, once: true });
    const done = document.execCommand("copy");
    document.removeEventListener("copy", put, { capture: true });
    return done;
  }
  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (!selection.rangeCount) return;
    const cited = selection.getRangeAt(0).cloneContents().querySelectorAll(".cite");
    if (!cited.length) return; // nothing cited in it: the browser's own copy is right
    const sources = new Map([...cited].map((link) => [link.dataset.number, link.title]));
    const lines = [...sources].map(([number, title]) => `[${number}] ${title}`);
    event.clipboardData.setData("text/plain", `${selection}\n\nSources\n${lines.join("\n")}`);
    event.preventDefault();
  });

  // --- what a person does -------------------------------------------------------------
  const clicks = [
    ["[data-turn][data-number]:not(article)", (link) =>
      go({ c: conversation, e: `${link.dataset.turn}.${link.dataset.number}` }, { replace: sheetOpen() })],
    ["[data-document-panel]", (link) => openDocumentPanel(link.dataset.documentPanel, link)],
    ["[data-document]", (link) => go({ doc: link.dataset.document })],
    ["[data-documents]", () => go({ doc: "" })],
    ["[data-open-conversation]", (link) => {
      drawer(false);
      go({ c: link.dataset.openConversation });
    }],
    ["[data-example]", (link) => ask({ question: link.textContent })],
    ["#home, #new-conversation", () => {
      if (!$("drawer").hidden) drawer(false);
      conversation ??= "";
      go({}).then(() => $("question").focus());
    }],
    ["#drawer-open", () => drawer($("drawer").hidden)],
    ["#drawer-close", () => drawer(false)],
    ["#filters-toggle", (button) => {
      const open = $("filters").classList.toggle("open");
      button.setAttribute("aria-expanded", String(open));
    }],
    ["[data-rename]", (button) => rename(button.closest("li"))],
    ["[data-delete]", (button) => remove(button.closest("li"))],
    ["[data-retry]", (button) => ask({ retry: button.dataset.retry })],
    ["[data-again]", (button) => {
      button.closest("article").remove();
      ask({ question: button.dataset.again });
    }],
    ["[data-copy]", (button) => copyBoth(button.dataset.text, button.dataset.html, button)],
    ["[data-link]", (button) =>
      copyBoth(`${location.origin}${location.pathname}?q=${encodeURIComponent(button.dataset.link)}`, null, button)],
    ["[data-step]", (button) => step(Number(button.dataset.step))],
    ["#stop", () => running?.controller.abort()],
    ["#evidence-close", () => leaveEvidence()],
  ];
  const sheetOpen = () => $("evidence")?.classList.contains("open");
  function leaveEvidence() {
    go({ c: conversation }, { replace: true });
  }
  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll(".cg details.pick[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
    const tab = event.isTrusted && event.target.closest("[role=tab]");
    if (tab && tab.id === "cg-documents-tab-button" && address().doc === null) go({ doc: "" });
    if (tab && tab.id === "cg-ask-tab-button" && address().doc !== null) go({ c: conversation });
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    for (const [selector, act] of clicks) {
      const target = event.target.closest(selector);
      if (!target || !target.closest(".cg")) continue;
      event.preventDefault();
      act(target);
      return;
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && $("question")) {
      event.preventDefault();
      if (address().doc !== null) go({ c: conversation }, { focus: false }).then(() => $("question").focus());
      else $("question").focus();
    }
    if (event.key === "Escape") escape(event);
    if (event.key.startsWith("Arrow") && event.target.matches?.("#cg-tabs [role=tab]")) otherTab(event);
    if (event.key === "Enter" && event.target.matches?.(".pick-find")) event.preventDefault();
    if (event.key === "Enter" && event.target.id === "question" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  });
  function otherTab(event) {
    const tabs = [...document.querySelectorAll("#cg-tabs [role=tab]")];
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const tab = tabs[(tabs.indexOf(event.target) + by + tabs.length) % tabs.length];
    tab.focus();
    go(tab.id === "cg-documents-tab-button" ? { doc: "" } : { c: conversation }, { focus: false })
      .then(() => tab.focus());
  }
  function escape(event) {
    const pick = document.querySelector(".cg details.pick[open]");
    if (pick) {
      pick.open = false;
      pick.querySelector("summary").focus();
    } else if (!$("drawer")?.hidden) {
      drawer(false);
    } else if (sheetOpen() || $("evidence")?.contains(event.target)) {
      leaveEvidence();
    } else if (running) {
      running.controller.abort();
    }
  }
  document.addEventListener("submit", (event) => {
    if (!event.target.closest(".cg")) return;
    event.preventDefault();
    if (event.target.id === "composer") send();
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "question") grow();
    if (event.target.id === "documents-search") findDocuments(event.target.value);
    if (event.target.matches(".pick-find")) findChoices(event.target);
    else if (event.target.closest("#filters")) filtersChanged();
  });
  document.addEventListener("reset", (event) => {
    if (event.target.id !== "filters") return;
    for (const label of event.target.querySelectorAll("label[hidden]")) label.hidden = false;
    setTimeout(filtersChanged);
  });
  function findChoices(field) {
    const wanted = field.value.trim().toLowerCase();
    for (const label of field.closest("fieldset").querySelectorAll("label")) {
      label.hidden = !label.textContent.toLowerCase().includes(wanted);
    }
  }
  function filtersChanged() {
    for (const pick of document.querySelectorAll("#filters .pick")) {
      const labels = [...pick.querySelectorAll("input:checked")].map((box) => box.dataset.label);
      pick.querySelector(".pick-value").textContent =
        labels.length === 0 ? "any" : labels.length < 3 ? labels.join(", ") : `${labels.length} chosen`;
      pick.classList.toggle("chosen", labels.length > 0);
    }
    const number = Object.keys(chosenFilters()).length;
    $("filters-clear").hidden = number === 0;
    $("filters-count").textContent = number ? `: ${number} set` : ": none";
  }
  function withTheme(query) {
    const theme = new URLSearchParams(location.search).get("__theme");
    return location.pathname + query + (theme ? `&__theme=${encodeURIComponent(theme)}` : "");
  }
  let touched = null; // where a finger took hold of the sheet
  document.addEventListener("touchstart", (event) => {
    touched = event.target.closest(".sheet-head") ? event.touches[0].clientY : null;
  }, { passive: true });
  document.addEventListener("touchend", (event) => {
    if (touched !== null && event.changedTouches[0].clientY - touched > 60) leaveEvidence();
    touched = null;
  });
  NARROW.addEventListener("change", () => closeEvidence({ quiet: true }));
  addEventListener("popstate", () => show());

  // --- start --------------------------------------------------------------------------
  function settle() { // Gradio draws a tab when it is first opened: hang our part into it
    for (const [id, root] of Object.entries(roots)) {
      const place = $(id);
      if (place && root.parentElement !== place) place.append(root);
    }
    return $("cg-header") && $("cg-ask");
  }
  async function start() {
    const first = call("start").then((response) => response.json());
    await new Promise((ready) => {
      const look = () => settle() && ready();
      new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
      look();
    });
    try {
      const parts = await first;
      roots["cg-header"].innerHTML = parts.header;
      roots["cg-ask"].innerHTML = parts.ask;
    } catch (error) {
      roots["cg-ask"].replaceChildren(el("p", { class: "failure", role: "alert" }, error.message));
      return;
    }
    blankEvidence();
    filtersChanged();
    const measure = () => document.documentElement.style.setProperty(
      "--top", `${Math.ceil(document.querySelector(".cg .columns").getBoundingClientRect().top + scrollY)}px`);
    const watch = new ResizeObserver(measure);
    for (const part of [roots["cg-header"], document.querySelector(".filters-bar")]) watch.observe(part);
    document.documentElement.classList.add("cg-ready");
    loadConversations();
    await show({ focus: Boolean(address().e) });
    if (!NARROW.matches && !address().e && address().doc === null) $("question").focus({ preventScroll: true });
  }
  start();
})();
