// Marks in a text area: the same text, unseen, lies behind it, and only its marks show through.
"use strict";

// markable(area) -> draw([[start, end, current], …]), to be called whenever the text or the places change.
function markable(area) {
  const field = document.createElement("div");
  const behind = document.createElement("div");
  field.className = "markable";
  behind.className = "behind";
  behind.setAttribute("aria-hidden", "true");
  area.replaceWith(field);
  field.append(behind, area);

  const fit = () => {
    const style = getComputedStyle(area);
    for (const name of ["font", "lineHeight", "letterSpacing", "padding", "textIndent", "tabSize"]) behind.style[name] = style[name];
    // Without its scroll bar, so that lines break at the same places.
    behind.style.top = `${area.clientTop}px`;
    behind.style.left = `${area.clientLeft}px`;
    behind.style.width = `${area.clientWidth}px`;
    behind.style.height = `${area.clientHeight}px`;
    behind.scrollTop = area.scrollTop;
  };
  new ResizeObserver(fit).observe(area);
  area.addEventListener("scroll", () => (behind.scrollTop = area.scrollTop));

  return (places) => {
    const pieces = [];
    let at = 0;
    for (const [start, end, current] of [...places].sort((one, other) => one[0] - other[0])) {
      if (start < at) continue;
      const mark = document.createElement("mark");
      mark.textContent = area.value.slice(start, end);
      if (current) mark.className = "current";
      pieces.push(area.value.slice(at, start), mark);
      at = end;
    }
    // A last line break shows as an empty line in a text area, and in a block only before something.
    behind.replaceChildren(...pieces, `${area.value.slice(at)}\u200b`);
    fit();
  };
}
