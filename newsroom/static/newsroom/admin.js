// The correction form with a keyboard. Without this script everything works by button.
"use strict";

(() => {
  const form = document.getElementById("correction");
  if (!form) return;

  const press = (name) => form.querySelector(`[type="submit"][name="${name}"]`)?.click();

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
    if (event.key.toLowerCase() === "s") {
      event.preventDefault();
      press("_continue");
    } else if (event.key === "Enter") {
      event.preventDefault();
      press("_next");
    }
  });

  // The next doubt nobody has answered takes the focus; the arrow keys answer it.
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyD") return;
    const doubts = [...form.querySelectorAll(".doubt[role=radiogroup]")];
    const after = doubts.findIndex((one) => one.contains(document.activeElement)) + 1;
    const next = [...doubts.slice(after), ...doubts.slice(0, after)].find((one) => one.querySelector("[value=open]:checked"));
    if (!next) return;
    event.preventDefault();
    next.querySelector("[value=open]").focus();
  });

  suspects(form);
  liveDifferences(form);
  const draft = keptDraft(form);

  // Leaving with unsaved work asks first.
  let sent = false;
  const unsaved = document.querySelector(".errornote, .conflict[role=alert]");
  const typed = () =>
    [...form.elements].some(
      (field) =>
        (field.type === "checkbox" || field.type === "radio"
          ? field.checked !== field.defaultChecked
          : field.tagName !== "SELECT" && "defaultValue" in field && field.value !== field.defaultValue) &&
        field.type !== "hidden",
    );
  form.addEventListener("submit", () => {
    sent = true;
    draft.sent();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && (unsaved || typed())) event.preventDefault();
  });
})();

// Suspects: walk to them, and put them right in the text where it now stands.
function suspects(form) {
  const rows = [...form.querySelectorAll(".suspect-list ol li")];
  if (!rows.length) return;
  for (const hidden of form.querySelectorAll(".suspect-list .acts")) hidden.hidden = false;

  // Where the suspect stands now: with as much of its surroundings as still stand, nearest to where it stood.
  const find = (row) => {
    const field = document.getElementById(row.dataset.field);
    const { before, text, after } = row.dataset;
    for (const reach of [10, 4, 1, 0]) {
      const left = before.slice(-reach), right = after.slice(0, reach);
      const sought = left + text + right;
      let best = -1;
      for (let at = field.value.indexOf(sought); at >= 0; at = field.value.indexOf(sought, at + 1)) {
        const start = at + left.length;
        if (best < 0 || Math.abs(start - row.dataset.start) < Math.abs(best - row.dataset.start)) best = start;
      }
      // Without any surroundings, only close by: elsewhere the same sign is another one.
      if (best >= 0 && (reach > 0 || Math.abs(best - row.dataset.start) < 40)) return { field, start: best, end: best + text.length };
    }
    return null;
  };

  const current = () => rows.find((row) => row.hasAttribute("aria-current"));
  const mark = (row) => {
    current()?.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    // Within its own list: the page stays where the editor reads.
    const list = row.parentElement;
    if (row.offsetTop < list.scrollTop || row.offsetTop + row.offsetHeight > list.scrollTop + list.clientHeight) {
      list.scrollTop = row.offsetTop - list.clientHeight / 2;
    }
    draw();
  };

  // Every suspect is marked where it stands, the current one more strongly, as long as it stands there.
  const fields = [...new Set(rows.map((row) => document.getElementById(row.dataset.field)))];
  const drawers = new Map(fields.map((field) => [field, markable(field)]));
  const standing = () => {
    const places = new Map(fields.map((field) => [field, []]));
    for (const row of rows) {
      const place = find(row);
      const right = row.querySelector("[name=right]").checked;
      row.classList.toggle("done", !place || right);
      if (place && !right) places.get(place.field).push([place.start, place.end, row === current(), row]);
    }
    return places;
  };
  const draw = () => {
    for (const [field, places] of standing()) drawers.get(field)(places);
  };
  draw();
  form.addEventListener("input", draw);
  // A click into a marked place shows why it is marked.
  for (const field of fields) {
    field.addEventListener("click", () => {
      const at = field.selectionStart;
      const place = standing().get(field).find(([start, end]) => start <= at && at <= end);
      if (place) mark(place[3]);
    });
  }

  const show = (row) => {
    mark(row);
    const place = find(row);
    if (!place) return row.classList.add("done");
    place.field.focus({ preventScroll: true });
    place.field.setSelectionRange(place.start, place.end);
    place.field.scrollIntoView({ block: "nearest" });
    // A text area scrolls to its selection only when it is typed into; so by the share of the text before it.
    const share = place.start / Math.max(1, place.field.value.length);
    place.field.scrollTop = share * place.field.scrollHeight - place.field.clientHeight / 2;
  };

  const apply = (row) => {
    const place = row.dataset.suggestion === undefined ? null : find(row);
    if (!place) return;
    place.field.setSelectionRange(place.start, place.end);
    place.field.focus();
    // As if typed, so that the browser's own undo takes it back.
    const typed = row.dataset.suggestion
      ? document.execCommand("insertText", false, row.dataset.suggestion)
      : document.execCommand("delete");
    if (!typed) place.field.setRangeText(row.dataset.suggestion, place.start, place.end, "end");
    place.field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const next = () => rows[(rows.indexOf(current()) + 1) % rows.length];

  for (const row of rows) {
    row.querySelector(".show").addEventListener("click", () => show(row));
    row.querySelector(".apply")?.addEventListener("click", () => apply(row));
  }
  form.querySelector(".suspect-list .apply-all").addEventListener("click", () => rows.filter((row) => !row.querySelector("[name=right]").checked).forEach(apply));
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.code === "KeyJ") {
      event.preventDefault();
      show(next());
    } else if (event.key === "Enter" && current()) {
      event.preventDefault();
      apply(current());
      show(next());
    } else if (event.code === "KeyX" && current()) {
      event.preventDefault();
      current().querySelector("[name=right]").click();
      show(next());
    }
  });
}

