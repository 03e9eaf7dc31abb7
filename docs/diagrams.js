// Draw the Mermaid diagrams of the pages; without network their text stays as it is.
const blocks = [...document.querySelectorAll(".codehilite")].filter((block) =>
  /^\s*(flowchart|erDiagram)\b/.test(block.textContent),
);
if (blocks.length) {
  const { default: mermaid } = await import("https://cdn.jsdelivr.net/npm/mermaid@11/dist/mermaid.esm.min.mjs");
  for (const block of blocks) {
    const diagram = document.createElement("pre");
    diagram.textContent = block.textContent;
    block.replaceWith(diagram);
    await mermaid.run({ nodes: [diagram] });
  }
}
