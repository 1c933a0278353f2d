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

// The frame is loaded once at a time, so that the place it had is not lost: a page that is only
// half there has none. A build that comes meanwhile is loaded after it.
let loading = false;
let again = false;

function load(begin, reading) {
  const frame = $("page");
  [loading, again] = [true, false];
  frame.onload = () => {
    loading = false;
    if (reading) goTo(frame.contentWindow, reading);
    if (again) reload();
  };
  begin(frame);
}

function reload() {
  const view = $("page").contentWindow;
  let reading;
  try {
    view.history.scrollRestoration = "manual";
    reading = place(view);
  } catch {
    // The browser's own page, where ours could not be had, is not ours to look into.
  }
  load((frame) => { if (reading) view.location.reload(); else frame.src = frame.src; }, reading);
}

function show(name) {
  const frame = $("page");
  $("empty").hidden = true;
  frame.hidden = false;
  if (name !== shown) {
    shown = name;
    load(() => { frame.src = "/" + encodeURIComponent(name); });
  } else if (loading) {
    again = true;
  } else {
    reload();
  }
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
// What stands after # in the address was perhaps typed by hand.
function wanted() {
  return pages.find((name) => [name, encodeURIComponent(name)].includes(location.hash.slice(1))) ?? pages[0];
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
