// What stands on paper: whole addresses. Where the operator has not said where the site is found,
// the browser knows.
"use strict";
addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll(".own")) {
    if (one.textContent.startsWith("/")) one.textContent = location.origin + one.textContent;
  }
});
