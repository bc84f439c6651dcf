// The Check tab: a draft is sent, findings come one by one, the draft comes back marked.
"use strict";
(() => {
  const { call, evidence, failure, json, linesOf } = CG;
  const $ = (id) => root.querySelector(`#${id}`); // also before the tab is drawn
  const WORST = ["refuted", "conflicting", "not_enough_evidence", "supported"];
  let running = null; // the AbortController of the check under way
  let shift = []; // [from, by]: how corrections moved what stands behind them in the draft

  const root = CG.tab({
    name: "check",
    keys: ["check"],
    start: (place) => evidence.blank(place),
    show: ({ check: text }) => {
      document.title = "Check · Common Ground";
      if (text && !$("draft").value) {
        $("draft").value = text;
        send();
      }
    },
    leave: () => evidence.close({ quiet: true }),
  });

  function notice(message) {
    $("check-notice").replaceChildren(...(message ? [failure(message)] : []));
  }
  function progress(message) {
    $("check-progress").hidden = !message;
    $("check-progress").textContent = message ?? "";
    if (message) CG.say(message);
  }
  async function send() {
    const text = $("draft").value;
    if (running) return;
    notice("");
    if (!text.trim()) {
      notice("The draft is empty. Paste a claim or a text, or open a file.");
      $("draft").focus();
      return;
    }
    running = new AbortController();
    shift = [];
    $("findings").replaceChildren();
    $("checked").replaceChildren();
    evidence.blank(root);
    busy(true);
    progress("Reading the draft …");
    let whole = false;
    try {
      const response = await call("check", {
        method: "POST", body: JSON.stringify({ text, scope: $("check-form").scope?.value ?? "all" }), signal: running.signal,
      });
      for await (const line of linesOf(response)) whole = heard(line) || whole;
      if (!whole) notice("The check broke off. What stands below had been judged; check again.");
    } catch (error) {
      if (error.name === "AbortError") notice("Stopped. What stands below had been judged.");
      else notice(error.message);
    } finally {
      running = null;
      busy(false);
      progress(null);
    }
  }
  function busy(now) {
    $("check-send").disabled = now;
    $("check-stop").hidden = !now;
  }
  function heard(line) { // true if nothing follows
    if (line.type === "progress") progress(line.message);
    if (line.type === "finding") {
      $("findings").insertAdjacentHTML("beforeend", line.html);
      progress(`${line.done} of ${line.total} claims judged`);
    }
    if (line.type === "checked") {
      $("checked").innerHTML = line.html;
      $("draft").value = line.draft;
      if (!$("findings").childElementCount) notice("Nothing in this text can be checked; below is why.");
    }
    if (line.type === "refused") notice(line.message);
    return line.type === "checked" || line.type === "refused";
  }
  async function open(file) {
    notice("");
    progress(`Reading ${file.name} …`);
    try {
      const read = await json(`drafts?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
      $("draft").value = read.text;
      await send();
    } catch (error) {
      notice(error.message);
    } finally {
      progress(null);
    }
  }
  function correct(button) { // offsets count characters, not UTF-16 units
    const moved = (at) => shift.reduce((place, [from, by]) => (at >= from ? place + by : place), at);
    const letters = [...$("draft").value];
    const start = moved(Number(button.dataset.start));
    const end = moved(Number(button.dataset.end));
    const wording = [...button.dataset.wording];
    letters.splice(start, end - start, ...wording);
    $("draft").value = letters.join("");
    shift.push([Number(button.dataset.end), wording.length - (end - start)]);
    button.disabled = true;
    button.textContent = "In the draft: check it again when you are done";
    CG.say("The suggested wording stands in the draft.");
  }
  function order(button) {
    const worst = button.getAttribute("aria-pressed") !== "true";
    const key = (item) => (worst ? WORST.indexOf(item.dataset.verdict) * 1e4 : 0) + Number(item.dataset.number);
    $("findings").append(...[...$("findings").children].sort((one, two) => key(one) - key(two)));
    button.setAttribute("aria-pressed", String(worst));
    button.textContent = worst ? "In the draft's order" : "Worst first";
  }

  CG.submits.push(["#check-form", send]);
  CG.clicks.push(
    ["#check-stop", () => running?.abort()],
    ["[data-correct]", correct],
    ["[data-check-order]", order],
    ["[data-finding]", (link) => {
      const item = $(`finding-${link.dataset.finding}`);
      item.scrollIntoView({ block: "nearest" });
      item.focus({ preventScroll: true });
    }],
  );
  CG.escapes.push(() => {
    running?.abort();
    return Boolean(running);
  });
  document.addEventListener("change", (event) => {
    if (event.target.id !== "check-file" || !event.target.files.length) return;
    open(event.target.files[0]);
    event.target.value = "";
  });
  root.addEventListener("dragover", (event) => {
    event.preventDefault();
    $("draft").classList.add("dropping");
  });
  root.addEventListener("dragleave", () => $("draft").classList.remove("dropping"));
  root.addEventListener("drop", (event) => {
    $("draft").classList.remove("dropping");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    open(event.dataTransfer.files[0]);
  });
})();
