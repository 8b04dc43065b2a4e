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
      const said = document.getElementById("copied");
      try { await navigator.clipboard.writeText(citation.value); said.textContent = copy.dataset.done; }
      catch { citation.select(); said.textContent = copy.dataset.failed; }
    });
  }
})();
