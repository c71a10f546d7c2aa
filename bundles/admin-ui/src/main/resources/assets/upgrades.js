// How far an upgrade is: asked for again and again while one is under way, over the moments in which nothing answers.
"use strict";
(() => {
  const PERIOD = 1500;
  let again = 0;

  async function renew() {
    const box = document.getElementById("upgrade");
    const before = box.dataset.stage;
    try {
      const answer = await fetch(location.pathname + "?part=yes", { credentials: "same-origin" });
      const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("upgrade");
      if (fresh) {
        box.replaceWith(fresh);
        document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: fresh } }));
        if (fresh.dataset.stage === "IDLE" && before !== "IDLE") {
          location.assign(location.pathname);
          return;
        }
      }
    } catch {
      // the daemon starts anew
    }
    watch();
  }

  function watch() {
    clearTimeout(again);
    again = setTimeout(renew, document.getElementById("upgrade").dataset.stage === "IDLE" ? 4 * PERIOD : PERIOD);
  }

  document.addEventListener("DOMContentLoaded", watch);
})();
