"use strict";
const boxes = [...document.querySelectorAll(".box")];
const boxAt = index => document.getElementById("box-" + index);

function showChoice() {
  const match = /^#layer-(\d+)$/.exec(location.hash);
  boxes.forEach((box, index) => match && index === Number(match[1]) ? box.setAttribute("aria-current", "true") : box.removeAttribute("aria-current"));
  document.querySelectorAll(".line").forEach(line =>
    line.classList.toggle("chosen", match !== null && (line.dataset.from === match[1] || line.dataset.to === match[1])));
  if (match) {
    boxAt(match[1])?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

function neighbour(box, key) {
  const first = list => list === "" ? null : boxAt(list.split(" ")[0]);
  const row = boxes.filter(other => other.dataset.row === box.dataset.row).sort((a, b) => a.getBBox().x - b.getBBox().x);
  switch (key) {
    case "ArrowUp": return first(box.dataset.inputs);
    case "ArrowDown": return first(box.dataset.outputs);
    case "ArrowLeft": return row[row.indexOf(box) - 1];
    case "ArrowRight": return row[row.indexOf(box) + 1];
  }
}

document.querySelector("figure").addEventListener("keydown", event => {
  const box = event.target.closest(".box");
  const next = box && neighbour(box, event.key);
  if (next) {
    event.preventDefault();
    location.hash = next.getAttribute("href");
  }
});

// Following a link takes the focus away from the box: give it back, so that arrow keys go on from there.
addEventListener("hashchange", () => {
  showChoice();
  document.querySelector(".box[aria-current]")?.focus({ preventScroll: true });
});
showChoice();
