/* Small comforts; every page works without them. */
"use strict";

(function () {
  /* Menus: Esc and a click elsewhere close them, and Esc gives the focus back. */
  function closeMenus(except, giveFocus) {
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      if (menu === except) return;
      var hadFocus = menu.contains(document.activeElement);
      menu.open = false;
      if (giveFocus && hadFocus) menu.querySelector("summary").focus();
    });
  }
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") closeMenus(null, true);
  });
  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details[data-menu]"), false);
  });

  /* Printing needs a script, so its button is there only with one. */
  function showPrint(root) {
    root.querySelectorAll("[data-print]").forEach(function (button) {
      button.hidden = false;
    });
  }
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });
  showPrint(document);
  document.addEventListener("htmx:load", function (event) {
    showPrint(event.target);
  });

  /* After a form came back with problems, the list of them is what to read first. */
  var problems = document.getElementById("problems");
  if (problems) problems.focus();
})();
