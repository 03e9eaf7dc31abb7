// The page of a video: a click on a moment seeks the player, the running second marks its moments and the transcript.
const YOUTUBE = "https://www.youtube-nocookie.com";
const player = document.getElementById("player");
const film = player instanceof HTMLVideoElement ? player : null;
const frame = player instanceof HTMLIFrameElement ? player : null;
const now = document.getElementById("now");
const moment = document.getElementById("moment");
const timeline = document.querySelector("svg.timeline");
const segments = [...document.querySelectorAll("#transcript li")];
const follow = document.getElementById("follow");
const here = new URL(location.href);

const moments = [];
for (const link of document.querySelectorAll("main a[href]")) {
  const target = new URL(link.getAttribute("href"), location.href);
  if (target.pathname === here.pathname && target.searchParams.has("t")) {
    moments.push({ link, second: Number(target.searchParams.get("t")), group: groupOf(link) });
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      seek(Number(target.searchParams.get("t")));
    });
  }
}

function groupOf(link) {
  return link.closest("#transcript") ?? link.closest("svg") ?? link.closest(".cards") ?? document.body;
}

function seek(second) {
  if (film) {
    film.currentTime = second;
    film.play().catch(() => {});
  }
  if (frame) {
    say({ event: "command", func: "seekTo", args: [second, true] });
    say({ event: "command", func: "playVideo", args: [] });
  }
  const address = new URL(location.href);
  address.searchParams.set("t", second);
  history.replaceState(null, "", address);
  show(second);
}

function say(message) {
  frame.contentWindow.postMessage(JSON.stringify(message), YOUTUBE);
}

function clock(second) {
  const [hours, minutes, rest] = [Math.floor(second / 3600), Math.floor(second / 60) % 60, Math.floor(second) % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

// in each group those that began last are running
function show(second) {
  now.textContent = clock(second);
  const [, , id] = /^([^/]*)\/([^/]*)\/(.*)$/s.exec(moment.value).slice(1);
  moment.value = `${Math.floor(second)}//${id}`;
  const last = new Map();
  for (const { second: begin, group } of moments) {
    if (begin <= second) last.set(group, Math.max(begin, last.get(group) ?? 0));
  }
  for (const { link, second: begin, group } of moments) {
    const running = last.get(group) === begin;
    link.classList.toggle("running", running);
    link.closest("#transcript li")?.classList.toggle("running", running);
  }
  movePlayhead(second);
  if (follow?.checked) scrollTo(segments.find((segment) => segment.classList.contains("running")));
}

// only the list itself is scrolled, never the page
function scrollTo(segment) {
  if (!segment) return;
  const list = segment.parentElement;
  list.scrollTop = segment.offsetTop - list.offsetTop - list.clientHeight / 3;
}

const playhead = document.createElementNS("http://www.w3.org/2000/svg", "line");
if (timeline) {
  playhead.setAttribute("class", "playhead");
  playhead.setAttribute("y1", "20");
  playhead.setAttribute("y2", String(timeline.viewBox.baseVal.height - 22));
  timeline.append(playhead);
}

function movePlayhead(second) {
  const { left, width, length } = timeline?.dataset ?? {};
  if (!length) return;
  const x = Number(left) + Number(width) * Math.min(1, second / Number(length));
  playhead.setAttribute("x1", String(x));
  playhead.setAttribute("x2", String(x));
}

if (film) film.addEventListener("timeupdate", () => show(film.currentTime));

if (frame) {
  const network = document.getElementById("network");
  let answered = false;
  frame.addEventListener("load", () => say({ event: "listening" }));
  addEventListener("message", (event) => {
    if (event.origin !== YOUTUBE) return;
    answered = true;
    const second = JSON.parse(event.data).info?.currentTime;
    if (second !== undefined) show(second);
  });
  setTimeout(() => {
    if (!answered) network.textContent = `YouTube does not answer: there is no network, or it shows no such video. ${network.textContent}`;
  }, 8000);
}

// what stands in the transcript is searched as it is typed
const find = document.getElementById("find");
const found = document.getElementById("found");

find?.addEventListener("input", () => {
  const words = find.value.trim().toLowerCase();
  let count = 0;
  for (const segment of segments) {
    const text = segment.querySelector(":scope > bdi");
    const hit = text.textContent.toLowerCase().includes(words);
    segment.hidden = !hit;
    count += hit;
    mark(text, words);
  }
  found.textContent = words ? `${count} of ${segments.length}` : "";
});

function mark(element, words) {
  const text = element.textContent;
  element.replaceChildren();
  let at = 0;
  for (let hit; words && (hit = text.toLowerCase().indexOf(words, at)) >= 0; at = hit + words.length) {
    const marked = document.createElement("mark");
    marked.textContent = text.slice(hit, hit + words.length);
    element.append(text.slice(at, hit), marked);
  }
  element.append(text.slice(at));
}

// a number that an address has is where the page begins
if (here.searchParams.has("t")) show(Number(here.searchParams.get("t")));
