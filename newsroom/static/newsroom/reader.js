// Arrow keys turn pages, and the chosen type size is kept. Everything works without this file.
"use strict";

const KEPT_SIZE = "newsroom-type-size";

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const link = way && document.querySelector(`main nav a[rel="${way}"]`);
  if (link) link.click();
});

const sizes = document.querySelector(".type-size");
if (sizes) {
  // Storage may be forbidden (private windows); then the choice holds for this page only.
  const stored = (work) => {
    try {
      return work(window.localStorage);
    } catch {
      return null;
    }
  };
  const kept = stored((storage) => storage.getItem(KEPT_SIZE));
  for (const choice of sizes.querySelectorAll("input")) {
    if (choice.value === kept) choice.checked = true;
  }
  sizes.addEventListener("change", (event) => stored((storage) => storage.setItem(KEPT_SIZE, event.target.value)));
}
