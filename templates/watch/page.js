// Follows the builds: loads the deck's page again after a good one, shows what was said after
// a bad one. Everything that comes from a build is put in as text.
"use strict";
const $ = (id) => document.getElementById(id);
let shown = "";

function show(name) {
  const frame = $("page");
  $("empty").hidden = true;
  frame.hidden = false;
  if (name === shown && frame.contentWindow) {
    frame.contentWindow.location.reload();
    return;
  }
  shown = name;
  frame.src = "/" + encodeURIComponent(name);
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
