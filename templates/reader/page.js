"use strict";
/* The reader page without this script is complete for reading. The script remembers
   choices, searches, and answers keys. It never writes HTML: only text and nodes. */
(function () {
  var root = document.documentElement;
  var KEY = "yulu.reader";
  var all = function (selector, from) { return Array.from((from || document).querySelectorAll(selector)); };
  var calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  /* choices, remembered where the browser lets us */
  var choices = {};
  try { choices = JSON.parse(localStorage.getItem(KEY)) || {}; } catch (e) { choices = {}; }
  if (typeof choices !== "object") { choices = {}; }
  function remember(name, value) {
    choices[name] = value;
    try { localStorage.setItem(KEY, JSON.stringify(choices)); } catch (e) { /* refused: this page only */ }
  }
  function options(name) { return all("input[type=radio]").filter(function (i) { return i.name === name; }); }
  var names = ["script", "pinyin", "recall", "look"];
  names.forEach(function (name) {
    options(name).forEach(function (input) { if (input.value === choices[name]) { input.checked = true; } });
  });
  document.addEventListener("change", function (event) {
    var input = event.target;
    if (names.indexOf(input.name) >= 0) { remember(input.name, input.value); refresh(); }
    if (input.id === "keys") { remember("keys", input.checked ? "on" : "off"); }
  });
  function next(name) {
    var inputs = options(name).filter(function (i) { return !i.disabled; });
    var at = inputs.findIndex(function (i) { return i.checked; });
    var input = inputs[(at + 1) % inputs.length];
    input.checked = true;
    remember(name, input.value);
    refresh();
  }
  root.classList.add("live");

  /* folding: what is typed and what is here are compared as yulu compares them */
  var pairs = new Map(), dropped = new Set();
  function fold(text) {
    var chars = [], places = [], at = 0;
    for (var c of text) {
      var start = at;
      at += c.length;
      if (dropped.has(c) || /\s/.test(c)) { continue; }
      var f = pairs.get(c) || c.toLowerCase();
      f = f.normalize("NFD").replace(/\p{M}/gu, "");
      for (var one of f) {
        if (/[\p{L}\p{N}]/u.test(one)) { chars.push(one); places.push([start, at]); }
      }
    }
    return { text: chars, places: places };
  }
  /* Latin words are found from their beginning: "gap" is not in "building applications". */
  function isLatin(c) { return c !== undefined && /[a-z0-9]/.test(c); }
  function find(folded, needle) {
    var hay = folded.text, places = folded.places, n = needle.length;
    for (var i = 0; i + n <= hay.length; i++) {
      var j = 0;
      while (j < n && hay[i + j] === needle[j]) { j++; }
      if (j < n) { continue; }
      var inside = i > 0 && isLatin(needle[0]) && isLatin(hay[i - 1]) && places[i - 1][1] === places[i][0];
      if (!inside) { return [places[i][0], places[i + n - 1][1]]; }
    }
    return null;
  }

  /* search: a list of places, built of nodes */
  var index = null, found, query, LIMIT = 60;
  var HANS = "[lang='zh-Hans'], [lang='zh']";
  function build() {
    var entries = [];
    function add(href, place, element, line) {
      entries.push({ href: href, place: place, element: element, line: line, folded: fold(element.textContent) });
    }
    all("article").forEach(function (card) {
      var number = card.querySelector("a").textContent;
      ["blockquote > [lang='zh-Hans']", "h4 > i", ".english", ".ask", ".pinyin", ".gloss li", ".note .hans", ".notes li"].forEach(function (part) {
        all(part, card).forEach(function (e) {
          if (e.tagName !== "I" || e.matches(HANS)) { add("#" + card.id, number, e); }
        });
      });
    });
    all(".theme").forEach(function (theme) {
      all("h3 > *, .summary > p:not(.tag, .also), .summary li > *", theme).forEach(function (e) {
        if (!e.lang || e.matches(HANS)) { add("#" + theme.id, "§", e); }
      });
    });
    all(".l").forEach(function (line) {
      var e = bare(line.querySelector(":scope > p[lang='zh-Hans']"));
      add("#" + line.id, line.id.slice(2).replace(".", " "), e, line);
    });
    return entries;
  }
  /* a line's words without the numbers of the cards */
  function bare(element) {
    var copy = element.cloneNode(true);
    all("a", copy).forEach(function (a) { a.remove(); });
    return copy;
  }
  function shownScript() {
    var input = options("script").find(function (i) { return i.checked; });
    return input.value === "orig" ? root.dataset.first : input.value;
  }
  /* the same words in the script that shows, if they can be found there */
  function twin(entry) {
    if (shownScript() === "hans" || entry.element.lang !== "zh-Hans") { return entry.element; }
    var parent = entry.line || entry.element.parentElement;
    var other = Array.from(parent.children).find(function (e) { return /^zh-Hant/.test(e.lang) && !e.matches(".o"); });
    return other ? bare(other) : entry.element;
  }
  function node(tag, text, attributes) {
    var e = document.createElement(tag);
    if (text) { e.textContent = text; }
    Object.keys(attributes || {}).forEach(function (k) { e.setAttribute(k, attributes[k]); });
    return e;
  }
  function hit(entry, needle, place) {
    var element = twin(entry), text = element.textContent;
    if (element !== entry.element) {
      var there = find(fold(text), needle);
      if (there) { place = there; } else { element = entry.element; text = element.textContent; }
    }
    var from = Math.max(0, place[0] - 14), to = Math.min(text.length, place[1] + 40);
    var lang = element.lang || (element.closest("[lang]") || root).lang;
    var link = node("a", "", { href: entry.href });
    link.append(node("b", entry.place, { lang: "en" }), " ");
    var words = node("span", "", { lang: lang });
    words.append((from > 0 ? "…" : "") + text.slice(from, place[0]), node("mark", text.slice(place[0], place[1])), text.slice(place[1], to) + (to < text.length ? "…" : ""));
    link.append(words);
    var item = node("li");
    item.append(link);
    return item;
  }
  function search() {
    var needle = fold(query.value).text;
    found.textContent = "";
    found.hidden = needle.length === 0;
    if (found.hidden) { return; }
    if (!index) { index = build(); }
    var list = node("ol"), seen = new Set(), hits = 0;
    index.forEach(function (entry) {
      if (seen.has(entry.href)) { return; }
      var place = find(entry.folded, needle);
      if (!place) { return; }
      seen.add(entry.href);
      hits++;
      if (hits <= LIMIT) { list.append(hit(entry, needle, place)); }
    });
    var say = hits === 0 ? "Nothing found" : hits + (hits === 1 ? " place" : " places") + (hits > LIMIT ? ", the first " + LIMIT + " shown" : "");
    found.append(node("p", say, { role: "status", lang: "en" }), list);
  }
  function closeSearch() { found.hidden = true; }

  /* a quotation's words, shown where they stand, in every column at once */
  function light(number, target) {
    all("mark.lit").forEach(function (m) { m.classList.remove("lit"); });
    if (!number) { return; }
    var marks = all("mark[data-q~='" + Number(number) + "']");
    marks.forEach(function (m) { m.classList.add("lit"); });
    all(".col").forEach(function (col) {
      if (target && col.contains(target)) { return; }
      var first = marks.find(function (m) { return col.contains(m) && m.getClientRects().length > 0; });
      if (first) { col.scrollTop += first.getBoundingClientRect().top - col.getBoundingClientRect().top - col.clientHeight / 4; }
    });
  }

  /* cards, one after another */
  function step(by) {
    var cards = all("article"), edge = document.querySelector(".bar").offsetHeight + 24;
    var at = cards.indexOf(document.activeElement && document.activeElement.closest("article"));
    if (at < 0) {
      at = cards.findIndex(function (c) { return c.getBoundingClientRect().bottom > edge; });
      if (at < 0) { at = cards.length; }
      if (by > 0) { at -= 1; }
    }
    var card = cards[Math.min(Math.max(at + by, 0), cards.length - 1)];
    if (!card) { return; }
    card.tabIndex = -1;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  }

  /* where the reader is, in the lists of themes and of documents */
  function mark(list, href) {
    all(list + " a").forEach(function (a) {
      if (a.hash === href) { a.setAttribute("aria-current", "true"); } else { a.removeAttribute("aria-current"); }
    });
  }
  function here() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var col = (target && target.closest(".col")) || document.querySelector(".col");
    if (col) { mark(".tabs", "#" + col.id); }
  }
  function watchThemes() {
    var seen = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) { if (entry.isIntersecting) { mark(".contents", "#" + entry.target.id); } });
    }, { rootMargin: "-20% 0px -75% 0px" });
    all(".theme").forEach(function (theme) { seen.observe(theme); });
  }

  function refresh() { if (found && !found.hidden) { search(); } }

  document.addEventListener("DOMContentLoaded", function () {
    found = document.getElementById("found");
    query = document.getElementById("query");
    var help = document.getElementById("help"), keys = document.getElementById("keys");
    var settings = document.querySelector(".settings");
    var table = JSON.parse(document.getElementById("fold").textContent);
    var chars = Array.from(table.pairs);
    for (var i = 0; i + 1 < chars.length; i += 2) { pairs.set(chars[i], chars[i + 1]); }
    for (var c of table.dropped) { dropped.add(c); }
    keys.checked = choices.keys !== "off";
    if (!document.querySelector(".pinyin")) { document.getElementById("pinyin-on").disabled = true; }

    window.addEventListener("hashchange", here);
    here();
    watchThemes();

    var waiting = 0;
    query.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(search, 60); });
    query.addEventListener("focus", function () { if (query.value) { search(); } });
    document.getElementById("help-open").addEventListener("click", function () { help.showModal(); });

    document.addEventListener("click", function (event) {
      var target = event.target;
      if (!settings.contains(target)) { settings.open = false; }
      var link = target.closest("a[href^='#']");
      if (link && link.closest("#found")) { closeSearch(); }
      if (link) { follow(event, link); return; }
      if (!target.closest("#found, .search")) { closeSearch(); }
      var mark = target.closest(".l mark[data-q]");
      if (mark && String(window.getSelection()) === "") { location.hash = permanent(mark.dataset.q.split(" ")[0]); }
    });
    /* numbers change with the deck, ids do not: the address keeps the id */
    function permanent(number) {
      var place = document.getElementById(number);
      return place ? place.hash : "#" + number;
    }
    function follow(event, link) {
      var id = decodeURIComponent(link.hash.slice(1));
      if (/^[0-9]+$/.test(id)) { event.preventDefault(); location.hash = permanent(id); return; }
      var card = link.closest("article");
      light(card && link.closest(".origin") ? card.querySelector("a").textContent : "", document.getElementById(id));
    }

    document.addEventListener("keydown", function (event) {
      var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && !/^(radio|checkbox)$/.test(event.target.type);
      if (event.key === "Escape") {
        if (!found.hidden) { closeSearch(); query.focus(); }
        else if (typing) { event.target.blur(); }
        else if (settings.open) { settings.open = false; settings.querySelector("summary").focus(); }
        return;
      }
      if (event.target === query || found.contains(event.target)) {
        var links = all("a", found), at = links.indexOf(document.activeElement);
        if (event.key === "ArrowDown" && links[at + 1]) { links[at + 1].focus(); event.preventDefault(); return; }
        if (event.key === "ArrowUp" && at >= 0) { (links[at - 1] || query).focus(); event.preventDefault(); return; }
        if (event.key === "Enter" && event.target === query && links[0]) { clearTimeout(waiting); search(); all("a", found)[0].click(); query.blur(); event.preventDefault(); return; }
      }
      if (typing || help.open || !keys.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
      /* arrows that already mean something where they are pressed */
      var own = event.target.type === "radio" || (event.target.closest && event.target.closest(".columns"));
      var does = {
        "/": function () { query.focus(); query.select(); },
        "j": function () { step(1); }, "ArrowRight": own ? null : function () { step(1); },
        "k": function () { step(-1); }, "ArrowLeft": own ? null : function () { step(-1); },
        "s": function () { next("script"); }, "p": function () { next("pinyin"); },
        "h": function () { next("recall"); }, "d": function () { next("look"); },
        "?": function () { help.showModal(); }
      }[event.key];
      if (does) { does(); event.preventDefault(); }
    });
  });
})();
