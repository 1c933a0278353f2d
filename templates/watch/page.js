// Follows the builds: loads the deck's page again after a good one, shows what was said after
// a bad one. Everything that comes from a build is put in as text.
"use strict";
const $ = (id) => document.getElementById(id);
let shown = "";

// Where somebody reads: the card or heading nearest to the top, and how far what scrolls by
// itself is scrolled. A pixel is no place: texts above may have become longer.
function place(view) {
  const all = (selector) => [...view.document.querySelectorAll(selector)];
  const top = (e) => e.getBoundingClientRect().top;
  const marks = all(":is(article, h2, h3)[id]:not(nav *, dialog *)").filter((e) => e.checkVisibility()).map((e) => [e.id, top(e)]);
  marks.sort((one, other) => Math.abs(one[1]) - Math.abs(other[1]));
  const scrolled = all("[id]").filter((e) => e.scrollLeft || e.scrollTop);
  return {
    y: view.scrollY,
    mark: view.scrollY > 0 ? marks[0] : undefined,
    scrolled: scrolled.map((e) => [e.id, e.scrollLeft, e.scrollTop]),
  };
}

function goTo(view, { y, mark, scrolled }) {
  const find = (id) => view.document.getElementById(id);
  for (const [id, left, top] of scrolled) find(id)?.scrollTo(left, top);
  const card = mark && find(mark[0]);
  view.scrollTo({ top: card ? view.scrollY + card.getBoundingClientRect().top - mark[1] : y, behavior: "instant" });
}

function show(name) {
  const frame = $("page");
  const view = frame.contentWindow;
  $("empty").hidden = true;
  frame.hidden = false;
  if (name !== shown || !view) {
    shown = name;
    frame.src = "/" + encodeURIComponent(name);
    return;
  }
  const reading = place(view);
  frame.addEventListener("load", () => goTo(frame.contentWindow, reading), { once: true });
  view.history.scrollRestoration = "manual";
  view.location.reload();
}

function decks(names) {
  const links = names.map((name) => {
    const link = document.createElement("a");
    link.href = "#" + encodeURIComponent(name);
    link.textContent = name.replace(/\.html$/, "");
    if (name === shown) link.setAttribute("aria-current", "page");
    return link;
  });
  $("decks").replaceChildren(...(names.length > 1 ? links : []));
}

let pages = [];
function wanted() {
  const name = decodeURIComponent(location.hash.slice(1));
  return pages.includes(name) ? name : pages[0];
}

addEventListener("hashchange", () => { if (wanted()) { show(wanted()); decks(pages); } });

const events = new EventSource("/events");
events.onmessage = (event) => {
  const news = JSON.parse(event.data);
  pages = news.pages;
  document.body.classList.toggle("bad", !news.good);
  document.body.dataset.version = news.version;
  $("state").textContent = news.good
    ? `built in ${news.took} ms`
    : "something is wrong; this is the last good page";
  $("said").textContent = news.said;
  $("words").hidden = !news.said;
  $("words").open = !news.good;
  if (wanted() && (news.good || !shown)) show(wanted());
  $("empty").hidden = pages.length > 0;
  decks(pages);
};
events.onerror = () => { $("state").textContent = "yulu watch has stopped"; };
