// Ticking facets: the answer comes into the page, the address is the whole state.
"use strict";
(() => {
  const box = document.getElementById("q");
  const panels = document.getElementById("panels");
  if (!panels || !box) return;
  const fold = document.getElementById("fold");
  const said = document.getElementById("said");
  const exact = document.querySelector("input[name=exact]");
  const waiting = document.getElementById("waiting");
  const wide = matchMedia("(min-width: 56.01rem)");
  // The style shows the facets of a wide window even where the fold is closed; opening it tells
  // the same to assistive software, and to browsers that do not know ::details-content.
  const suit = () => { for (const one of document.querySelectorAll(".fold")) one.open = wide.matches; };
  suit();
  wide.addEventListener("change", suit);
  panels.querySelector(".apply").hidden = true;
  history.scrollRestoration = "auto";
  let wait, say, running, shown = location.pathname + location.search;

  const swap = (page) => {
    const focus = document.activeElement;
    const tick = focus && focus.matches("#panels input") ? [focus.name, focus.value] : null;
    const opened = [...panels.querySelectorAll(".rest[open]")].map((one) => one.closest("fieldset")).map((one) => [one.dataset.facet, one.querySelector("[name=find]").value]);
    for (const id of ["panels", "found"]) {
      document.getElementById(id).replaceChildren(...document.adoptNode(page.getElementById(id)).childNodes);
    }
    document.getElementById("found").setAttribute("aria-busy", "false");
    fold.querySelector(":scope > summary").textContent = page.querySelector("#fold > summary").textContent;
    document.querySelector("aside.side").hidden = page.querySelector("aside.side").hidden;
    document.title = page.title;
    document.querySelector("link[rel=alternate]").href = page.querySelector("link[rel=alternate]").getAttribute("href");
    document.querySelector("main > h1").textContent = page.querySelector("main > h1").textContent;
    document.querySelector(".bottom .printed-from").replaceWith(page.querySelector(".bottom .printed-from"));
    // What is typed and not yet sent stays as it is.
    const unsent = box.value !== box.defaultValue;
    box.defaultValue = page.getElementById("q").value;
    if (!unsent) box.value = box.defaultValue;
    exact.checked = exact.defaultChecked = page.querySelector("input[name=exact]").checked;
    for (const [facet, sought] of opened) {
      const panel = panels.querySelector(`[data-facet="${facet}"]:has(.rest)`);
      if (!panel) continue;
      panel.querySelector(".rest").open = true;
      const field = panel.querySelector("[name=find]");
      field.value = sought;
      if (sought) sift(field);
    }
    panels.querySelector(".apply").hidden = true;
    if (tick) {
      const same = [...panels.querySelectorAll("input")].find((one) => one.name === tick[0] && one.value === tick[1]);
      (same || panels.querySelector("input") || box).focus({ preventScroll: true });
    }
    suit();
    document.dispatchEvent(new Event("swapped"));
    clearTimeout(say);
    say = setTimeout(() => { said.textContent = document.getElementById("total")?.textContent ?? ""; }, 1000);
  };

  const load = async (address, push, after) => {
    const mine = new AbortController();
    running?.abort("newer");
    running = mine;
    const found = document.getElementById("found");
    found.setAttribute("aria-busy", "true");
    const slow = setTimeout(() => { waiting.hidden = false; }, 400);
    const late = setTimeout(() => mine.abort("late"), 8000);
    try {
      const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (running !== mine) return;
      if (!page.getElementById("found")) { location.assign(address); return; }
      swap(page);
      shown = new URL(answer.url).pathname + new URL(answer.url).search;
      if (push) history.pushState(null, "", shown);
      after?.();
    } catch {
      if (running !== mine) return;
      found.setAttribute("aria-busy", "false");
      const note = document.getElementById("late").content.cloneNode(true);
      note.querySelector("a").href = address;
      found.querySelector(".late")?.remove();
      found.prepend(note);
    } finally {
      clearTimeout(slow);
      clearTimeout(late);
      if (running === mine) waiting.hidden = true;
    }
  };

  const state = () => {
    // What is typed but not yet sent is no part of the state.
    const fields = new FormData(box.form);
    fields.set("q", box.defaultValue);
    return `${new URL(box.form.action).pathname}?${new URLSearchParams([...fields].filter(([, value]) => value))}`;
  };

  // Typing in a filter box leaves the values whose names hold it, of all that the server knows.
  const sift = async (field) => {
    const panel = field.closest("fieldset"), wanted = field.value.trim();
    let page = null;
    if (wanted) {
      try {
        const answer = await fetch(`${field.form.action}?${new URLSearchParams(new FormData(field.form))}`, { signal: AbortSignal.timeout(8000) });
        if (!answer.ok) return;
        page = new DOMParser().parseFromString(await answer.text(), "text/html");
      } catch { return; }
    }
    if (field.value.trim() !== wanted || !field.isConnected) return;
    const named = new Map([...(page?.querySelectorAll(".all-values .tick") ?? [])].map((row) => [row.firstChild.value, row]));
    for (const row of panel.querySelectorAll(".tick")) {
      const tick = row.firstChild;
      row.hidden = !!page && !named.has(tick.value);
      if ("added" in row.dataset && !tick.checked && (row.hidden || !page)) row.remove();
      named.delete(tick.value);
    }
    for (const row of named.values()) {
      row.dataset.added = "";
      row.firstChild.setAttribute("form", "search");
      panel.querySelector(".many").append(document.adoptNode(row));
    }
    panel.toggleAttribute("data-sought", !!page);
    if (page) panel.querySelector(".rest").open = true;
    panel.querySelector(".none-sought").hidden = !!panel.querySelector(".tick:not([hidden])");
  };
  let pause;
  const soon = (event) => {
    if (event.target.name !== "find" || event.isComposing && event.type === "input") return;
    clearTimeout(pause);
    pause = setTimeout(sift, 150, event.target);
  };
  panels.addEventListener("input", soon);
  panels.addEventListener("compositionend", soon);

  const ticked = (event) => {
    if (!event.target.matches("input[type=checkbox]")) return;
    clearTimeout(wait);
    // An answer on its way does not know of this tick, and would undo it.
    running?.abort("newer");
    running = null;
    wait = setTimeout(() => load(state(), true), 300);
  };
  panels.addEventListener("change", ticked);
  exact.addEventListener("change", ticked);
  document.getElementById("found").addEventListener("click", (event) => {
    const chip = event.target.closest("a.chip, a.clear");
    if (!chip || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const place = [...document.querySelectorAll("a.chip, a.clear")].indexOf(chip);
    load(chip.href, true, () => {
      const chips = document.querySelectorAll("a.chip");
      const next = chips[Math.min(place, chips.length - 1)] || document.querySelector("#found h2");
      next?.focus();
    });
  });
  window.addEventListener("popstate", () => {
    if (location.pathname + location.search !== shown) load(location.href, false);
  });
  // A page that comes back from the browser's memory shows what its address asks for.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    box.value = box.defaultValue;
    exact.checked = exact.defaultChecked;
  });
})();
