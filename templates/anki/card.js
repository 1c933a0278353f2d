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
  var chosen = store.get("yulu-script");
  if (chosen === "hans" || chosen === "hant") { show(chosen); }
  var aids = ["", "pinyin", "zhuyin"].filter(function (name) {
    return name === "" || root.querySelector(".aid." + name);
  });
  function aid(name) {
    root.classList.toggle("aid-pinyin", name === "pinyin");
    root.classList.toggle("aid-zhuyin", name === "zhuyin");
  }
  var wanted = store.get("yulu-aid") || "";
  if (aids.indexOf(wanted) > 0) { aid(wanted); }
  window.yuluToggleAid = function (button) {
    var at = aids.indexOf(store.get("yulu-aid") || "");
    var next = aids[(at + 1) % aids.length];
    store.set("yulu-aid", next);
    aid(next);
    if (button && button.blur) { button.blur(); }
  };
  root.classList.add("live");
  window.yuluToggleScript = function (button) {
    var next = root.classList.contains("show-hans") ? "hant" : "hans";
    store.set("yulu-script", next);
    show(next);
    if (button && button.blur) { button.blur(); }
  };
})();
