// The network's page: fields that only a fixed address needs, and the seconds until a change takes itself back.
"use strict";
(() => {
  const POLL_MILLIS = 2000;

  function methods() {
    document.querySelectorAll("[data-method]").forEach((box) => {
      const choice = box.querySelector("select");
      const follow = () => box.querySelectorAll("[data-static]").forEach((field) => {
        field.hidden = choice.value !== "static";
      });
      choice.addEventListener("change", follow);
      follow();
    });
  }

  // Where the change leads may answer to another address; this page then only says where to go on.
  function countdown(box) {
    let left = Number(box.dataset.seconds);
    const shown = box.querySelector("[data-left]");
    setInterval(() => {
      if (box.dataset.phase === "WAITING" && left > 0) {
        left--;
        shown.textContent = String(left);
      }
    }, 1000);
    const again = new URL(location.href);
    const poll = async () => {
      try {
        const answer = await fetch(location.pathname + "?part=yes", { credentials: "same-origin", signal: AbortSignal.timeout(5000) });
        const now = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("now");
        if (answer.ok && now) {
          document.getElementById("moved").hidden = true;
          left = Number(now.dataset.seconds);
          if (now.dataset.phase !== box.dataset.phase) {
            again.searchParams.delete("done");
            if (now.dataset.phase === "") {
              again.searchParams.set("ended", "yes");
            }
            location.replace(again);
            return;
          }
        }
      } catch {
        document.getElementById("moved").hidden = false;
      }
      setTimeout(poll, POLL_MILLIS);
    };
    setTimeout(poll, POLL_MILLIS);
  }

  document.addEventListener("DOMContentLoaded", () => {
    methods();
    const box = document.getElementById("change");
    if (box) {
      countdown(box);
    }
  });
})();
