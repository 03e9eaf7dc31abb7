// The player and the moments of a page: a click on a moment seeks, and the running second marks its moments.
const player = document.getElementById("player");
const moments = [];
for (const link of document.querySelectorAll('main a[href*="youtube.com/watch"]')) {
  const second = /[?&]t=(\d+)/.exec(link.getAttribute("href"))?.[1];
  if (player && second) {
    moments.push({ link, second: Number(second) });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      tell({ event: "command", func: "seekTo", args: [Number(second), true] });
      tell({ event: "command", func: "playVideo", args: [] });
      history.replaceState(null, "", withSecond(second));
    });
  }
}

function tell(message) {
  player.contentWindow.postMessage(JSON.stringify(message), "https://www.youtube-nocookie.com");
}

function withSecond(second) {
  const here = new URL(location.href);
  here.searchParams.set("t", second);
  return here;
}

if (player) {
  player.addEventListener("load", () => tell({ event: "listening" }));
  addEventListener("message", (event) => {
    if (event.origin !== "https://www.youtube-nocookie.com") return;
    const now = JSON.parse(event.data).info?.currentTime;
    if (now === undefined) return;
    const last = Math.max(...moments.filter((moment) => moment.second <= now).map((moment) => moment.second));
    for (const moment of moments) moment.link.classList.toggle("running", moment.second === last);
  });
}
