// The page of the answer basket: what is done there is done in place.
"use strict";
window.heldBasket.then(({ read, keep, joined, address, item, say }) => {
  const form = document.getElementById("basket");
  if (!form) return;
  const held = read();
  const shown = () => {
    const notes = [...form.querySelectorAll("[name=note]")].map((one) => one.value.trim());
    const extents = [...form.querySelectorAll("[name=extent]")].map((one) => one.value);
    return {
      items: [...form.querySelectorAll("[name=item]")].map((one, at) => { const [id, code] = item(one.value); return [id, code, notes[at], extents[at]]; }),
      searches: [...form.querySelectorAll("[name=s]")].map((one) => one.value),
    };
  };
  const same = (...both) => new Set(both.map(({ items, searches }) => JSON.stringify([items.map(([id, , note, extent]) => [id, note, extent || ""]), searches]))).size === 1;
  const state = () => ({ ...history.state, own: true });
  let own = true;
  const settle = () => {
    const now = shown(), share = document.getElementById("share");
    share.value = new URL(address(now), share.value.startsWith("/") ? location.href : share.value).href;
    if (!own) return;
    keep(now);
    history.replaceState(state(), "", address(now));
  };
  const begin = () => {
    const now = shown();
    const empty = !held.items.length && !held.searches.length;
    if (!location.search && !empty) { location.replace(address(held)); return; }
    own = empty || same(now, held) || !!history.state?.own;
    if (own && !empty && !same(now, held)) { location.replace(address(held)); return; }
    settle();
    if (own) return;
    document.getElementById("shared").hidden = false;
    document.getElementById("own-count").textContent = held.items.length;
    const take = (whole) => { own = true; keep(whole); location.replace(address(whole)); };
    document.getElementById("adopt").addEventListener("click", () => { own = true; document.getElementById("shared").hidden = true; settle(); document.getElementById("items-title").focus(); });
    document.getElementById("merge").addEventListener("click", () => take(joined(held, shown())));
    document.getElementById("own").addEventListener("click", () => location.assign(address(held)));
  };

  // The cover stays in this tab, so that one can go and search on; it is gone with the tab.
  const cover = [...form.querySelectorAll("#cover input, #cover textarea")];
  const tab = (() => { try { return window.sessionStorage; } catch { return null; } })();
  for (const field of cover) {
    if (!field.value) field.value = tab?.getItem(`cover-${field.name}`) ?? "";
    field.addEventListener("input", () => tab?.setItem(`cover-${field.name}`, field.value));
  }

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button?.name !== "do") return;
    event.preventDefault();
    const sent = new URLSearchParams(new FormData(form));
    for (const field of cover) sent.delete(field.name);
    sent.append("do", button.value);
    const parts = document.getElementById("parts");
    parts.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent, signal: AbortSignal.timeout(8000) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("parts");
      if (!fresh) throw new Error(answer.status);
      const opened = [...parts.querySelectorAll(".more-items")].some((one) => one.open);
      const focus = fresh.querySelector("[autofocus]");
      focus?.removeAttribute("autofocus");
      parts.replaceChildren(...document.adoptNode(fresh).childNodes);
      if (opened) parts.querySelector(".more-items").open = true;
      document.title = page.title;
      settle();
      for (const button of parts.querySelectorAll("[data-copies]")) button.hidden = false;
      (focus || (document.activeElement === document.body ? document.getElementById("items-title") : null))?.focus();
      say(document.getElementById("done")?.textContent || parts.querySelector(".problems[role=alert]")?.textContent || "");
    } catch { say(form.dataset.failed); }
    parts.removeAttribute("aria-busy");
  });
  form.addEventListener("change", (event) => { if (["note", "extent"].includes(event.target.name)) settle(); });
  // Alt and an arrow move the passage in which the focus is.
  form.addEventListener("keydown", (event) => {
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!way || !event.altKey) return;
    const button = event.target.closest(".entry")?.querySelector(`button[value^=${way}]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  // The basket may have grown elsewhere while this page lay aside.
  const follow = () => { if (own && !same(shown(), read())) location.replace(address(read())); };
  window.addEventListener("storage", (event) => { if (event.key === "basket") follow(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
  begin();
});
