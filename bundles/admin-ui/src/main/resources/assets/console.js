// What the pages do beyond forms and links: times in the reader's zone, live runs, drafts, confirmation, password strength.
"use strict";
(() => {
  const language = document.documentElement.lang;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => within.querySelectorAll(selector);
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });

  function bytes(value) {
    const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
    let unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return number.format(value) + " " + units[unit];
  }

  function clock(seconds) {
    const two = (value) => String(value).padStart(2, "0");
    return Math.floor(seconds / 3600) + ":" + two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60);
  }

  // --- times: the server writes UTC, the reader lives somewhere
  function localTimes(within) {
    const format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
    all("time[datetime]", within).forEach((time) => {
      time.title = time.dateTime;
      time.textContent = format.format(new Date(time.dateTime));
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
      const button = one("button:not([type=button])", form);
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

  // --- live: an EventSource that is given a 404 while the console is updated is closed for good, so it is made anew
  let live = null;
  function open(listener) {
    live = new EventSource("/ui/live");
    let wait = 0;
    live.onmessage = (event) => {
      document.getElementById("offline")?.setAttribute("hidden", "");
      listener(JSON.parse(event.data));
    };
    live.onerror = () => {
      wait = setTimeout(() => document.getElementById("offline")?.removeAttribute("hidden"), 4000);
      if (live.readyState === EventSource.CLOSED) {
        live.close();
        setTimeout(() => open(listener), 2000);
      }
    };
    live.onopen = () => clearTimeout(wait);
  }

  function progressLine(run, labels) {
    const parts = [];
    if (run.bytesPerSecond > 0) {
      parts.push(bytes(run.bytesPerSecond) + "/s");
    }
    if (run.secondsLeft >= 0) {
      parts.push(labels.left + " " + clock(run.secondsLeft));
    }
    return parts.join(" · ");
  }

  function liveList(box, state) {
    const shown = new Map([...all(".live-run", box)].map((row) => [row.dataset.id, row]));
    state.runs.forEach((run) => {
      let row = shown.get(run.runId);
      shown.delete(run.runId);
      if (!row) {
        row = document.createElement("div");
        row.className = "live-run";
        row.dataset.id = run.runId;
        const name = document.createElement("a");
        name.href = box.dataset.run + run.runId;
        name.textContent = run.vmName;
        const bar = document.createElement("progress");
        bar.setAttribute("aria-label", run.vmName);
        const line = document.createElement("p");
        line.className = "sub";
        row.append(name, bar, line);
        box.append(row);
      }
      const bar = one("progress", row);
      if (run.blocksInScope > 0) {
        bar.max = run.blocksInScope;
        bar.value = run.blocksDone;
      }
      const phase = box.getAttribute("data-phase-" + run.phase.toLowerCase());
      one("p", row).textContent = [phase, progressLine(run, box.dataset)].filter(Boolean).join(" · ");
    });
    shown.forEach((row) => row.remove());
    const empty = one(".empty", box);
    if (state.runs.length === 0 && !empty) {
      const text = document.createElement("p");
      text.className = "empty";
      text.textContent = box.dataset.empty;
      box.append(text);
    } else if (state.runs.length > 0 && empty) {
      empty.remove();
    }
  }

  let loading = false;
  function liveRun(box, state) {
    const run = state.runs.find((candidate) => candidate.runId === box.dataset.runId);
    const going = ["ACTIVE", "PENDING", "DELETING"].includes(box.dataset.state);
    // a form whose confirmation is open must stay, or it can't be sent
    if (!going || loading || one("dialog[open]")) {
      return;
    }
    const changed = !run || run.state !== box.dataset.state || run.phase !== box.dataset.phase
      || run.waitingFor !== box.dataset.waiting
      || run.disks.some((disk) => !one(`[data-disk="${disk.key}"]`, box));
    if (changed) {
      loading = true;
      fetch(location.pathname + "?part=yes", { credentials: "same-origin" })
        .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
        .then((text) => {
          const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("run");
          if (fresh) {
            box.replaceWith(fresh);
            localTimes(fresh);
            scrollable(fresh);
          }
        })
        .catch(() => undefined)
        .finally(() => {
          loading = false;
          resumeVerification();
        });
      return;
    }
    run.disks.forEach((disk) => {
      const row = one(`[data-disk="${disk.key}"]`, box);
      const bar = one("progress", row);
      bar.max = Math.max(1, disk.blocksInScope);
      bar.value = disk.blocksDone;
      one("[data-blocks]", row).textContent = number.format(disk.blocksDone) + " / " + number.format(disk.blocksInScope);
      one("[data-put]", row).textContent = bytes(disk.bytesPut);
    });
    one("[data-sent]", box).textContent = bytes(run.bytesPut);
    const line = one("[data-speed-line]", box);
    if (line) {
      line.textContent = progressLine(run, box.dataset);
    }
  }

  function watch() {
    if (one("[data-live], [data-chart=throughput]")) {
      open((state) => {
        const list = one("[data-live=list]");
        const run = one("[data-live=run]");
        if (list) {
          liveList(list, state);
        }
        if (run) {
          liveRun(run, state);
        }
        document.dispatchEvent(new CustomEvent("live", { detail: state }));
      });
    }
  }

  // --- reading a run's snapshots back takes long: the API does it in the background, this asks how far it is
  // what was found is kept there; this browser remembers where, so that a page that is loaded again still shows it
  async function verify(button, begun = "") {
    const verdict = one("[data-verdict]");
    const headers = { "X-CSRF-Token": document.body.dataset.csrf, "Content-Type": "application/json" };
    const say = (text, state) => {
      verdict.textContent = text;
      verdict.className = "state " + state;
    };
    const kept = "verification." + button.dataset.verify;
    button.disabled = true;
    say(button.dataset.verifyBusy, "active");
    try {
      let answer = begun
        ? await fetch("/api/v1/verifications/" + begun, { headers })
        : await fetch("/api/v1/runs/" + button.dataset.verify + "/verify", { method: "POST", headers, body: "{}" });
      let found = await answer.json();
      if (begun && answer.status === 404) {
        sessionStorage.removeItem(kept);
        say(button.dataset.verifyGone, "off");
        return;
      }
      if (answer.ok) {
        sessionStorage.setItem(kept, found.id);
      }
      while (answer.ok && found.state === "RUNNING") {
        await new Promise((resume) => setTimeout(resume, 1000));
        answer = await fetch("/api/v1/verifications/" + found.id, { headers });
        found = await answer.json();
      }
      if (!answer.ok || found.state === "FAILED") {
        const problem = found.problem || found;
        say(button.dataset.verifyFailed + " " + (problem.message || "") + " " + (problem.fix || ""), "bad");
      } else {
        say(found.equal ? button.dataset.verifyGood : button.dataset.verifyBad, found.equal ? "good" : "bad");
      }
    } catch {
      say(document.body.dataset.lost, "bad");
    } finally {
      button.disabled = false;
    }
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

  function resumeVerification() {
    const button = one("button[data-verify]");
    const begun = button && sessionStorage.getItem("verification." + button.dataset.verify);
    if (begun && !button.disabled) {
      verify(button, begun);
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-verify]");
    if (button) {
      verify(button);
    }
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
  document.addEventListener("htmx:load", (event) => {
    localTimes(event.detail.elt);
    scrollable(event.detail.elt);
  });
  document.addEventListener("DOMContentLoaded", () => {
    localTimes(document);
    scrollable(document);
    drafts();
    confirmations();
    busy();
    strength();
    watch();
    resumeVerification();
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
