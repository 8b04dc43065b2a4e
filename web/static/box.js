// What shortens the way to a search: suggestions, the / key. Every task works without scripts.
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
    list.setAttribute("aria-label", box.dataset.suggestions);
    box.parentElement.append(list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) box.setAttribute(name, value);

    const close = () => {
      list.hidden = true;
      at = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };
    const choose = (text) => { box.value = last = text; close(); box.form.requestSubmit(); };
    let rows = [];
    const option = ({ text, count }) => {
      const row = document.createElement("li"), times = document.createElement("span");
      row.id = `suggestion-${rows.push(row)}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.dataset.text = text;
      times.className = "count";
      times.textContent = count.toLocaleString() + box.dataset.unit;
      row.append(text, " ", times);
      row.addEventListener("mousedown", (event) => { event.preventDefault(); choose(text); });
      return row;
    };
    const show = (groups) => {
      rows = [];
      list.replaceChildren(...groups.map(({ label, names }) => {
        const part = document.createElement("li"), head = document.createElement("span"), within = document.createElement("ul");
        part.setAttribute("role", "presentation");
        within.setAttribute("role", "group");
        within.setAttribute("aria-label", head.textContent = label);
        head.className = "note";
        head.setAttribute("aria-hidden", "true");
        within.append(...names.map(option));
        part.append(head, within);
        return part;
      }));
      close();
      list.hidden = !rows.length;
      box.setAttribute("aria-expanded", String(!!rows.length));
    };
    const move = (step) => {
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
          const answer = await fetch(new URL(`api/v1/suggest?q=${encodeURIComponent(text)}`, box.form.action), { signal: AbortSignal.timeout(1500) });
          const body = answer.ok ? await answer.json() : { groups: [] };
          if (mine === ask && document.activeElement === box) show(body.groups.map((one) => ({ ...one, names: one.names.filter((name) => name.text !== text) })).filter((one) => one.names.length));
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
      if (event.key === "ArrowDown" && rows.length) {
        event.preventDefault();
        if (open) move(1);
        else { list.hidden = false; box.setAttribute("aria-expanded", "true"); move(1); }
      } else if (event.key === "ArrowUp" && open) { event.preventDefault(); move(-1); }
      else if (event.key === "Enter" && open && at >= 0) { event.preventDefault(); choose(rows[at].dataset.text); }
      else if (event.key === "Escape") {
        event.preventDefault();
        if (open) close();
        else { box.value = last = ""; ask++; }
      }
    });
    box.form.addEventListener("submit", () => { clearTimeout(timer); ask++; close(); });
  }

  // ── The / key, which a person can switch off on the help page. ──
  // Looked into only when it is needed: the first look halts the page for some milliseconds.
  const stored = () => { try { return window.localStorage; } catch { return null; } };
  const off = () => stored()?.getItem("no-slash") === "1";
  const slash = document.getElementById("slash");
  if (slash && stored()) {
    document.getElementById("slash-choice").hidden = false;
    slash.checked = off();
    slash.addEventListener("change", () => stored().setItem("no-slash", slash.checked ? "1" : "0"));
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing || !box || off()) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // ── What the Tab key reaches in a wide table comes into sight as a whole. ──
  document.addEventListener("focusin", ({ target }) => {
    // Under a pointer nothing may move.
    if (target.matches(".scroll *:focus-visible")) target.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
})();
