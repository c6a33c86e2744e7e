// The feed's address: one press copies it. Without a script, or where the browser forbids it, it is copied by hand.
const address = document.querySelector("#address");
if (address && navigator.clipboard) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "复制地址";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(address.value);
    button.textContent = "已复制";
  });
  address.after(button);
}
