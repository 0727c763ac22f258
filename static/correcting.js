// 财政代改: the field 改为 is there only for it, begins with the text of the chosen cell, and only what can be corrected is offered.
const proposing = document.querySelector("form[data-marking]");
const corrected = proposing && proposing.elements.correction;

// What was typed is kept while it is about the same cell.
function begin(place) {
  const cell = place.selectedOptions[0];
  if (!cell || cell.dataset.text === undefined || corrected.dataset.of === place.value) return;
  corrected.dataset.of = place.value;
  corrected.value = cell.dataset.text;
}

function followKind() {
  const place = proposing.elements.path;
  const isCorrection = proposing.elements.kind.value === "correct";
  document.querySelector("[data-correction]").hidden = !isCorrection;
  proposing.elements.text.placeholder = isCorrection ? "理由（可不填）" : "要改什么，或要说明什么";
  for (const option of place.options) option.disabled = isCorrection && option.dataset.text === undefined;
  if (!isCorrection) return;
  if (place.selectedOptions[0]?.disabled) place.value = "";
  begin(place);
}

if (corrected) {
  proposing.addEventListener("change", (event) => {
    if (event.target !== corrected) followKind();
  });
  document.querySelector(".form-paper").addEventListener("click", followKind);
  followKind();
}
