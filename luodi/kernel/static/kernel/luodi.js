// What every page does: theme, menus of keys, dialogs, selects with search, guards for forms, htmx errors.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = (key) => document.body.dataset[key] || "";

  // --- light and dark ---------------------------------------------------------------------------
  const switchTheme = () => {
    const root = document.documentElement;
    const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    root.dataset.bsTheme = theme;
    localStorage.setItem("luodi-theme", theme);
    document.dispatchEvent(new CustomEvent("luodi:theme", { detail: theme }));
  };

  // --- the sample's sign-ins: a click fills both fields -----------------------------------------------
  const fillIn = ({ signIn, password }) => {
    const [name, word] = ["login", "password"].map((id) => document.querySelector(`input[name=${id}]`));
    [name.value, word.value] = [signIn, password];
    word.form.querySelector("button:not([type=button])").focus();
  };

  // --- dialogs: data-dialog="id" opens, data-close closes ------------------------------------------
  const openDialog = (id) => document.getElementById(id)?.showModal();

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-dialog], [data-close], [data-theme-switch], [data-print], [data-sign-in]");
    if (!target) {
      if (event.target instanceof HTMLDialogElement) event.target.close();
      return;
    }
    if (target.dataset.dialog) openDialog(target.dataset.dialog);
    if ("close" in target.dataset) target.closest("dialog")?.close();
    if ("themeSwitch" in target.dataset) switchTheme();
    if ("print" in target.dataset) window.print();
    if (target.dataset.signIn) fillIn(target.dataset);
  });

  // --- long lists of choices get a search box -------------------------------------------------------
  // The search box stands for the select: label, help and error are read with it.
  const takeOver = (select) => {
    select.setAttribute("aria-hidden", "true");
    ["aria-describedby", "aria-invalid"].filter((name) => select.hasAttribute(name)).forEach((name) => {
      select.tomselect.control_input.setAttribute(name, select.getAttribute(name));
    });
  };
  // A box for one of thousands: data-pick is where suggestions come from; what is sent is the key.
  const line = (data, escape) => `<div>${escape(data.text)}${data.hint ? ` <small class="quiet">${escape(data.hint)}</small>` : ""}</div>`;
  const pickFor = (input) => {
    const { pick, chosen, text } = input.dataset;
    const typed = input.value;
    input.value = chosen || "";
    const box = new TomSelect(input, {
      maxItems: 1, valueField: "value", labelField: "text", searchField: ["text", "hint"], maxOptions: 50,
      options: chosen ? [{ value: chosen, text }] : [], items: chosen ? [chosen] : [],
      placeholder: input.placeholder, hidePlaceholder: true, preload: "focus", score: () => () => 1, plugins: [],
      render: { option: line, item: (data, escape) => `<div>${escape(data.text)}</div>`, no_results: () => `<div class="no-results" role="option" aria-disabled="true">${words("saysNothing")}</div>` },
      load(query, done) {
        fetch(`${pick}?q=${encodeURIComponent(query)}`, { headers: { Accept: "application/json" } })
          .then((answer) => answer.json()).then((found) => { this.clearOptions(); done(found); }).catch(() => done());
      },
    });
    if (!chosen && typed) box.setTextboxValue(typed);
    takeOver(input);
  };
  const enrich = (root) => {
    all("select[data-search]", root).forEach((select) => {
      if (!select.tomselect && window.TomSelect) {
        const nothing = select.dataset.search || select.querySelector('option[value=""]')?.text || "";
        new TomSelect(select, { maxOptions: 500, placeholder: nothing, hidePlaceholder: true });
        takeOver(select);
      }
    });
    all("input[data-pick]", root).forEach((input) => input.tomselect || !window.TomSelect || pickFor(input));
    all("[data-check-all]", root).forEach(countChecked);
    all("dialog[data-open]", root).forEach((dialog) => dialog.open || dialog.showModal());
  };

  // --- choosing rows: data-check-all="name" in the head, data-bulk="name" shows how many ------------
  const countChecked = (master) => {
    const name = master.dataset.checkAll;
    const boxes = all(`input[type=checkbox][name="${name}"]`);
    const checked = boxes.filter((box) => box.checked).length;
    master.checked = checked > 0 && checked === boxes.length;
    master.indeterminate = checked > 0 && checked < boxes.length;
    all(`[data-bulk="${name}"]`).forEach((bar) => {
      bar.hidden = checked === 0;
      all("[data-bulk-count]", bar).forEach((place) => (place.textContent = checked));
    });
  };

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.dataset?.checkAll) {
      all(`input[type=checkbox][name="${box.dataset.checkAll}"]`).forEach((one) => (one.checked = box.checked));
    }
    if (box.type === "checkbox") all("[data-check-all]").forEach(countChecked);
    if (box.matches?.("select[data-submit]")) box.form.requestSubmit();
    if (box.form?.matches("[data-guard]")) box.form.dataset.dirty = "";
  });
  document.addEventListener("input", (event) => {
    if (event.target.form?.matches("[data-guard]")) event.target.form.dataset.dirty = "";
  });

  // --- what cannot be taken back is asked once: a form with data-confirm="a sentence" ------------------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const dialog = document.getElementById("ask");
    if (!form.dataset.confirm || "confirmed" in form.dataset || !dialog) return;
    event.preventDefault();
    const pressed = event.submitter;
    const yes = dialog.querySelector("[data-yes]");
    dialog.querySelector(".question").textContent = form.dataset.confirm;
    yes.textContent = pressed?.textContent.trim() || yes.textContent;
    yes.onclick = () => {
      dialog.close();
      form.dataset.confirmed = "";
      form.requestSubmit(pressed);
    };
    dialog.showModal();
  }, true);

  // --- forms: nothing is sent twice, nothing typed is lost by a slip --------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if ("sent" in form.dataset) {
      event.preventDefault();
      return;
    }
    if (form.hasAttribute("hx-post") || "again" in form.dataset) return; // htmx keeps order; a download leaves the page
    form.dataset.sent = "";
    if (form.elements.once) history.replaceState({ ...history.state, once: form.elements.once.value }, "");
    delete form.dataset.dirty;
    event.submitter?.setAttribute("aria-busy", "true");
  });
  // Going back after a save asks for the page anew: its form must stay the one that was saved, so that
  // sending it again is known as a repeat (kernel/once.py). Only a reload or a fresh visit begins another.
  const keepMark = () => {
    const { once, ...state } = history.state || {};
    if (!once) return;
    if (performance.getEntriesByType("navigation")[0]?.type !== "back_forward") history.replaceState(state, "");
    else all('input[name="once"]').forEach((mark) => { mark.value = once; });
  };
  keepMark();
  window.addEventListener("pageshow", (event) => { if (!event.persisted) keepMark(); });
  window.addEventListener("pageshow", () => all("form[data-sent], form[data-confirmed]").forEach((form) => { delete form.dataset.sent; delete form.dataset.confirmed; }));
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-dirty]")) event.preventDefault();
  });

  // --- keys ------------------------------------------------------------------------------------------
  const rows = () => all("tr[data-href], [data-row]");
  const rowLink = (row) => row.dataset.href || row.querySelector("a[href]")?.href;
  const moveRow = (step) => {
    const list = rows();
    if (!list.length) return;
    const at = list.findIndex((row) => row.classList.contains("is-current"));
    const next = Math.min(Math.max(at < 0 ? (step > 0 ? 0 : list.length - 1) : at + step, 0), list.length - 1);
    list.forEach((row, index) => row.classList.toggle("is-current", index === next));
    list[next].tabIndex = -1;
    list[next].focus();
  };
  const isTyping = (node) => node.closest("input, textarea, select, [contenteditable], .ts-control") !== null;
  const usesEnter = (node) => node.closest("a, button, summary") !== null;
  const simple = {
    "/": () => document.querySelector("[data-search-box]")?.focus(),
    "?": () => openDialog("keys"),
    j: () => moveRow(1),
    k: () => moveRow(-1),
    x: () => document.querySelector("tr.is-current input[type=checkbox]")?.click(),
  };
  let goes = 0;

  // A page's own keys: data-key="a" on a button or link; "g d" on a link of the menu.
  const pressed = (key) => {
    const prefix = Date.now() - goes < 1500 ? "g " : "";
    goes = 0;
    const own = all("[data-key]").find((node) => node.dataset.key === prefix + key && !node.disabled);
    if (own) own.click();
    else if (!prefix && key === "g") goes = Date.now();
    else if (!prefix && simple[key]) simple[key]();
    else return false;
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && isTyping(event.target)) event.target.blur();
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "Enter") {
      const current = document.querySelector(".is-current");
      if (current && !usesEnter(event.target) && rowLink(current)) window.location = rowLink(current);
      return;
    }
    if (pressed(event.key)) event.preventDefault();
  });

  // A click anywhere in a row opens it, except on what has a meaning of its own.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, label, select, summary") || getSelection().toString()) return;
    window.location = row.dataset.href;
  });

  // --- htmx --------------------------------------------------------------------------------------------
  const say = (text) => {
    const box = document.getElementById("messages");
    const line = document.createElement("div");
    line.className = "alert alert-danger";
    line.textContent = text;
    box?.replaceChildren(line);
  };
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status !== 409 && status !== 422) say(status === 403 ? words("saysForbidden") : words("saysFailed"));
  });
  document.addEventListener("htmx:sendError", () => say(words("saysOffline")));
  document.addEventListener("htmx:load", (event) => enrich(event.detail.elt));
  // data-lean: empty filters stay out of the address.
  document.addEventListener("htmx:configRequest", (event) => {
    if (!("lean" in event.target.dataset)) return;
    const given = event.detail.formData;
    [...given.entries()].forEach(([key, value]) => value === "" && given.delete(key));
  });
  // A piece that is finished carries data-done: it is asked for no more.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if ("done" in event.target.dataset) event.preventDefault();
  });

  // --- the filter bar starts folded on phones; short replies come in the same place --------------------
  const foldOnPhones = () => {
    if (matchMedia("(max-width: 767.98px)").matches) all("details[data-fold]").forEach((box) => (box.open = false));
  };

  document.addEventListener("DOMContentLoaded", () => {
    foldOnPhones();
    enrich(document);
    document.querySelector("main form .is-invalid:not(.tomselected), main form .is-invalid + .ts-wrapper input")?.focus();
  });
})();
