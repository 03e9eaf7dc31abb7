// The console: names are completed at the caret, and what was run is kept in this browser.
const area = document.getElementById("statement");
const list = document.getElementById("names");
const history_ = document.getElementById("history");
const HISTORY = "statements";
const WORD = /[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]*)?$/;
let known;
let chosen = 0;

// names that a refresh changes are read again with the page; without an answer nothing is completed
function names() {
  known ??= fetch("/sql/names.json")
    .then((answer) => answer.json())
    .catch(() => {
      known = undefined;
      return { relations: {}, queries: [] };
    });
  return known;
}

function fitting(word, text, { relations, queries }) {
  const [before, after] = word.toLowerCase().split(".");
  if (after !== undefined) {
    const relation = relations[before] ?? relations[aliased(before, text)];
    return (relation ?? []).filter((name) => name.startsWith(after)).map((name) => ({ name, start: before.length + 1 }));
  }
  const used = Object.keys(relations).filter((name) => new RegExp(`\\b${name}\\b`, "i").test(text));
  const columns = used.flatMap((name) => relations[name]);
  const all = new Set([...columns, ...Object.keys(relations), ...queries]);
  return [...all].filter((name) => name.startsWith(before) && name !== before).map((name) => ({ name, start: 0 }));
}

// the relation that a name stands for behind FROM or JOIN
function aliased(alias, text) {
  const found = new RegExp(`\\b([a-z_]+)\\s+(?:as\\s+)?${alias}\\b`, "i").exec(text);
  return found?.[1].toLowerCase();
}

async function complete(force) {
  const text = area.value;
  const caret = area.selectionStart;
  const word = WORD.exec(text.slice(0, caret))?.[0] ?? "";
  const offered = force || word.length > 1 ? fitting(word, text, await names()).slice(0, 12) : [];
  // typed on, moved or left while the names were on their way: a later call answers
  if (area.value !== text || area.selectionStart !== caret || document.activeElement !== area) return;
  list.replaceChildren(...offered.map((offer, number) => option(offer, number, word)));
  choose(0);
  list.hidden = offered.length === 0;
  area.setAttribute("aria-expanded", String(!list.hidden));
}

function option({ name, start }, number, word) {
  const item = document.createElement("li");
  item.id = `name-${number}`;
  item.setAttribute("role", "option");
  item.textContent = name;
  item.dataset.rest = String(word.length - start);
  item.addEventListener("mousedown", (event) => {
    event.preventDefault();
    take(item);
  });
  return item;
}

function choose(number) {
  const items = [...list.children];
  chosen = items.length ? (number + items.length) % items.length : 0;
  items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
  if (items.length) area.setAttribute("aria-activedescendant", items[chosen].id);
  else area.removeAttribute("aria-activedescendant");
}

function take(item) {
  const end = area.selectionStart;
  area.setRangeText(item.textContent, end - Number(item.dataset.rest), end, "end");
  hide();
}

function hide() {
  list.hidden = true;
  list.replaceChildren();
  area.setAttribute("aria-expanded", "false");
  area.removeAttribute("aria-activedescendant");
}

area.addEventListener("focus", names, { once: true });
area.addEventListener("input", () => complete(false));
area.addEventListener("blur", hide);
area.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === " ") {
    event.preventDefault();
    complete(true);
  } else if (event.ctrlKey && event.key === "Enter") {
    area.form.requestSubmit();
  } else if (!list.hidden) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) choose(chosen + moves[event.key]);
    else if (event.key === "Tab" || event.key === "Enter") take(list.children[chosen]);
    else if (event.key === "Escape") hide();
    else return;
    event.preventDefault();
  }
});

function statements() {
  try {
    return JSON.parse(localStorage.getItem(HISTORY)) ?? [];
  } catch {
    return [];
  }
}

function remember(statement) {
  const kept = [statement, ...statements().filter((other) => other !== statement)].slice(0, 50);
  localStorage.setItem(HISTORY, JSON.stringify(kept));
}

if (area.value.trim()) remember(area.value);
for (const statement of statements()) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = statement;
  button.addEventListener("click", () => {
    area.value = statement;
    area.focus();
  });
  const item = document.createElement("li");
  item.append(button);
  history_.append(item);
}
