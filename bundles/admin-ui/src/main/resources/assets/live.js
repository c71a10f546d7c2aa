// What goes on by itself while a page is open: the runs that are under way, and the reading back of one.
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
    return number.format(value) + "\u00a0" + units[unit];
  }

  function clock(seconds) {
    const two = (value) => String(value).padStart(2, "0");
    return Math.floor(seconds / 3600) + ":" + two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60);
  }

  // --- live: an EventSource that is given a 404 while the console is updated is closed for good, so it is made anew
  let live = null;
  // one for all attempts: what a later error began anew, or an earlier stream, would show the strip after an answer came
  let silence = 0;
  function connected() {
    clearTimeout(silence);
    silence = 0;
    document.getElementById("offline")?.setAttribute("hidden", "");
  }
  // a stream does not tell why it was refused. Whose session has ended meanwhile is led to the log-in
  async function again(listener) {
    let status = 0;
    try {
      const ended = new AbortController();
      status = (await fetch("/ui/live", { signal: ended.signal })).status;
      ended.abort();
    } catch {
      // nobody answers yet
    }
    if (status === 401) {
      location.reload();
    } else {
      open(listener);
    }
  }
  function open(listener) {
    live = new EventSource("/ui/live");
    live.onmessage = (event) => {
      connected();
      listener(JSON.parse(event.data));
    };
    live.onerror = () => {
      if (silence === 0) {
        silence = setTimeout(() => document.getElementById("offline")?.removeAttribute("hidden"), 4000);
      }
      if (live.readyState === EventSource.CLOSED) {
        live.close();
        setTimeout(() => again(listener), 2000);
      }
    };
    live.onopen = connected;
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
            document.dispatchEvent(new CustomEvent("replaced", { detail: { elt: fresh } }));
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
    const verdict = one("[data-verdict]", button.closest("[data-verification]") || document);
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
  });
  document.addEventListener("DOMContentLoaded", () => {
    watch();
    resumeVerification();
  });
})();
