// A form that was sent once is not sent twice: the button answers at once and stays pressed until the page changes.
const forms = "form[data-confirm-once]";

function press(event) {
  const form = event.target;
  if (event.defaultPrevented || !form.matches?.(forms)) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.classList.add("is-busy");
  // Disabled after the browser has taken the form's data, or the pressed button's own value would be lost.
  setTimeout(() => setDisabled(form, true), 0);
}

function setDisabled(form, disabled) {
  for (const button of form.querySelectorAll("button, input[type=submit]")) button.disabled = disabled;
}

// A page that comes back from the browser's memory must be usable again.
function release() {
  for (const form of document.querySelectorAll(forms)) {
    delete form.dataset.sent;
    setDisabled(form, false);
    for (const button of form.querySelectorAll(".is-busy")) button.classList.remove("is-busy");
  }
}

document.addEventListener("submit", press);
window.addEventListener("pageshow", (event) => event.persisted && release());

// What is wrong is read first: the summary takes the focus when the page opens with one.
document.querySelector("[data-error-summary]")?.focus();
