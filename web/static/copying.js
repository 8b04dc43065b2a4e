// Copying what stands in a field.
"use strict";
(() => {
  // Where the operator has not said where the site is found, the browser knows.
  const citation = document.getElementById("citation");
  const path = citation?.dataset.path;
  if (path?.startsWith("/")) citation.value = citation.value.replace(path, location.origin + path);

  // Without TLS, as on many intranets, browsers have no clipboard but the old way.
  const put = async (field) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(field.value);
    field.select();
    if (!document.execCommand("copy")) throw new Error("refused");
  };
  for (const button of document.querySelectorAll("[data-copies]")) button.hidden = false;
  // Parts of a page may come anew, with their buttons.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copies);
    const shown = document.getElementById(`${field.id}-copied`);
    try { await put(field); shown.textContent = button.dataset.done; }
    catch { field.select(); shown.textContent = button.dataset.failed; }
    document.getElementById("said").textContent = shown.textContent;
  });
})();
