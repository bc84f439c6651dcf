// The Ask tab: questions, answers, filters, and the drawer of conversations.
"use strict";
(() => {
  const { $, NARROW, call, el, evidence, go, json, linesOf, text } = CG;
  let conversation = null; // id of the conversation on the page
  let running = null; // {controller, article} of the answer being written

  const root = CG.tab({
    name: "ask",
    keys: ["c", "e", "q"],
    home: () => ({ c: conversation }),
    start: () => {
      evidence.blank(root);
      filtersChanged();
      loadConversations();
      const now = CG.address();
      const elsewhere = CG.tabs.some(({ name, keys }) => name !== "ask" && keys.some((key) => key in now));
      if (!NARROW.matches && !("e" in now) && !elsewhere) $("question").focus({ preventScroll: true });
    },
    show: showConversation,
    leave: () => evidence.close({ quiet: true }),
    leaveEvidence: () => go({ c: conversation }, { replace: true }),
  });

  async function showConversation({ c = null, e = null, q = null }, { focus }) {
    document.title = "Common Ground";
    if (q) {
      await go({}, { replace: true, focus: false });
      ask({ question: q });
      return;
    }
    if (c !== conversation) await openConversation(c);
    if (e && c) {
      const [turn, number] = e.split(".");
      await evidence.openCitation(turn, number, { focus });
    } else {
      evidence.close({ quiet: !focus });
    }
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
  function heard(line, question) {
    const part = (name) => running.article.querySelector("." + name);
    if (line.type === "turn" || line.type === "failed") {
      swapArticle(line.html);
      running.turn = line.turn;
      running.done = line.type === "failed";
      conversation = line.conversation;
      CG.note({ c: conversation });
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
      evidence.openCitation(first.dataset.turn, first.dataset.number, { focus: false });
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
    if (message) CG.say(message);
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
    evidence.blank(root);
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

  // --- what a person does -------------------------------------------------------------
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
  CG.clicks.push(
    ["[data-turn][data-number]:not(article)", (link) =>
      go({ c: conversation, e: `${link.dataset.turn}.${link.dataset.number}` }, { replace: evidence.isSheet() })],
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
    ["[data-link]", (button) =>
      CG.copyBoth(`${location.origin}${location.pathname}?q=${encodeURIComponent(button.dataset.link)}`, null, button)],
    ["#stop", () => running?.controller.abort()],
  );
  CG.escapes.unshift(() => {
    if ($("drawer")?.hidden !== false) return false;
    drawer(false);
    return true;
  });
  CG.escapes.push(() => {
    running?.controller.abort();
    return Boolean(running);
  });
  CG.submits.push(["#composer", send]);
  CG.inputs.push(["#question", grow], ["#filters", (_form, event) => {
    if (!event.target.matches(".pick-find")) filtersChanged();
  }]);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.id === "question" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  });
  document.addEventListener("reset", (event) => {
    if (event.target.id !== "filters") return;
    for (const label of event.target.querySelectorAll("label[hidden]")) label.hidden = false;
    setTimeout(filtersChanged);
  });
})();
