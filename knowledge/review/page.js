// Shows an excerpt's record on hover, click and focus. Without this the labels are plain links to the lists.
(function () {
  "use strict";
  var panel = document.getElementById("inspector");
  var inside = document.getElementById("inspected");
  var pinned = false;
  var shown = null;

  function light(id, on) {
    document.querySelectorAll(".mark[data-record='" + id + "']").forEach(function (part) {
      part.classList.toggle("lit", on);
    });
  }

  function hide() {
    if (shown) light(shown, false);
    shown = null;
    pinned = false;
    panel.hidden = true;
  }

  function show(id, pin) {
    var record = document.getElementById(id);
    if (!record) return;
    if (shown) light(shown, false);
    var copy = record.cloneNode(true);
    copy.removeAttribute("id");
    inside.replaceChildren(copy);
    panel.hidden = false;
    pinned = pin;
    shown = id;
    light(id, true);
  }

  function idOf(target) {
    var tag = target.closest(".tag");
    if (tag) return tag.getAttribute("href").slice(1);
    // The innermost excerpt that the checkboxes show.
    for (var mark = target.closest(".mark"); mark; mark = mark.parentElement.closest(".mark")) {
      var label = document.getElementById("at-" + mark.dataset.record);
      if (label && label.offsetParent !== null) return mark.dataset.record;
    }
    return null;
  }

  var article = document.getElementById("article");
  article.addEventListener("mouseover", function (event) {
    var id = idOf(event.target);
    if (id && !pinned) show(id, false);
  });
  article.addEventListener("mouseleave", function () { if (!pinned) hide(); });
  article.addEventListener("focusin", function (event) {
    var id = idOf(event.target);
    if (id) show(id, false);
  });
  article.addEventListener("click", function (event) {
    var id = idOf(event.target);
    if (!id) return;
    event.preventDefault();
    show(id, true);
  });
  document.getElementById("close").addEventListener("click", hide);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") hide(); });
})();
