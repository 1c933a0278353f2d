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
  // Readers of Traditional learn zhuyin first.
  function aids() {
    var hant = root.classList.contains("show-hant");
    var order = hant ? ["", "zhuyin", "pinyin"] : ["", "pinyin", "zhuyin"];
    return order.filter(function (name) { return name === "" || root.querySelector(".aid." + name); });
  }
  var chosen = store.get("yulu-script");
  if (chosen === "hans" || chosen === "hant") { show(chosen); }
  function aid(name) {
    root.classList.toggle("aid-pinyin", name === "pinyin");
    root.classList.toggle("aid-zhuyin", name === "zhuyin");
  }
  var wanted = store.get("yulu-aid") || "";
  if (aids().indexOf(wanted) > 0) { aid(wanted); }
  window.yuluToggleAid = function (button) {
    var choices = aids();
    var next = choices[(choices.indexOf(store.get("yulu-aid") || "") + 1) % choices.length];
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
