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

  /* A large file takes its time on the way: how much has gone is shown. What comes back is a page as ever. */
  var LARGE = 4e6;
  function send(form) {
    var request = new XMLHttpRequest();
    var shown = form.querySelector("[data-sending]");
    var button = form.querySelector("button[type=submit]");
    shown.hidden = false;
    button.disabled = true;
    request.upload.onprogress = function (event) {
      shown.querySelector("progress").value = (100 * event.loaded) / Math.max(event.total, 1);
    };
    request.onload = function () {
      if (request.status === 200) {
        location.assign(request.responseURL);
        return;
      }
      var page = new DOMParser().parseFromString(request.responseText, "text/html");
      document.getElementById("main").replaceWith(page.getElementById("main"));
    };
    request.onerror = function () {
      shown.hidden = true;
      button.disabled = false;
      form.submit();
    };
    request.open("POST", form.action);
    request.send(new FormData(form));
  }
  document.addEventListener("submit", function (event) {
    var form = event.target.closest("form[data-bring]");
    var file = form && form.elements.file.files[0];
    if (!file || file.size < LARGE) return;
    event.preventDefault();
    send(form);
  });

  /* After a form came back with problems, the list of them is what to read first. */
  var problems = document.getElementById("problems");
  if (problems) problems.focus();
})();
