// The 审核表 while it is filled in: says what is not saved yet, and lets nobody decide on what has not arrived.
const sheet = document.querySelector("form[data-sheet]");
let unsaved = 0; // changes that no answer has come for
let waiting = null; // the form of the act that was pressed meanwhile
let isDecided = false; // nothing is saved any more: what still has its delay before it would come too late

function say(text, isWrong) {
  const place = document.querySelector("#sheet-state [data-saved]");
  if (!place) return;
  place.textContent = text;
  place.className = isWrong ? "text-danger" : "text-secondary";
}

function sendNow() {
  sheet.dispatchEvent(new Event("save"));
}

function settled() {
  const act = waiting;
  waiting = null;
  if (act) act.requestSubmit(); // comes by here once more, with nothing unsaved
}

if (sheet) {
  sheet.addEventListener("input", () => {
    unsaved += 1;
    say("有未保存的修改", false);
  });
  let sent = 0;
  sheet.addEventListener("htmx:beforeRequest", (event) => {
    if (isDecided) {
      event.preventDefault();
      return;
    }
    sent = unsaved;
    say("保存中", false);
  });
  sheet.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    unsaved -= sent;
    sent = 0;
    if (unsaved) say("有未保存的修改", false);
    else settled();
  });
  for (const wrong of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    sheet.addEventListener(wrong, () => {
      waiting = null;
      say("保存失败，请检查网络，再按“保存审核表”", true);
    });
  }
  sheet.addEventListener("submit", () => {
    unsaved = 0;
  });
  document.addEventListener("submit", (event) => {
    if (event.target === sheet) return;
    if (!unsaved) {
      isDecided = event.target.matches(".road-form");
      return;
    }
    event.preventDefault();
    waiting = event.target;
    sendNow();
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}