// The list of a misreading's places: tick them all at once.
(() => {
  const button = document.querySelector("#substitute .tick-all");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const box of document.querySelectorAll("#substitute [name=place]")) box.checked = true;
  });
})();

// What changed since print, as it is typed.
function liveDifferences(form) {
  const shown = document.getElementById("changes");
  let waiting, asked = 0;
  const refresh = async () => {
    const mine = ++asked;
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (answer?.ok && mine === asked) shown.innerHTML = await answer.text();
  };
  form.addEventListener("input", (event) => {
    if (!event.target.matches(".part textarea")) return;
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 500);
  });
}

// Typing is kept in this browser until it is saved. It is offered back, never put back by itself.
function keptDraft(form) {
  const bar = document.getElementById("draft");
  const key = bar.dataset.key;
  const fields = () => [...form.elements].filter((field) => field.name && field.matches("textarea, [type=text], select"));
  const revision = () => ["text-started_from", "text-based_on"].map((name) => form.elements[name]);
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const write = (draft) => {
    try {
      localStorage.setItem(key, JSON.stringify(draft));
    } catch {
      // A full or forbidden storage leaves what the browser itself offers: to ask before the page is left.
    }
  };
  const keep = () =>
    write({
      at: Date.now(),
      revision: revision().map((field) => field.value),
      values: Object.fromEntries(fields().map((field) => [field.name, field.value])),
    });

  let waiting = 0;
  const keepNow = () => {
    if (waiting) keep();
    clearTimeout(waiting);
    waiting = 0;
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keepNow, 300);
  });
  // The last keystrokes before the page is left, too.
  window.addEventListener("pagehide", keepNow);

  const kept = read();
  const differs = kept && fields().some((field) => field.name in kept.values && field.value !== kept.values[field.name]);
  // What came back unsaved from the server is in the form already.
  const answered = document.querySelector(".errornote, .conflict[role=alert]");
  if (kept && !differs) localStorage.removeItem(key);
  if (differs && !answered && !(kept.sent && Number(kept.revision[1]) < Number(revision()[1].value))) {
    bar.querySelector("time").textContent = new Date(kept.at).toLocaleString(document.documentElement.lang);
    bar.hidden = false;
    bar.querySelector(".bring-back").addEventListener("click", () => {
      for (const field of fields()) {
        if (field.name in kept.values) field.value = kept.values[field.name];
      }
      // It started from that revision: what was saved since is merged when it is saved.
      revision().forEach((field, index) => (field.value = kept.revision[index]));
      bar.hidden = true;
      form.querySelector(".part textarea").dispatchEvent(new Event("input", { bubbles: true }));
    });
    bar.querySelector(".discard").addEventListener("click", () => {
      localStorage.removeItem(key);
      bar.hidden = true;
    });
  }

  return {
    sent() {
      keepNow();
      const draft = read();
      if (draft) write({ ...draft, sent: true });
    },
  };
}
