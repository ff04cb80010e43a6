// Select words of an article, and a way to report them stands beside them. Without this file the place is chosen in a list.
"use strict";

(() => {
  const link = document.querySelector("a.report");
  const article = link?.closest("article");
  if (!link || !article) return;

  const near = document.createElement("a");
  near.className = "report-near";
  near.rel = "nofollow";
  near.textContent = link.dataset.label;
  near.lang = document.documentElement.lang;
  near.hidden = true;
  document.body.append(near);

  // Each of these is one text; the second half of an article that was printed elsewhere is another article's.
  const PARTS = { ".kicker": "kicker", h1: "headline", ".subhead": "subhead", ".credits": "byline", figcaption: "photo" };
  const partOf = (block) => Object.entries(PARTS).find(([selector]) => block.matches(selector))?.[1] ?? "body";
  const blockOf = (node) => {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const block = element?.closest(".kicker, h1, .subhead, .credits, .text p, .text h2, figcaption");
    return block && article.contains(block) && !block.closest(".continuation") ? block : null;
  };

  const selected = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const block = blockOf(range.startContainer);
    if (!block) return null;
    const within = range.cloneRange();
    if (!block.contains(range.endContainer)) within.setEnd(block, block.childNodes.length);
    const before = document.createRange();
    before.setStart(block, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const part = partOf(block);
    return { part, passage: within.toString().trim(), before: before.toString().slice(-20), box: range.getBoundingClientRect() };
  };

  let waiting;
  const follow = () => {
    const found = selected();
    near.hidden = !found?.passage;
    if (near.hidden) return;
    const asked = new URLSearchParams({ part: found.part, passage: found.passage.slice(0, 400), before: found.before });
    near.href = `${link.pathname}?${asked}`;
    near.style.top = `${found.box.bottom + scrollY + 6}px`;
    const room = document.documentElement.clientWidth - near.offsetWidth - 8;
    near.style.left = `${Math.max(8, Math.min(found.box.left + scrollX, room))}px`;
  };
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(follow, 200);
  });
})();
