// Sets light or dark before anything is painted; loaded without `defer` on purpose.
(() => {
  const stored = localStorage.getItem("luodi-theme");
  const dark = stored ? stored === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
})();
