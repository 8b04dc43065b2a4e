// Hits, and documents with theirs, below the first screen are laid out once it is shown, one in a frame: all at once would
// halt the page, and what is not laid out is not there for assistive software.
"use strict";
(() => {
  const later = ":is(.hits, .groups) > li:not(.group li, .laid)";
  const next = () => {
    const one = document.querySelector(later);
    if (!one) return;
    one.classList.add("laid");
    requestAnimationFrame(next);
  };
  // Where the page was left can be found again only when all of it has its height.
  if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") {
    for (const one of document.querySelectorAll(later)) one.classList.add("laid");
  }
  requestAnimationFrame(next);
  document.addEventListener("swapped", next);
})();
