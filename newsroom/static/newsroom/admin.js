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

  suspects(form);

  // Leaving with unsaved work asks first.
  let sent = false;
  const typed = () =>
    [...form.elements].some(
      (field) =>
        (field.type === "checkbox" || field.type === "radio"
          ? field.checked !== field.defaultChecked
          : field.tagName !== "SELECT" && "defaultValue" in field && field.value !== field.defaultValue) &&
        field.type !== "hidden",
    );
  form.addEventListener("submit", () => (sent = true));
  window.addEventListener("beforeunload", (event) => {
    if (!sent && typed()) event.preventDefault();
  });
})();

// Suspects: walk to them, and put them right in the text where it now stands.
function suspects(form) {
  const rows = [...form.querySelectorAll(".suspect-list li")];
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
    row.scrollIntoView({ block: "nearest" });
  };

  const show = (row) => {
    mark(row);
    const place = find(row);
    if (!place) return row.classList.add("done");
    place.field.focus();
    place.field.setSelectionRange(place.start, place.end);
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
    row.classList.add("done");
  };

  const next = () => rows[(rows.indexOf(current()) + 1) % rows.length];

  for (const row of rows) {
    row.querySelector(".show").addEventListener("click", () => show(row));
    row.querySelector(".apply")?.addEventListener("click", () => apply(row));
  }
  form.querySelector(".suspect-list .apply-all").addEventListener("click", () => rows.forEach(apply));
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.code === "KeyJ") {
      event.preventDefault();
      show(next());
    } else if (event.key === "Enter" && current()) {
      event.preventDefault();
      apply(current());
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
