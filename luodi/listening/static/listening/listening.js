// Boxes for many sentences (Enter goes on, Shift+Enter breaks the line); typed text of a guest survives a closed page.
(() => {
  "use strict";
  const boxesOf = (node) => [...node.closest("form").querySelectorAll(".quick-boxes textarea")];

  const addBox = (form) => {
    const holder = form.querySelector(".quick-boxes");
    const box = holder.querySelector(".quick-box").cloneNode(true);
    box.querySelectorAll(".field-error").forEach((line) => line.remove());
    const area = box.querySelector("textarea");
    area.value = "";
    area.classList.remove("is-invalid");
    area.removeAttribute("aria-describedby");
    const number = holder.children.length + 1;
    area.id = `said-${number}`;
    const label = box.querySelector("label");
    label.htmlFor = area.id;
    label.textContent = label.textContent.replace(/\d+/, number);
    holder.append(box);
    area.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-box]");
    if (button) addBox(button.closest("form"));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches(".quick-boxes textarea")) return;
    event.preventDefault();
    const boxes = boxesOf(event.target);
    const next = boxes[boxes.indexOf(event.target) + 1];
    if (next) next.focus();
    else if (event.target.value.trim()) addBox(event.target.form);
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("textarea[data-draft]").forEach((area) => {
      const key = `luodi-draft-${area.dataset.draft}`;
      if (document.querySelector("[data-draft-done]")) localStorage.removeItem(key);
      else if (!area.value) area.value = localStorage.getItem(key) || "";
      area.addEventListener("input", () => localStorage.setItem(key, area.value));
    });
  });
})();
