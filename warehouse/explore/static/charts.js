// Charts drawn in the page by Vega-Lite, whose expressions are interpreted: the pages allow no eval.
const boxes = document.querySelectorAll("[data-chart]");

function load(source) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = source;
    script.addEventListener("load", done);
    script.addEventListener("error", failed);
    document.head.append(script);
  });
}

function colors() {
  const style = getComputedStyle(document.documentElement);
  const [ink, soft, line] = ["--ink", "--soft", "--line"].map((name) => style.getPropertyValue(name).trim());
  return {
    background: "transparent",
    title: { color: ink, subtitleColor: soft },
    axis: { labelColor: ink, titleColor: ink, gridColor: line, domainColor: line, tickColor: line },
    legend: { labelColor: ink, titleColor: ink },
    text: { color: ink },
    view: { stroke: line },
  };
}

async function draw(box) {
  const answer = await fetch(box.dataset.chart, { headers: { Accept: "text/plain" } });
  if (!answer.ok) throw new Error(await answer.text());
  const specification = await answer.json();
  // what is laid out for one width is scrolled instead
  if (!specification.usermeta?.fixed) {
    specification.width = Math.max(180, Math.min(specification.width, box.clientWidth - 250));
  }
  await vegaEmbed(box, specification, {
    actions: false,
    ast: true,
    config: colors(),
    defaultStyle: false,
    renderer: "canvas",
    tooltip: { disableDefaultStyle: true },
  });
  box.dataset.drawn = "yes";
}

async function drawAll() {
  try {
    await load("/static/vega.js");
    await Promise.all([...boxes].map(draw));
  } catch (error) {
    for (const box of boxes) if (!box.dataset.drawn) box.textContent = `The chart cannot be drawn: ${error.message}`;
  }
}

if (boxes.length) {
  drawAll();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => [...boxes].forEach(draw));
}
