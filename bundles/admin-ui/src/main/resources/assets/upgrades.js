// How far an upgrade is: asked for again and again while one is under way, over the moments in which nothing answers.
"use strict";
(() => {
  const PERIOD = 1500;
  let again = 0;

  async function renew() {
    const box = document.getElementById("upgrade");
    if (!box) {
      // a page that tells of a failure alone
      return;
    }
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

  // A release file is sent as it is, not in a form: so it need not fit into anybody's memory.
  function upload(form) {
    const file = form.querySelector("input[type=file]").files[0];
    const bar = form.querySelector("progress");
    const told = form.querySelector("[role=alert]");
    const button = form.querySelector("button");
    const fail = (text) => {
      bar.hidden = true;
      button.disabled = false;
      told.textContent = text;
      told.hidden = false;
    };
    told.hidden = true;
    if (file.size > Number(form.dataset.most)) {
      fail(form.dataset.tooLong);
      return;
    }
    const request = new XMLHttpRequest();
    request.open("POST", form.action + "?action=upload&source=uploaded");
    request.setRequestHeader("Content-Type", "application/zip");
    request.setRequestHeader("X-CSRF-Token", document.body.dataset.csrf);
    request.upload.addEventListener("progress", (event) => {
      bar.max = event.total || 1;
      bar.value = event.loaded;
    });
    request.addEventListener("error", () => fail(form.dataset.lost));
    request.addEventListener("load", () => {
      const main = new DOMParser().parseFromString(request.responseText, "text/html").getElementById("main");
      if (!main) {
        fail(form.dataset.lost);
        return;
      }
      document.getElementById("main").replaceWith(main);
      document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: main } }));
      main.focus();
      main.scrollIntoView();
    });
    button.disabled = true;
    bar.hidden = false;
    request.send(file);
  }

  document.addEventListener("submit", (event) => {
    if (event.target.id === "upload") {
      event.preventDefault();
      upload(event.target);
    }
  });
  document.addEventListener("DOMContentLoaded", watch);
})();
