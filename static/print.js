// 打印选项: what is ticked goes into the addresses of the prints on the page. Without it they are printed as they are.
"use strict";

for (const options of document.querySelectorAll("[data-print-options]")) {
  options.hidden = false;
  options.addEventListener("change", (event) => {
    for (const link of document.querySelectorAll("a[data-print]")) {
      const address = new URL(link.href);
      if (event.target.checked) address.searchParams.set(event.target.name, "1");
      else address.searchParams.delete(event.target.name);
      link.href = address;
    }
  });
}
