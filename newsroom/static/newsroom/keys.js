// Single keys, unless somebody is typing: what is marked with a key is pressed by it, and lists are walked with J and K.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.target.closest("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]")) return;
  const key = event.key.toLowerCase();
  const pressed = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  if (pressed) {
    event.preventDefault();
    if (pressed.matches("input[type=text]")) pressed.focus();
    else pressed.click();
    return;
  }
  // The list: the link of each row takes the focus, so that Enter opens it and the eye and a screen reader follow.
  const links = [...document.querySelectorAll("#result_list tbody th a")];
  const search = document.getElementById("searchbar");
  if (links.length && (key === "j" || key === "k")) {
    const at = links.indexOf(document.activeElement);
    links[Math.min(links.length - 1, Math.max(0, at + (key === "j" ? 1 : -1)))].focus();
  } else if (search && key === "/") {
    event.preventDefault();
    search.focus();
  }
});
