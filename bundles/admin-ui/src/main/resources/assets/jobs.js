// What the pages of jobs do beyond forms and links: choosing VMs over several pages of the inventory, and the form of a job.
"use strict";
(() => {
  const KEPT = "chosen.vms";
  const all = (selector, within = document) => within.querySelectorAll(selector);

  // --- a choice is kept while the list is searched, sorted and paged
  function kept() {
    try {
      const ids = JSON.parse(sessionStorage.getItem(KEPT));
      return new Set(Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : []);
    } catch {
      return new Set();
    }
  }

  function keep(ids) {
    sessionStorage.setItem(KEPT, JSON.stringify([...ids]));
  }

  function tell(form, ids) {
    const told = form.querySelector("[data-chosen]");
    const button = form.querySelector("button[value=choose]");
    told.textContent = told.dataset.chosen.replace("#", ids.size.toLocaleString(document.documentElement.lang));
    told.hidden = ids.size === 0;
    button.disabled = ids.size === 0;
    form.querySelector("[data-choose-none]").hidden = ids.size === 0;
    const boxes = [...all("input[name=vm]", form)];
    const checked = boxes.filter((box) => box.checked).length;
    const page = form.querySelector("[data-choose-page]");
    if (page) {
      page.checked = boxes.length > 0 && checked === boxes.length;
      page.indeterminate = checked > 0 && checked < boxes.length;
    }
  }

  function chosen(form) {
    const ids = kept();
    all("input[name=vm]", form).forEach((box) => {
      box.checked = ids.has(box.value);
    });
    tell(form, ids);
  }

  function choosing() {
    document.addEventListener("change", (event) => {
      const form = event.target.closest("form[data-choosing]");
      if (!form) {
        return;
      }
      if (event.target.matches("[data-choose-page]")) {
        all("input[name=vm]", form).forEach((box) => {
          box.checked = event.target.checked;
        });
      }
      const ids = kept();
      all("input[name=vm]", form).forEach((box) => {
        if (box.checked) {
          ids.add(box.value);
        } else {
          ids.delete(box.value);
        }
      });
      keep(ids);
      tell(form, ids);
    });
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-choose-none]");
      if (button) {
        keep(new Set());
        chosen(button.closest("form"));
      }
    });
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (!form.matches("form[data-choosing]")) {
        return;
      }
      // those of other pages go along
      all("input[data-elsewhere]", form).forEach((field) => field.remove());
      const here = new Set([...all("input[name=vm]", form)].map((box) => box.value));
      kept().forEach((id) => {
        if (!here.has(id)) {
          const field = document.createElement("input");
          field.type = "hidden";
          field.name = "vm";
          field.value = id;
          field.dataset.elsewhere = "yes";
          form.append(field);
        }
      });
      keep(new Set());
    });
    all("form[data-choosing]").forEach(chosen);
  }

  // --- the form of a job shows what its kind of schedule needs, and times in the reader's own zone
  function schedule(box) {
    const show = () => {
      const kind = box.querySelector("input[name=schedule]:checked")?.value ?? "";
      all("[data-only]", box).forEach((part) => {
        part.hidden = !part.dataset.only.split(" ").includes(kind);
      });
    };
    box.addEventListener("change", show);
    show();
    const zone = box.querySelector("input[name=zone]");
    const start = box.querySelector("input[name=startAt]");
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (own && zone.value === "UTC") {
      const at = new Date(start.value + "Z");
      if (!Number.isNaN(at.getTime())) {
        const two = (value) => String(value).padStart(2, "0");
        start.value = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
      }
      zone.value = own;
      box.querySelector("[data-zone]").textContent = own;
    }
  }

  document.addEventListener("htmx:load", (event) => {
    const form = event.detail.elt.closest?.("form[data-choosing]") || event.detail.elt.querySelector?.("form[data-choosing]");
    if (form) {
      chosen(form);
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    choosing();
    all("[data-schedule]").forEach(schedule);
  });
})();
