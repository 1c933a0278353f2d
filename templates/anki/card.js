(function () {
  var root = document.getElementById("yulu");
  if (!root) { return; }
  var store = {
    get: function (key) {
      try { var v = sessionStorage.getItem(key); if (v !== null) { return v; } } catch (e) { /* none */ }
      return (window.yuluState || {})[key];
    },
    set: function (key, value) {
      window.yuluState = window.yuluState || {};
      window.yuluState[key] = value;
      try { sessionStorage.setItem(key, value); } catch (e) { /* none */ }
    }
  };
  function show(script) {
    root.classList.toggle("show-hans", script === "hans");
    root.classList.toggle("show-hant", script === "hant");
  }
  // Each script's field has one reading over its characters: pinyin over Simplified, zhuyin
  // over Traditional. Character stands for character, so that each can have both.
  function readings() {
    var quotes = root.querySelectorAll(".quote.has-ruby");
    if (quotes.length !== 2) { return; }
    var latin = quotes[0].querySelectorAll(".ruby rt");
    var bopo = quotes[1].querySelectorAll(".ruby rt");
    if (latin.length !== bopo.length) { return; }
    var texts = Array.prototype.map.call(latin, function (rt, at) {
      return [rt.textContent, bopo[at].textContent];
    });
    [latin, bopo].forEach(function (list) {
      Array.prototype.forEach.call(list, function (rt, at) {
        rt.textContent = "";
        var over = rt.appendChild(document.createElement("span"));
        over.className = "latin";
        over.textContent = texts[at][0];
        var beside = rt.appendChild(document.createElement("span"));
        beside.className = "bopo";
        // The column of symbols; the tone stands right of it, the neutral tone's dot on top.
        var parts = /^(.*?)([ˊˇˋ]?)$/.exec(texts[at][1]);
        beside.appendChild(document.createElement("i")).textContent = parts[1];
        beside.appendChild(document.createElement("s")).textContent = parts[2];
      });
    });
    Array.prototype.forEach.call(root.querySelectorAll(".quote .ruby"), glue);
  }
  // A mark that may not begin a line stays with the character before it, an opening one with
  // the character after it: to a browser a column of zhuyin is a box, beside which lines break.
  var CLOSING = /^[\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f\u201d\u2019\u300d\u300f\uff09\u300b\u3009\u3011\u2026\u2014]+/;
  var OPENING = /[\u201c\u2018\u300c\u300e\uff08\u300a\u3008\u3010]+$/;
  function isBold(node) { return node.nodeName === "B"; }
  function beside(node, side) {
    var next = node[side];
    if (!next && isBold(node.parentNode)) { next = node.parentNode[side]; }
    if (next && isBold(next)) { next = side === "previousSibling" ? next.lastChild : next.firstChild; }
    return next && next.nodeType === 1 && next.querySelector("rt") ? next : null;
  }
  // Two neighbours into one span that no line end divides; the bold that ends or begins between
  // them goes on in it.
  function join(first, second) {
    var glued = document.createElement("span");
    glued.className = "glued";
    var from = first.parentNode, to = second.parentNode;
    var reference = from === to || !isBold(from) ? first : from.nextSibling;
    (isBold(from) && from !== to ? from.parentNode : from).insertBefore(glued, reference);
    [[first, from], [second, to]].forEach(function (part) {
      var into = glued;
      if (from !== to && isBold(part[1])) { into = glued.appendChild(document.createElement("b")); }
      into.appendChild(part[0]);
    });
  }
  function glue(line) {
    var walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    var texts = [];
    while (walker.nextNode()) {
      if (!walker.currentNode.parentNode.closest("ruby")) { texts.push(walker.currentNode); }
    }
    texts.forEach(function (node) {
      var closing = CLOSING.exec(node.data);
      var before = closing && beside(node, "previousSibling");
      if (before) {
        var rest = node.splitText(closing[0].length);
        join(before, node);
        node = rest;
      }
      var opening = OPENING.exec(node.data);
      var after = opening && beside(node, "nextSibling");
      if (after) { join(node.splitText(opening.index), after); }
    });
  }
  // Readers of Traditional learn zhuyin first.
  function aids() {
    var hant = root.classList.contains("show-hant");
    var order = hant ? ["", "zhuyin", "pinyin"] : ["", "pinyin", "zhuyin"];
    return order.filter(function (name) { return name === "" || root.querySelector(".ruby, .aid." + name); });
  }
  function aid(name) {
    root.classList.toggle("aid-pinyin", name === "pinyin");
    root.classList.toggle("aid-zhuyin", name === "zhuyin");
    var button = root.querySelector(".aids");
    if (button) { button.setAttribute("aria-pressed", String(name !== "")); }
  }
  // After a click the keys are Anki's again: space and return flip the card. Whoever came to
  // the button by keyboard stays on it.
  function leave(button, event) {
    if (button && button.blur && !(event && event.detail === 0)) { button.blur(); }
  }
  var chosen = store.get("yulu-script");
  if (chosen === "hans" || chosen === "hant") { show(chosen); }
  readings();
  // Until somebody chooses, what the package was built with: the class of the card.
  var given = /\baid-(pinyin|zhuyin)\b/.exec(root.className);
  var stored = store.get("yulu-aid");
  var wanted = typeof stored === "string" ? stored : given ? given[1] : "";
  aid(aids().indexOf(wanted) > 0 ? wanted : "");
  window.yuluToggleAid = function (button, event) {
    var choices = aids();
    var next = choices[(choices.indexOf(wanted) + 1) % choices.length];
    wanted = next;
    store.set("yulu-aid", next);
    aid(next);
    leave(button, event);
  };
  window.yuluToggleScript = function (button, event) {
    var next = root.classList.contains("show-hans") ? "hant" : "hans";
    store.set("yulu-script", next);
    show(next);
    leave(button, event);
  };
  // Who wants the English of a front wants it on the next one.
  var english = root.querySelector(".english-fold");
  if (english) {
    english.open = store.get("yulu-english") === "open";
    english.addEventListener("toggle", function () {
      store.set("yulu-english", english.open ? "open" : "closed");
    });
  }
  // Anki's page outlives the card: one listener for all cards. J and P are no keys of Anki's.
  if (!window.yuluKeys) {
    window.yuluKeys = true;
    document.addEventListener("keydown", function (event) {
      var card = document.getElementById("yulu");
      var inText = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.nodeName) || event.target.isContentEditable;
      if (!card || inText || event.ctrlKey || event.altKey || event.metaKey) { return; }
      if (event.key === "j" || event.key === "J") { window.yuluToggleScript(); }
      if ((event.key === "p" || event.key === "P") && card.querySelector(".aids")) { window.yuluToggleAid(); }
    });
  }
  root.classList.add("live");
})();
