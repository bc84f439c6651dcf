// What every tab shares: the server, the address, the tabs, one place for clicks and keys.
// Markup comes escaped from the server (assistant/ui/templates); what is written by hand goes
// through textContent only. A tab registers itself with CG.tab({...}) from its own file.
"use strict";
const CG = (() => {
  const NARROW = matchMedia("(max-width: 56rem)");
  const $ = (id) => document.getElementById(id);
  const tabs = []; // {name, keys, root, start?, show, leave?, home?}
  const clicks = []; // [selector, act(element)], the first that matches wins
  const submits = []; // [selector of the form, act(form)]
  const inputs = []; // [selector, act(element)]
  const escapes = []; // act() → true if it had something to close
  const headers = []; // act(), once header and tabs stand
  const header = block("header");
  let current = null; // the tab that is shown

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
  const failure = (message) => el("p", { class: "failure", role: "alert" }, message);
  const say = (message) => ($("said").textContent = message); // to a screen reader, politely

  // --- the server ---------------------------------------------------------------------
  async function call(path, options = {}) {
    let response;
    const plain = typeof options.body === "string";
    try {
      response = await fetch("page/" + path, {
        headers: plain ? { "content-type": "application/json" } : {},
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
  const awaited = new WeakMap(); // a place on the page → the latest request for it
  // Fills a place with the server's markup, or says why not: true, false. An answer that comes
  // after a later request for the same place is dropped: undefined.
  async function fill(place, path) {
    const mine = {};
    awaited.set(place, mine);
    const [html, error] = await text(path).then((found) => [found, null], (failed) => [null, failed]);
    if (awaited.get(place) !== mine) return undefined;
    if (error) place.replaceChildren(failure(error.message));
    else place.innerHTML = html;
    return !error;
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

  // --- address ------------------------------------------------------------------------
  function address() {
    const found = {};
    for (const [key, value] of new URLSearchParams(location.search)) {
      if (!key.startsWith("__")) found[key] = value;
    }
    return found;
  }
  function query(state) {
    const made = new URLSearchParams();
    for (const [key, value] of Object.entries(state)) {
      if (value !== null && value !== undefined) made.set(key, value);
    }
    for (const [key, value] of new URLSearchParams(location.search)) {
      if (key.startsWith("__")) made.set(key, value); // gradio's own, such as __theme
    }
    return location.pathname + (made.size ? "?" + made : "");
  }
  const note = (state) => history.replaceState({}, "", query(state)); // the address alone
  function go(state, { replace = false, focus = true } = {}) {
    history[replace ? "replaceState" : "pushState"]({}, "", query(state));
    return show({ focus });
  }
  const meant = (now) => tabs.find((tab) => tab.keys.some((key) => key in now)) ?? tabs[0];
  async function show({ focus = true } = {}) {
    const now = address();
    const tab = meant(now);
    if (current && current !== tab) current.leave?.();
    current = tab;
    const button = $(`cg-${tab.name}-tab-button`);
    if (button && button.getAttribute("aria-selected") !== "true") button.click();
    await tab.show(now, { focus });
  }
  const home = (tab) => go(tab.home?.() ?? { [tab.keys[0]]: "" }, { focus: false });

  // --- what a person does -------------------------------------------------------------
  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll(".cg details.pick[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
    const button = event.isTrusted && event.target.closest("[role=tab]");
    const tab = button && tabs.find(({ name }) => button.id === `cg-${name}-tab-button`);
    if (tab && tab !== current) home(tab);
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
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && $("question")) {
      event.preventDefault();
      const asking = current === tabs[0] ? Promise.resolve() : home(tabs[0]);
      asking.then(() => $("question").focus());
    }
    if (event.key === "Escape") escape(event);
    if (event.key.startsWith("Arrow") && event.target.matches?.("#cg-tabs [role=tab]")) otherTab(event);
    if (event.key === "Enter" && event.target.matches?.(".pick-find")) event.preventDefault();
  });
  function otherTab(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const next = tabs[(tabs.indexOf(current) + by + tabs.length) % tabs.length];
    home(next).then(() => $(`cg-${next.name}-tab-button`).focus());
  }
  function escape(event) {
    const pick = document.querySelector(".cg details.pick[open]");
    if (pick) {
      pick.open = false;
      pick.querySelector("summary").focus();
      return;
    }
    for (const close of escapes) if (close(event)) return;
  }
  document.addEventListener("submit", (event) => {
    if (!event.target.closest(".cg")) return;
    event.preventDefault();
    for (const [selector, act] of submits) if (event.target.matches(selector)) act(event.target);
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches(".pick-find")) findChoices(event.target);
    for (const [selector, act] of inputs) {
      const target = event.target.closest(selector);
      if (target) act(target, event);
    }
  });
  function findChoices(field) {
    const wanted = field.value.trim().toLowerCase();
    for (const label of field.closest("fieldset").querySelectorAll("label")) {
      label.hidden = !label.textContent.toLowerCase().includes(wanted);
    }
  }
  addEventListener("popstate", () => show());

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
    say(button.textContent);
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
  clicks.push(["[data-copy]", (button) => copyBoth(button.dataset.text, button.dataset.html, button)]);
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

  // --- start --------------------------------------------------------------------------
  function tab(definition) {
    const root = block("div");
    tabs.push({ ...definition, root });
    return root;
  }
  function settle() { // Gradio draws a tab when it is first opened: hang our part into it
    const parts = [["cg-header", header], ...tabs.map(({ name, root }) => [`cg-${name}`, root])];
    for (const [id, root] of parts) {
      const place = $(id);
      if (place && root.parentElement !== place) place.append(root);
    }
    return $("cg-header") && $("cg-ask");
  }
  function measure() { // how far down the columns of the shown tab begin
    const columns = current?.root.querySelector(".columns");
    if (!columns?.offsetParent) return;
    const top = Math.ceil(columns.getBoundingClientRect().top + scrollY);
    document.documentElement.style.setProperty("--top", `${top}px`);
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
      header.innerHTML = parts.header;
      for (const { name, root } of tabs) if (parts[name]) root.innerHTML = parts[name];
    } catch (error) {
      tabs[0].root.replaceChildren(failure(error.message));
      return;
    }
    for (const { start: begin, root } of tabs) begin?.(root);
    for (const act of headers) act();
    const watch = new ResizeObserver(measure);
    watch.observe(header);
    for (const bar of document.querySelectorAll(".cg .filters-bar")) watch.observe(bar);
    for (const { root } of tabs) watch.observe(root);
    document.documentElement.classList.add("cg-ready");
    await show({ focus: "e" in address() });
  }
  document.addEventListener("DOMContentLoaded", start);

  return {
    $, NARROW, address, call, clicks, copyBoth, el, escapes, failure, fill, go, header, headers, home, inputs,
    json, linesOf, note, say, show, submits, tab, tabs, text,
    get current() {
      return current;
    },
  };
})();
