// The log as it comes: new entries on top of those that the page was loaded with.
"use strict";
(() => {
  const MOST = 500;

  function cell(row, label, className = "") {
    const made = document.createElement("td");
    made.dataset.label = label;
    made.className = className;
    row.append(made);
    return made;
  }

  function add(body, entry) {
    const words = body.dataset;
    const row = document.createElement("tr");
    const time = document.createElement("time");
    time.dateTime = entry.time;
    time.title = entry.time;
    time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "medium" })
      .format(new Date(entry.time));
    cell(row, words.at).append(time);
    const level = document.createElement("span");
    level.className = "state " + (entry.level === "ERROR" ? "bad" : entry.level === "WARN" ? "warned" : "off");
    level.textContent = entry.level;
    cell(row, words.level).append(level);
    cell(row, words.area).textContent = body.getAttribute("data-area-" + entry.area);
    const message = cell(row, words.message, "path");
    const said = document.createElement("span");
    said.className = "said";
    said.lang = "en";
    said.textContent = entry.message;
    message.append(said);
    if (entry.run) {
      const run = document.createElement("a");
      run.href = "/system/console/connector-runs/" + encodeURIComponent(entry.run);
      run.textContent = entry.run;
      message.append(" ", run);
    }
    if (entry.error) {
      const details = document.createElement("details");
      const summary = document.createElement("summary");
      const trace = document.createElement("pre");
      summary.textContent = words.trace;
      trace.textContent = entry.error;
      details.append(summary, trace);
      message.append(details);
    }
    body.prepend(row);
    while (body.rows.length > MOST) {
      body.lastElementChild.remove();
    }
    body.closest("table").hidden = false;
    document.getElementById("nothing")?.remove();
  }

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button[data-follow]");
    const body = document.getElementById("entries");
    if (!button) {
      return;
    }
    const say = document.getElementById("followed");
    const begin = button.textContent;
    let after = button.dataset.after;
    let stream = null;

    // one that was answered 404 while the console was updated is closed for good, so it is made anew
    function open() {
      stream = new EventSource("/ui/logs?" + button.dataset.query + "&after=" + after);
      stream.onopen = () => {
        say.textContent = "";
      };
      stream.onmessage = (event) => {
        after = event.lastEventId;
        add(body, JSON.parse(event.data));
      };
      stream.onerror = () => {
        say.textContent = button.dataset.lost;
        if (stream?.readyState === EventSource.CLOSED) {
          stream.close();
          setTimeout(() => stream && open(), 2000);
        }
      };
    }

    button.addEventListener("click", () => {
      if (stream) {
        stream.close();
        stream = null;
        say.textContent = "";
      } else {
        open();
      }
      button.setAttribute("aria-pressed", String(stream !== null));
      button.textContent = stream ? button.dataset.stop : begin;
    });
  });
})();
