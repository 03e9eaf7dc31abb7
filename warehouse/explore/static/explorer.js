// What every page has: choices that submit, buttons that put aside, pictures that did not come, newer snapshots.

for (const choice of document.querySelectorAll("select[data-submit]")) {
  choice.addEventListener("change", () => choice.form.requestSubmit());
}

// a form in which only what is filled in becomes part of the address
for (const form of document.querySelectorAll("form.filters")) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}

const aside = document.getElementById("aside");
const told = document.getElementById("told");
let fading;

function tell(text) {
  told.textContent = text;
  told.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => told.classList.remove("shown"), 4000);
}

aside.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.submitter;
  const body = new URLSearchParams({ [button.name]: button.value });
  try {
    const answer = await fetch(aside.action, { method: "POST", body, headers: { Accept: "text/plain" } });
    tell(await answer.text());
    if (answer.ok) button.classList.add("done");
  } catch {
    tell("The explorer does not answer: has it ended?");
  }
});

for (const picture of document.querySelectorAll(".picture img")) {
  const missing = () => {
    picture.parentElement.textContent = "no network";
  };
  if (picture.complete && picture.naturalWidth === 0 && picture.loading !== "lazy") missing();
  else picture.addEventListener("error", missing);
}

// a newer snapshot is looked for while the page is seen
const newer = document.getElementById("newer");

async function lookForNewer() {
  if (!newer.hidden || document.hidden) return;
  try {
    const answer = await fetch("/snapshot");
    newer.hidden = !(await answer.json()).newer;
  } catch {
    // the explorer has ended: the next click says so
  }
}

setInterval(lookForNewer, 15000);
document.addEventListener("visibilitychange", lookForNewer);
