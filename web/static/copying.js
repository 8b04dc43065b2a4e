// Copying what stands in a field.
"use strict";
(() => {
  // Where the operator has not said where the site is found, the browser knows.
  const citation = document.getElementById("citation");
  const { path, name, before } = citation?.dataset ?? {};
  if (path?.startsWith("/")) citation.value = citation.value.replace(before, name + location.origin + path + "，" + before);

  // Without TLS, as on many intranets, browsers have no clipboard but the old way.
  const put = async (fields) => {
    const text = fields.map((one) => one.value).join("\n\n");
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const all = fields.length > 1 ? document.body.appendChild(document.createElement("textarea")) : fields[0];
    if (fields.length > 1) all.value = text;
    all.select();
    const done = document.execCommand("copy");
    if (fields.length > 1) all.remove();
    if (!done) throw new Error("refused");
  };
  for (const button of document.querySelectorAll("[data-copies]")) button.hidden = false;
  // Parts of a page may come anew, with their buttons.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    const fields = button.dataset.copies.split(" ").map((one) => document.getElementById(one)), [field] = fields;
    const shown = document.getElementById(`${field.id}-copied`);
    try { await put(fields); shown.textContent = button.dataset.done; }
    catch { field.select(); shown.textContent = button.dataset.failed; }
    document.getElementById("said").textContent = shown.textContent;
  });
})();
