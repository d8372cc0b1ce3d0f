// Pictures whose segments open. A part with data-chart="ID" reads <script type="application/json" id="ID">:
//   {kind: "flow",    nodes: [{name, short, count, url, tone: good doing warn bad quiet}], links: [{source, target, value, url}]}
//   {kind: "bar",     labels: [...], series: [{name, values: [...], urls: [...]}], unit, across: true, stacked: true}
//   {kind: "line",    labels: [...], series: [{name, values, urls}], unit}
//   bar and line may have  target: {name, value}: a dashed line across
//   {kind: "treemap", items: [{name, value, note, url, children}], unit}
// The same data stands as a table with links in [data-chart-rows="ID"], for the keyboard and for reading aloud.
(() => {
  "use strict";
  const LIGHT = ["#0b7285", "#d98324", "#4a7fb5", "#7a9a3a", "#a8577e", "#6b7f86", "#c4574e", "#8168a8"];
  const DARK = ["#4fb3c4", "#e6a558", "#79a8d8", "#a5c265", "#d088ad", "#9db0b7", "#e58a83", "#b09bd6"];
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const common = () => ({
    color: document.documentElement.dataset.bsTheme === "dark" ? DARK : LIGHT,
    backgroundColor: "transparent",
    textStyle: { fontFamily: css("--tblr-font-sans-serif"), color: css("--ld-text") },
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 400,
    aria: { enabled: true },
    // Rich text, because the page's policy forbids style attributes in made HTML.
    tooltip: { renderMode: "richText", confine: true, backgroundColor: css("--ld-surface"), borderColor: css("--ld-line"), textStyle: { color: css("--ld-text") } },
  });

  const axis = (type, extra) => ({
    type,
    axisLine: { lineStyle: { color: css("--ld-line") } },
    axisTick: { show: false },
    axisLabel: { color: css("--ld-quiet") },
    splitLine: { lineStyle: { color: css("--ld-line") } },
    ...extra,
  });

  const toned = (node) => ({ ...node, itemStyle: { color: css(node.tone ? `--ld-${node.tone}` : "--ld-accent") } });

  // On a phone there is room for a node's short name only, and for few of the figures.
  const NARROW = 560;
  const nameOf = (node, narrow) => `${(narrow && node.short) || node.name}  ${node.count ?? node.value ?? ""}`;
  const flow = (data, narrow) => ({
    series: [{
      type: "sankey",
      data: data.nodes.map(toned),
      links: data.links,
      left: 4, right: narrow ? 88 : 200, top: 12, bottom: 12, nodeAlign: "left",
      nodeWidth: 14, nodeGap: 14, draggable: false,
      emphasis: { focus: "adjacency" },
      lineStyle: { color: "gradient", opacity: 0.22, curveness: 0.5 },
      itemStyle: { borderRadius: 3 },
      label: { color: css("--ld-text"), fontSize: narrow ? 12 : 13, width: narrow ? 84 : 190, overflow: "truncate", formatter: ({ data: node }) => nameOf(node, narrow) },
    }],
  });

  // A dashed line across, in the second colour of the palette; the axis reaches it.
  const across = (data) => ({
    silent: true,
    symbol: "none",
    lineStyle: { type: "dashed", width: 2, color: css("--ld-warn") },
    label: { formatter: `${data.target.name} ${data.target.value}`, color: css("--ld-text"), position: data.across ? "start" : "insideEndTop" },
    data: [{ [data.across ? "xAxis" : "yAxis"]: data.target.value }],
  });

  const series = (type, data) => data.series.map((one, at) => ({
    type,
    name: one.name,
    markLine: data.target && at === 0 ? across(data) : undefined,
    stack: data.stacked ? "all" : undefined,
    data: one.values.map((value, index) => ({ value, url: one.urls?.[index] })),
    barMaxWidth: 28,
    itemStyle: type === "bar" && !data.stacked ? { borderRadius: data.across ? [0, 4, 4, 0] : [4, 4, 0, 0] } : undefined,
    symbolSize: 7,
    smooth: false,
  }));

  const reaching = (target) => (target ? { max: ({ max }) => (max >= target.value ? null : target.value * 1.1), axisLabel: { color: css("--ld-quiet"), showMaxLabel: false } } : {});

  const plain = (type) => (data) => {
    const labels = axis("category", { data: data.labels, splitLine: { show: false }, inverse: Boolean(data.across) });
    const values = axis("value", { name: data.unit, nameTextStyle: { color: css("--ld-quiet") }, minInterval: data.whole === false ? 0 : 1, ...reaching(data.target) });
    // The unit stands at the end of the axis of values: above an upright one, right of one that lies.
    const unitAbove = data.unit && !data.across;
    return {
      grid: { left: 8, right: data.unit && data.across ? 44 : 24, top: data.series.length > 1 || unitAbove || (data.target && data.across) ? 40 : 12, bottom: 8, containLabel: true },
      legend: { show: data.series.length > 1, top: 0, left: 0, icon: "roundRect", textStyle: { color: css("--ld-quiet") } },
      xAxis: data.across ? values : labels,
      yAxis: data.across ? labels : values,
      tooltip: { trigger: type === "line" ? "axis" : "item" },
      series: series(type, data),
    };
  };

  // Words on a coloured tile: readable on every colour of the palette, light and dark.
  const onTile = () => document.documentElement.dataset.bsTheme === "dark"
    ? { color: "#0b1a1e" }
    : { color: "#fff", textBorderColor: "rgba(0, 0, 0, 0.6)", textBorderWidth: 2 };

  const treemap = (data) => ({
    series: [{
      type: "treemap",
      data: data.items,
      left: 0, right: 0, top: 0, bottom: 0,
      roam: false, nodeClick: false, breadcrumb: { show: false },
      itemStyle: { borderColor: css("--ld-surface"), borderWidth: 2, gapWidth: 2 },
      label: { formatter: ({ name, value, data: item }) => [name, item?.note ? `${value} · ${item.note}` : value].join("\n"), ...onTile(), fontSize: 13, lineHeight: 18 },
      levels: [{ upperLabel: { show: false } }],
      upperLabel: { show: true, height: 26, color: css("--ld-text"), fontSize: 13, formatter: ({ name, value }) => `${name}  ${value}` },
    }],
  });

  const KINDS = { flow, bar: plain("bar"), line: plain("line"), treemap };

  // --- the same as rows ----------------------------------------------------------------------------
  const rowsOf = (data) => {
    if (data.kind === "flow") return data.nodes.map(({ name, count, value, url }) => [name, "", count ?? value, url]);
    if (data.kind === "treemap") return data.items.flatMap((item) => [item, ...(item.children || [])]).map(({ name, value, url }) => [name, "", value, url]);
    return data.series.flatMap((one) => data.labels.map((label, at) => [label, one.name, one.values[at], one.urls?.[at]]));
  };

  const cell = (row, text, url) => {
    const place = row.insertCell();
    const holder = url ? place.appendChild(Object.assign(document.createElement("a"), { href: url })) : place;
    holder.textContent = text ?? "";
    return place;
  };

  const fillRows = (place, data) => {
    const table = document.createElement("table");
    rowsOf(data).forEach(([label, name, value, url]) => {
      const row = table.insertRow();
      cell(row, [label, name].filter(Boolean).join(" · "));
      cell(row, value, url).className = "num";
    });
    if (data.target) {
      const row = table.insertRow();
      cell(row, data.target.name);
      cell(row, data.target.value).className = "num";
    }
    place.replaceChildren(table);
  };

  // --- drawing --------------------------------------------------------------------------------------
  const merged = (base, own) => ({ ...base, ...own, tooltip: { ...base.tooltip, ...own.tooltip } });

  const draw = (place) => {
    const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    echarts.getInstanceByDom(place)?.dispose();
    const chart = echarts.init(place, null, { renderer: "svg" });
    chart.setOption(merged(common(), KINDS[data.kind](data, place.clientWidth < NARROW)));
    chart.on("click", ({ data: part }) => part?.url && (window.location = part.url));
    const rows = document.querySelector(`[data-chart-rows="${place.dataset.chart}"]`);
    if (rows) fillRows(rows, data);
    const narrow = place.clientWidth < NARROW;
    const watch = new ResizeObserver(() => {
      if (chart.isDisposed()) watch.disconnect();
      else if (place.clientWidth < NARROW === narrow) chart.resize();
      else draw(place);
    });
    watch.observe(place);
  };

  const drawAll = (root) => root.querySelectorAll("[data-chart]").forEach(draw);
  document.addEventListener("DOMContentLoaded", () => drawAll(document));
  document.addEventListener("luodi:theme", () => drawAll(document));
  document.addEventListener("htmx:load", (event) => event.detail.elt !== document.body && drawAll(event.detail.elt));
})();
