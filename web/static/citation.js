// Copying the reference.
"use strict";
(() => {
  const copy = document.getElementById("copy");
  const citation = document.getElementById("citation");
  // Where the operator has not said where the site is found, the browser knows.
  const path = citation?.dataset.path;
  if (path?.startsWith("/")) citation.value = citation.value.replace(path, location.origin + path);
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      const shown = document.getElementById("copied");
      try { await navigator.clipboard.writeText(citation.value); shown.textContent = copy.dataset.done; }
      catch { citation.select(); shown.textContent = copy.dataset.failed; }
      document.getElementById("said").textContent = shown.textContent;
    });
  }
})();
