// Choosing a box for another page: the preview and the code follow each choice.
"use strict";
(() => {
  const form = document.getElementById("choices");
  if (!form) return;
  // Browsers bring the cursor into sight, and leave out of it what else there is of a large field.
  for (const field of document.querySelectorAll("textarea[id]")) field.addEventListener("focus", () => field.scrollIntoView({ block: "nearest" }));
  // Where the operator has not said where the site is found, the browser knows.
  const complete = (page) => {
    for (const field of page.querySelectorAll("textarea[id]")) field.value = field.defaultValue.replaceAll("https://HOST", location.origin);
    for (const code of page.querySelectorAll("code")) code.textContent = code.textContent.replaceAll("https://HOST", location.origin);
  };
  complete(document);
  form.querySelector(".actions").hidden = true;
  let wait, ask = 0;
  form.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(wait);
    wait = setTimeout(async () => {
      const mine = ++ask;
      const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
      const address = `${form.action}?${new URLSearchParams(pairs)}`;
      try {
        const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
        if (mine !== ask || !page.getElementById("choices")) return;
        complete(page);
        for (const field of page.querySelectorAll("textarea[id]")) document.getElementById(field.id).value = field.value;
        const opened = document.querySelector("#preview details").open;
        document.getElementById("preview").replaceChildren(...document.adoptNode(page.getElementById("preview")).childNodes);
        document.querySelector("#preview details").open = opened;
        history.replaceState(null, "", address);
      } catch { form.querySelector(".actions").hidden = false; }
    }, 300);
  });
  form.addEventListener("compositionend", (event) => event.target.dispatchEvent(new Event("input", { bubbles: true })));
})();
