// A place to drop one file: the file input inside does the work, this shows what was chosen and takes what is dropped.
function size(bytes) {
  const mega = bytes / (1024 * 1024);
  return mega >= 1 ? `${mega.toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} kB`;
}

for (const place of document.querySelectorAll("[data-drop-file]")) {
  const input = place.querySelector("input[type=file]");
  const name = place.querySelector("[data-drop-name]");
  place.querySelector("[data-drop-hint]").hidden = false;

  const tell = () => {
    const [file] = input.files;
    name.textContent = file ? `${file.name} · ${size(file.size)}` : "";
  };
  const over = (event, is) => {
    event.preventDefault();
    place.classList.toggle("is-over", is);
  };

  input.addEventListener("change", tell);
  place.addEventListener("dragover", (event) => over(event, true));
  place.addEventListener("dragleave", (event) => over(event, false));
  place.addEventListener("drop", (event) => {
    over(event, false);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
