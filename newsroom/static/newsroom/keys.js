// Single keys, unless somebody is typing: what is marked with a key is pressed by it, and lists are walked with J and K.
"use strict";

// With Alt also while somebody is typing.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
  const pressed = [...document.querySelectorAll("[data-alt]")].filter((one) => one.dataset.alt === event.code);
  if (pressed.length) event.preventDefault();
  pressed.forEach(press);
});

function press(one) {
  if (one.matches("details")) {
    one.open = !one.open;
    if (one.open) one.scrollIntoView({ block: "nearest" });
  } else if (one.matches("input[type=text]")) one.focus();
  else one.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.target.closest("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]")) return;
  const key = event.key.toLowerCase();
  const pressed = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  if (pressed) {
    event.preventDefault();
    press(pressed);
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
