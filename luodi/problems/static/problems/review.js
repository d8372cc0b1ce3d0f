// The review desk: knows the current statement, tells every decision which ones it is about, and
// finds the place again after the desk was replaced. j, k and the buttons' keys are luodi.js.
(() => {
  "use strict";
  const desk = () => document.querySelector("[data-desk]");
  const rows = () => [...desk().querySelectorAll("[data-row]")];
  const current = () => desk().querySelector("[data-row].is-current") || rows()[0];
  let place = 0;

  // "v" ticks the current statement: its box alone carries the key. So do its digits.
  const setCurrent = (row) => {
    rows().forEach((one) => {
      const box = one.querySelector("input[type=checkbox]");
      one.classList.toggle("is-current", one === row);
      one.querySelectorAll("[data-digit]").forEach((button) => {
        if (one === row) button.dataset.key = button.dataset.digit;
        else delete button.dataset.key;
      });
      if (!box) return;
      if (one === row) box.dataset.key = "v";
      else delete box.dataset.key;
    });
    place = rows().indexOf(row);
  };

  const chosen = () => [...desk().querySelectorAll("input[name=chosen]:checked")].map((box) => box.value);

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-desk] [data-row]");
    if (row) setCurrent(row);
  });

  document.addEventListener("htmx:configRequest", (event) => {
    if (!("decide" in event.target.dataset)) return;
    const given = event.detail.formData;
    chosen().forEach((key) => given.append("chosen", key));
    const row = current();
    if (row?.dataset.proposal) given.set("current", row.dataset.proposal);
    if (row?.dataset.statement) given.set("statement", row.dataset.statement);
  });

  // While a decision is on its way no key counts: nobody accepts a group not yet seen.
  let busy = false;
  document.addEventListener("htmx:beforeRequest", (event) => (busy = event.target.matches("form:not([data-quick])")));
  document.addEventListener("htmx:afterRequest", (event) => event.target.matches("[data-quick]") || (busy = false));
  document.addEventListener("keydown", (event) => busy && event.stopImmediatePropagation(), true);

  // A dialog that chooses a problem begins in its search box; a name is typed over.
  document.addEventListener("click", (event) => {
    const id = event.target.closest("[data-desk] [data-dialog]")?.dataset.dialog;
    if (!id) return;
    document.getElementById(id)?.querySelector("select")?.tomselect?.focus();
    document.getElementById(id)?.querySelector("input[name=title]")?.select();
  });

  const find = () => {
    const list = rows();
    if (!list.length) return;
    const row = list[Math.min(Math.max(place, 0), list.length - 1)];
    setCurrent(row);
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };

  let group = location.pathname;
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!desk() || event.target.matches(".desk-why")) return;
    if (group !== location.pathname) [group, place] = [location.pathname, 0];
    find();
  });
  document.addEventListener("desk:find", find);
  document.addEventListener("DOMContentLoaded", find);
})();
