// Marking by keyboard: 1 to 9 choose the level in that place, from the top, whatever it is worth, and go on to the next
// criterion; Enter saves once every criterion has a level. Works on form[data-marking] with [data-criterion] groups,
// whose [data-marking-key] marks show the key beside each level.
const form = document.querySelector("form[data-marking]");

function levelFor(criterion, key) {
  return criterion.querySelectorAll("input[type=radio]")[Number(key) - 1];
}

function press(event) {
  const typing = event.target.matches("textarea, input:not([type=radio])");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const criteria = [...form.querySelectorAll("[data-criterion]")];
  // Once all is chosen a stray digit changes nothing; going back into a criterion does.
  const open = criteria.find((each) => each.contains(document.activeElement)) ?? criteria.find(isOpen);
  if (open && /^[1-9]$/.test(event.key)) {
    const level = levelFor(open, event.key);
    if (!level) return;
    event.preventDefault();
    level.checked = true;
    goOn(criteria, open, level);
  } else if (event.key === "Enter" && !criteria.some(isOpen) && event.target.tagName !== "BUTTON") {
    event.preventDefault();
    form.requestSubmit();
  }
}

function isOpen(criterion) {
  return !criterion.querySelector(":checked");
}

function goOn(criteria, current, level) {
  const next = criteria.slice(criteria.indexOf(current) + 1).find(isOpen) ?? criteria.find(isOpen);
  const target = next ? next.querySelector("input[type=radio]") : form.querySelector("button[type=submit]");
  (target ?? level).focus();
}

if (form) {
  for (const mark of form.querySelectorAll("[data-marking-key], [data-marking-hint]")) mark.hidden = false;
  document.addEventListener("keydown", press);
}
