// Long work: asks the server for the part of the page that shows it, until that part says it has ended.
// data-poll="/address/" data-poll-every="2" (seconds). The answer is HTML; [data-poll-end] in it stops the asking,
// and data-poll-end="/next/" goes there.
const LONGEST = 30;

function attach(place) {
  const every = Number(place.dataset.pollEvery ?? 2);
  let wait = every;

  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.poll, { headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(String(answer.status));
      place.innerHTML = await answer.text();
      wait = every;
    } catch {
      wait = Math.min(LONGEST, wait * 2); // A weak line: ask again, less often.
    }
    const end = place.querySelector("[data-poll-end]");
    if (!end) setTimeout(ask, wait * 1000);
    else if (end.dataset.pollEnd) location.assign(end.dataset.pollEnd);
  };

  if (!place.querySelector("[data-poll-end]")) setTimeout(ask, every * 1000);
}

document.querySelectorAll("[data-poll]").forEach(attach);
