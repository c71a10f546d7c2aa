// The registration's stages: asked for while the form is under way, so that each is ticked off when it is done.
"use strict";
(() => {
  const PERIOD = 300;
  let under = false;

  // Only what changed: a list that is read aloud is not replaced.
  function show(fresh) {
    const shown = [...document.querySelectorAll("#stages li")];
    [...fresh.querySelectorAll("li")].forEach((item, place) => {
      if (item.className !== shown[place].className) {
        shown[place].replaceWith(item);
      }
    });
  }

  async function renew() {
    try {
      const answer = await fetch(location.pathname + "?part=stages", { credentials: "same-origin" });
      const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("stages");
      // between the form's arrival and its end; before and after it nothing is under way, and what was ticked off stays so
      if (fresh && fresh.querySelector("[aria-current]")) {
        under = true;
        show(fresh);
      } else if (under) {
        return;
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
