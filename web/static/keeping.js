// The answer basket: kept in the browser, so that addresses need not carry it from page to page.
"use strict";
// What is stored is read in a task of its own, since the first look at it halts the page.
window.heldBasket = new Promise((ready) => setTimeout(() => {
  const link = document.getElementById("basket-link");
  const stored = (() => { try { return window.localStorage; } catch { return null; } })();
  // Where nothing can be kept, addresses and forms carry it as they do without scripts.
  if (!link || !stored) return;
  // The site may stand under a path.
  const path = link.pathname;
  const MOST = Number(link.dataset.most), LONGEST = 7800;
  const said = document.getElementById("said");
  const say = (text) => { said.textContent = text; };
  const read = () => {
    try {
      const { items, searches } = JSON.parse(stored.getItem("basket"));
      return { items: items.map((one) => [0, 1, 2, 3].map((at) => String(one[at] ?? ""))), searches: searches.map(String) };
    } catch { return { items: [], searches: [] }; }
  };
  // A full or forbidden storage leaves the page as it is; the address of the basket says all.
  const write = (held) => { try { stored.setItem("basket", JSON.stringify(held)); } catch { /* kept in the address */ } };
  const item = (text) => { const [id, code = ""] = text.split("~"); return [id, code, "", ""]; };
  const joined = (one, other) => {
    const ids = new Set(one.items.map(([id]) => id));
    return {
      items: [...one.items, ...other.items.filter(([id]) => !ids.has(id))].slice(0, MOST),
      searches: [...new Set([...one.searches, ...other.searches])].slice(-10),
    };
  };
  // The same way of writing as basket.py has.
  const head = (id) => id.split("-").slice(0, -2).join("-");
  const address = ({ items, searches }) => {
    const ids = items.map(([id, code], at) => {
      const same = at && head(id) && head(id) === head(items[at - 1][0]);
      return (same ? id.slice(head(id).length) : id) + (code && `~${code}`);
    }).join("_");
    const extents = items.flatMap(([, , , extent], at) => extent ? [`x${at + 1}=${extent}`] : []);
    const parts = [...(ids ? [`basket=${ids}`] : []), ...searches.map((text) => `s=${encodeURIComponent(text)}`), ...extents];
    const notes = items.flatMap(([, , note], at) => note ? [`n${at + 1}=${encodeURIComponent(note)}`] : []);
    const whole = [...parts, ...notes].join("&");
    const text = whole.length > LONGEST ? parts.join("&") : whole;
    return text ? `${path}?${text}` : path;
  };

  // Files name the site by the address at which it was found.
  for (const field of document.querySelectorAll("[name=site]")) field.value = location.origin;
  let held = read();
  const show = () => {
    const count = held.items.length;
    link.href = address(held);
    document.getElementById("held-count").textContent = count ? `（${count}）` : "";
    const ids = new Set(held.items.map(([id]) => id));
    const words = document.getElementById("keep")?.dataset;
    for (const button of document.querySelectorAll("button.keep")) {
      const inside = ids.has(item(button.value)[0]);
      button.name = inside ? "drop" : "add";
      button.classList.toggle("on", inside);
      button.firstChild.data = inside ? words.drop : words.add;
    }
  };
  const keep = (now) => { held = now; write(held); show(); };

  // ── An address that carries a basket: it goes into the browser's, and out of the address. ──
  const form = document.getElementById("basket");
  const carried = { items: link.dataset.held.split(" ").filter(Boolean).map(item), searches: new URLSearchParams(location.search).getAll("s") };
  const bare = (text) => {
    const url = new URL(text, location.href);
    for (const name of [...url.searchParams.keys()]) if (/^(basket|s|n\d+)$/.test(name)) url.searchParams.delete(name);
    return url.pathname + url.search + url.hash;
  };
  if (carried.items.length || carried.searches.length) {
    // The links of the chart have no href that could be set otherwise.
    for (const one of document.querySelectorAll("a[href*='basket='], a[href*='&s='], a[href*='?s=']")) if (one !== link) one.setAttribute("href", bare(one.getAttribute("href")));
    for (const one of document.querySelectorAll("form:not(#basket) input[type=hidden]")) if (/^(basket|s|n\d+)$/.test(one.name)) one.remove();
    if (!form) {
      write(held = joined(held, carried));
      history.replaceState(history.state, "", bare(location.href));
    }
  }
  show();

  // ── Adding and dropping in place ──
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[form=keep]");
    if (!button) return;
    event.preventDefault();
    const { added, dropped, full } = document.getElementById("keep").dataset;
    held = read();
    if (button.name === "drop") {
      const [gone] = item(button.value);
      keep({ ...held, items: held.items.filter(([id]) => id !== gone) });
      say(dropped.replace("#", held.items.length));
      return;
    }
    const those = button.matches(".keep") ? [button] : [...document.querySelectorAll("ol.hits:not(.related *) button.keep")];
    const search = document.querySelector("#keep [name=found-by]")?.value;
    const now = joined(held, { items: those.map((one) => item(one.value)), searches: search ? [search] : [] });
    const left = those.some((one) => !now.items.some(([id]) => id === item(one.value)[0]));
    keep(now);
    say(left ? full : added.replace("#", now.items.length));
    if (left) button.title = full;
  });
  const again = () => { held = read(); show(); };
  document.addEventListener("swapped", again);
  window.addEventListener("storage", (event) => { if (event.key === "basket") again(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) again(); });
  ready({ read, keep, joined, address, item, say });
}));
