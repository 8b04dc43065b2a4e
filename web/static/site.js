// What shortens the way: suggestions, the / key, ticking without the button, copying.
// Every task works without this file.
"use strict";
(() => {
  const box = document.getElementById("q");

  // ── Suggestions: focus stays in the box; nothing is asked while a word is being composed. ──
  if (box && box.form) {
    const list = document.createElement("ul");
    let composing = false, last = null, at = -1, ask = 0;
    list.id = "suggestions";
    list.className = "open";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "查詢建議");
    box.parentElement.append(list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) box.setAttribute(name, value);

    const close = () => {
      list.hidden = true;
      at = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };
    const choose = (text) => { box.value = last = text; close(); box.form.requestSubmit(); };
    const show = (texts) => {
      list.replaceChildren(...texts.map((text, place) => {
        const row = document.createElement("li");
        row.id = `suggestion-${place}`;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        row.textContent = text;
        row.addEventListener("mousedown", (event) => { event.preventDefault(); choose(text); });
        return row;
      }));
      close();
      list.hidden = !texts.length;
      box.setAttribute("aria-expanded", String(!!texts.length));
    };
    const move = (step) => {
      const rows = [...list.children];
      at = (at + step + rows.length + 1) % (rows.length + 1);
      // One place past the end is the box itself.
      rows.forEach((row, place) => row.setAttribute("aria-selected", String(place === at)));
      if (at === rows.length) { at = -1; box.removeAttribute("aria-activedescendant"); return; }
      box.setAttribute("aria-activedescendant", rows[at].id);
      rows[at].scrollIntoView({ block: "nearest" });
    };
    let timer;
    const typed = () => {
      const text = box.value.trim();
      if (text === last) return;
      last = text;
      clearTimeout(timer);
      const mine = ++ask;
      if (!text || text.length > 60) { show([]); return; }
      timer = setTimeout(async () => {
        try {
          const answer = await fetch(`/api/v1/suggest?q=${encodeURIComponent(text)}`, { signal: AbortSignal.timeout(1500) });
          const body = answer.ok ? await answer.json() : { suggestions: [] };
          if (mine === ask && document.activeElement === box) show(body.suggestions.filter((one) => one !== text));
        } catch { if (mine === ask) show([]); }
      }, 120);
    };
    last = box.value.trim();
    box.addEventListener("compositionstart", () => { composing = true; });
    box.addEventListener("compositionend", () => { composing = false; typed(); });
    box.addEventListener("input", (event) => { if (!composing && !event.isComposing) typed(); });
    box.addEventListener("blur", close);
    box.addEventListener("keydown", (event) => {
      if (composing || event.isComposing || event.keyCode === 229) return;
      const open = !list.hidden;
      if (event.key === "ArrowDown" && list.children.length) {
        event.preventDefault();
        if (open) move(1);
        else { list.hidden = false; box.setAttribute("aria-expanded", "true"); move(1); }
      } else if (event.key === "ArrowUp" && open) { event.preventDefault(); move(-1); }
      else if (event.key === "Enter" && open && at >= 0) { event.preventDefault(); choose(list.children[at].textContent); }
      else if (event.key === "Escape") {
        event.preventDefault();
        if (open) close();
        else { box.value = last = ""; ask++; }
      }
    });
    box.form.addEventListener("submit", () => { clearTimeout(timer); ask++; close(); });
  }

  // ── The / key, which a person can switch off on the help page. ──
  const stored = (() => { try { return window.localStorage; } catch { return null; } })();
  const off = () => !!stored && stored.getItem("no-slash") === "1";
  const slash = document.getElementById("slash");
  if (slash && stored) {
    document.getElementById("slash-choice").hidden = false;
    slash.checked = off();
    slash.addEventListener("change", () => stored.setItem("no-slash", slash.checked ? "1" : "0"));
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing || !box || off()) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // ── Copying the reference. ──
  const copy = document.getElementById("copy");
  const citation = document.getElementById("citation");
  if (citation) citation.value = citation.value.replace(/網址：(\/p\/[\w.~-]+)/, (_, path) => `網址：${location.origin}${path}`);
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      const said = document.getElementById("copied");
      try { await navigator.clipboard.writeText(citation.value); said.textContent = "已複製"; }
      catch { citation.select(); said.textContent = "無法複製，請按 Ctrl＋C"; }
    });
  }

  // ── Ticking: the answer comes into the page, the address is the whole state. ──
  const panels = document.getElementById("panels");
  if (!panels || !box) return;
  const fold = document.getElementById("fold");
  const said = document.getElementById("said");
  const wide = matchMedia("(min-width: 56.01rem)");
  // The style shows the facets of a wide window even where the fold is closed; opening it tells
  // the same to assistive software, and to browsers that do not know ::details-content.
  const suit = () => { fold.open = wide.matches; };
  suit();
  wide.addEventListener("change", suit);
  panels.querySelector(".apply").hidden = true;
  history.scrollRestoration = "auto";
  let wait, say, running, shown = location.pathname + location.search;

  const swap = (page) => {
    const focus = document.activeElement;
    const tick = focus && focus.matches("#panels input") ? [focus.name, focus.value] : null;
    const opened = new Map([...panels.querySelectorAll(".rest[open]")].map((one) => [one.closest("fieldset").dataset.facet, one.querySelector("[name=find]").value]));
    for (const id of ["panels", "found"]) {
      document.getElementById(id).replaceChildren(...document.adoptNode(page.getElementById(id)).childNodes);
    }
    document.getElementById("found").setAttribute("aria-busy", "false");
    fold.querySelector(":scope > summary").textContent = page.querySelector("#fold > summary").textContent;
    document.querySelector("aside.side").hidden = page.querySelector("aside.side").hidden;
    document.title = page.title;
    document.querySelector("main > h1").textContent = page.querySelector("main > h1").textContent;
    const exact = page.querySelector("input[name=exact]");
    document.querySelector("input[name=exact]").checked = exact.checked;
    if (box !== document.activeElement) box.value = page.getElementById("q").value;
    for (const [facet, sought] of opened) {
      const rest = panels.querySelector(`[data-facet="${facet}"] .rest`);
      if (!rest) continue;
      rest.open = true;
      rest.querySelector("[name=find]").value = sought;
      sift(rest.querySelector("[name=find]"));
    }
    panels.querySelector(".apply").hidden = true;
    if (tick) {
      const same = [...panels.querySelectorAll("input")].find((one) => one.name === tick[0] && one.value === tick[1]);
      (same || panels.querySelector("input") || box).focus({ preventScroll: true });
    }
    clearTimeout(say);
    say = setTimeout(() => { said.textContent = document.getElementById("total")?.textContent ?? ""; }, 1000);
  };

  const load = async (address, push, after) => {
    const mine = new AbortController();
    running?.abort("newer");
    running = mine;
    const found = document.getElementById("found");
    found.setAttribute("aria-busy", "true");
    const slow = setTimeout(() => { said.textContent = "查詢中"; }, 400);
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
      const note = document.createElement("p");
      const link = document.createElement("a");
      note.className = "problems late";
      link.href = address;
      link.textContent = "直接開啟查詢結果";
      note.append("查詢沒有完成，畫面上仍是先前的結果。", link);
      found.querySelector(".late")?.remove();
      found.prepend(note);
      said.textContent = "查詢沒有完成";
    } finally {
      clearTimeout(slow);
      clearTimeout(late);
    }
  };

  const state = () => {
    const pairs = [...new FormData(box.form)].filter(([, value]) => value !== "");
    const now = new URLSearchParams(location.search);
    // What is typed but not yet sent is no part of the state.
    const kept = pairs.filter(([name]) => name !== "q" && name !== "exact");
    for (const name of ["exact", "q"]) if (now.get(name)) kept.unshift([name, now.get(name)]);
    return `/search?${new URLSearchParams(kept)}`;
  };

  // Typing in a filter box leaves the values that hold what is typed.
  const sift = (field) => {
    const wanted = field.value.trim().normalize("NFKC").replaceAll("台", "臺");
    for (const row of field.closest(".rest").querySelectorAll(".tick")) {
      row.hidden = !row.querySelector(".name").textContent.normalize("NFKC").replaceAll("台", "臺").includes(wanted);
    }
  };
  panels.addEventListener("input", (event) => {
    if (event.target.name === "find" && !event.isComposing) sift(event.target);
  });
  panels.addEventListener("compositionend", (event) => { if (event.target.name === "find") sift(event.target); });
  // Where all values are here, there is no need to go and find them.
  panels.addEventListener("submit", (event) => { if (event.target.matches("[data-whole]")) event.preventDefault(); });

  panels.addEventListener("change", (event) => {
    if (!event.target.matches("input[type=checkbox]")) return;
    clearTimeout(wait);
    // An answer on its way does not know of this tick, and would undo it.
    running?.abort("newer");
    running = null;
    wait = setTimeout(() => load(state(), true), 300);
  });
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
})();
