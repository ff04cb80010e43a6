// What is marked with a key is pressed by it, unless somebody is typing.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.target.closest("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]")) return;
  const pressed = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key.toLowerCase());
  if (!pressed) return;
  event.preventDefault();
  if (pressed.matches("input[type=text]")) pressed.focus();
  else pressed.click();
});
