// The editor: insert a figure where the cursor stands, go to the line of a fault, filter the list of figures.
(() => {
  "use strict";
  const source = () => document.querySelector("[data-source]");

  const insert = (text) => {
    const field = source();
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    document.body.dispatchEvent(new Event("briefs:inserted"));
  };

  const goTo = (line, column) => {
    const field = source();
    const lines = field.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    field.focus();
    const from = start + Math.max(column - 1, 0);
    const digits = /^[\p{N}.,]+/u.exec(field.value.slice(from));
    field.setSelectionRange(from, column && digits ? from + digits[0].length : start + (lines[line - 1] || "").length);
    field.scrollTop = (line - 3) * parseFloat(getComputedStyle(field).lineHeight);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert], [data-line]");
    if (!button || !source()) return;
    if (button.dataset.insert) insert(button.dataset.insert);
    else goTo(Number(button.dataset.line), Number(button.dataset.column));
  });

  document.addEventListener("input", (event) => {
    const list = event.target.dataset.filterList;
    if (!list) return;
    const words = event.target.value.trim().toLowerCase();
    document.getElementById(list).querySelectorAll("li").forEach((line) => { line.hidden = !line.textContent.toLowerCase().includes(words); });
  });
})();
