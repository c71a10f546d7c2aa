// What the pages do beyond forms and links: times in the reader's zone, drafts, confirmation, password strength. What is live: live.js.
"use strict";
(() => {
  const language = document.documentElement.lang;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => within.querySelectorAll(selector);

  // --- times: the server writes UTC, the reader lives somewhere
  function localTimes(within) {
    const [format, exact] = ["short", "medium"].map((timeStyle) => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle }));
    all("time[datetime]", within).forEach((time) => {
      time.title = time.dateTime;
      time.textContent = ("seconds" in time.dataset ? exact : format).format(new Date(time.dateTime));
    });
  }

  // --- wide tables can be scrolled by keyboard, when they are wide
  function scrollable(within) {
    all(".scroll", within).forEach((box) => {
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
      } else {
        box.removeAttribute("tabindex");
      }
    });
  }

  // --- where one is stays in sight, however narrow the window is
  function showCurrent() {
    all("nav [aria-current]").forEach((entry) => {
      const box = entry.closest("nav");
      box.scrollLeft = entry.getBoundingClientRect().left - box.getBoundingClientRect().left + box.scrollLeft
        - (box.clientWidth - entry.clientWidth) / 2;
    });
  }

  // --- what was typed survives going back and forth; never a secret
  function drafts() {
    all("form[data-keep]").forEach((form) => {
      const kept = "draft." + form.dataset.keep;
      const fields = [...form.elements].filter((field) =>
        field.name && /^(text|search|textarea)$/.test(field.type) && !/secret|token|password/i.test(field.name));
      let draft = {};
      try {
        draft = JSON.parse(sessionStorage.getItem(kept)) || {};
      } catch {
        sessionStorage.removeItem(kept);
      }
      fields.forEach((field) => {
        if (!field.value && typeof draft[field.name] === "string") {
          field.value = draft[field.name];
        }
      });
      form.addEventListener("input", () => {
        sessionStorage.setItem(kept, JSON.stringify(Object.fromEntries(fields.map((field) => [field.name, field.value]))));
      });
    });
  }

  // --- a form is sent once, and says that it works
  function busy() {
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (!form.matches("form[data-busy]") || event.defaultPrevented) {
        return;
      }
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      const button = event.submitter || one("button:not([type=button])", form);
      button.setAttribute("aria-busy", "true");
      button.textContent = button.dataset.busyText || button.textContent;
    });
    // the browser may show the page again as it was
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) {
        location.reload();
      }
    });
  }

  // --- what can't be undone asks first
  function confirmations() {
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (!form.dataset.confirm || form.dataset.sure) {
        return;
      }
      event.preventDefault();
      const dialog = document.createElement("dialog");
      const text = document.createElement("p");
      text.id = "confirm-text";
      text.textContent = form.dataset.confirm;
      dialog.setAttribute("aria-labelledby", text.id);
      const buttons = document.createElement("p");
      buttons.className = "buttons";
      const no = document.createElement("button");
      no.type = "button";
      no.textContent = document.body.dataset.confirmNo;
      const yes = document.createElement("button");
      yes.type = "button";
      yes.className = "danger";
      yes.textContent = one("button", form).textContent;
      buttons.append(no, yes);
      dialog.append(text, buttons);
      document.body.append(dialog);
      no.addEventListener("click", () => dialog.close());
      yes.addEventListener("click", () => {
        form.dataset.sure = "yes";
        form.requestSubmit();
      });
      dialog.addEventListener("close", () => dialog.remove());
      dialog.showModal();
    });
  }

  // --- how hard a password is to guess: length first, then variety; the server has the last word
  function strength() {
    const field = one("input[data-strength]");
    if (!field) {
      return;
    }
    const box = document.getElementById(field.dataset.strength);
    field.addEventListener("input", () => {
      const characters = [...field.value];
      const different = new Set(characters).size;
      let level = 0;
      if (characters.length >= 12 && different >= 5) {
        const bits = characters.length * Math.log2(Math.max(2, Math.min(different * 2, 64)));
        level = bits < 55 ? 1 : bits < 75 ? 2 : bits < 95 ? 3 : 4;
      }
      box.hidden = characters.length === 0;
      one("meter", box).value = level;
      one("span", box).textContent = box.dataset[["weak", "weak", "fair", "good", "strong"][level]];
    });
  }

  // --- a chosen file becomes a field of the form: as text, or in Base64
  function files() {
    document.addEventListener("change", async (event) => {
      const picked = event.target.files?.[0];
      const target = document.getElementById(event.target.dataset.into);
      if (!target) {
        return;
      }
      if (!picked || picked.size > 70000) { // the server takes no more either
        target.value = "";
        event.target.value = "";
      } else if (event.target.dataset.as === "base64") {
        const content = new Uint8Array(await picked.arrayBuffer());
        target.value = btoa(Array.from(content, (byte) => String.fromCharCode(byte)).join(""));
      } else {
        target.value = await picked.text();
      }
    });
  }

  // --- what is shown once: a reload asks for the page anew, and does not make another
  function once() {
    if (one("[data-once]")) {
      history.replaceState(null, "", location.pathname);
    }
  }

  async function copy(button) {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = button.dataset.done;
    } catch {
      field.focus(); // it is selected: the keyboard copies it
    }
  }

  document.addEventListener("click", (event) => {
    const copying = event.target.closest("button[data-copy]");
    if (copying) {
      copy(copying);
    }
    // a menu closes when something else is clicked
    all("details.look[open]").forEach((menu) => {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      all("details.look[open]").forEach((menu) => {
        menu.open = false;
        one("summary", menu).focus();
      });
    }
  });
  // htmx says so of what it brings, live.js of what it replaces
  ["htmx:load", "replaced"].forEach((name) => document.addEventListener(name, (event) => {
    localTimes(event.detail.elt);
    scrollable(event.detail.elt);
  }));
  document.addEventListener("DOMContentLoaded", () => {
    localTimes(document);
    scrollable(document);
    drafts();
    confirmations();
    busy();
    strength();
    once();
    files();
    showCurrent();
    window.addEventListener("resize", () => {
      scrollable(document);
      showCurrent();
    });
    one(".note.bad")?.scrollIntoView({ block: "nearest" });
  });
})();
