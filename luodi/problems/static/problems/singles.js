// Statements placed one by one: a placed one leaves the screen at once and the next is current, while
// the answer is on its way. Keys that are about the whole screen wait for it.
(() => {
  "use strict";
  const isQuick = (node) => node.matches?.("form[data-quick]");
  const desk = () => document.querySelector("[data-desk]");
  let onTheWay = 0;
  let waiting = "";

  const leave = (row) => {
    const key = row.dataset.statement;
    row.querySelectorAll("[data-key]").forEach((button) => delete button.dataset.key);
    row.classList.remove("is-current");
    row.removeAttribute("data-row");
    row.hidden = true;
    desk().querySelectorAll(`[name=seen][value^="${key}:"]`).forEach((input) => (input.disabled = true));
    document.dispatchEvent(new Event("desk:find"));
  };

  const comeBack = (row) => {
    row.setAttribute("data-row", "");
    row.hidden = false;
    const key = row.dataset.statement;
    desk().querySelectorAll(`[name=seen][value^="${key}:"]`).forEach((input) => (input.disabled = false));
    document.dispatchEvent(new Event("desk:find"));
  };

  const settle = () => {
    if (onTheWay || !desk()) return;
    const next = desk().querySelector("[data-next]");
    if (next && !desk().querySelector("[data-row]")) next.click();
    else if (waiting) desk().querySelector(`[data-key="${waiting}"]`)?.click();
    waiting = "";
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!isQuick(event.target)) return;
    onTheWay += 1;
    leave(event.target.closest("[data-statement]"));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!isQuick(event.target)) return;
    onTheWay -= 1;
    if (!event.detail.successful) comeBack(event.target.closest("[data-statement]"));
    settle();
  });
  document.addEventListener("keydown", (event) => {
    if (!onTheWay || event.ctrlKey || event.metaKey || event.altKey || /^([1-9jk?]|Tab|Shift)$/.test(event.key)) return;
    if (desk()?.querySelector(`[data-key="${event.key}"]`)) waiting = event.key;
    event.stopImmediatePropagation();
  }, true);
})();
