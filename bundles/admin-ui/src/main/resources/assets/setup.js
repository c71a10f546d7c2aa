// The registration's stages: asked for while the form is under way, so that each is ticked off when it is done.
"use strict";
(() => {
  const PERIOD = 300;

  async function renew() {
    try {
      const answer = await fetch(location.pathname + "?part=stages", { credentials: "same-origin" });
      const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("stages");
      // between the form's arrival and its end; before and after it nothing is under way, and what was ticked off stays so
      if (fresh && fresh.querySelector("[aria-current]")) {
        document.getElementById("stages").replaceWith(fresh);
      }
    } catch {
      // the next page is on its way
    }
    setTimeout(renew, PERIOD);
  }

  document.addEventListener("submit", (event) => {
    if (document.getElementById("stages")?.closest("form") === event.target && !event.defaultPrevented) {
      renew();
    }
  });
})();
