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
