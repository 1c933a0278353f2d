(function () {
  var root = document.getElementById("yulu");
  if (!root) { return; }
  var store = {
    get: function (key) {
      try { var v = sessionStorage.getItem(key); if (v) { return v; } } catch (e) { /* none */ }
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
  root.classList.add("live");
  window.yuluToggleScript = function (button) {
    var next = root.classList.contains("show-hans") ? "hant" : "hans";
    store.set("yulu-script", next);
    show(next);
    if (button && button.blur) { button.blur(); }
  };
})();
