// One user in one browser, and what they do on the screens, found by the words and
// roles that stand there. Knows no protocol.

export const passphrase = "a quiet river at dawn";

let usersCreated = 0;

export class User {
  constructor(alias, context, page) {
    this.alias = alias;
    this.signInName = `${alias.toLowerCase()}-${(usersCreated += 1)}-sign-in`;
    this.context = context;
    this.page = page;
  }

  static async at(browsers, alias, device) {
    const context = await browsers.newBrowser(device);
    return new User(alias, context, await context.newPage());
  }

  // Signing up and signing in.

  /** Fills the form that an invite leads to, and sends it off. */
  async signUpBy(link) {
    await this.page.goto(link);
    await this.page.getByLabel("Name your circle sees").fill(this.alias);
    await this.page.getByLabel("Sign-in name").fill(this.signInName);
    await this.page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await this.press("Join");
  }

  async signIn() {
    await this.page.getByLabel("Sign-in name").fill(this.signInName);
    await this.page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await this.press("Sign in");
    await this.page.getByRole("heading", { name: "Sign in" }).waitFor({ state: "detached" });
  }

  // Moving around.

  async goTo(path) {
    await this.page.goto(new URL(path, this.page.url()).href);
  }

  async openCircle(name) {
    await this.inList(name).click();
    await this.field.waitFor();
  }

  inList(name) {
    return this.page.getByRole("list", { name: "Circles" }).getByRole("link", { name });
  }

  press(name, within = this.page) {
    return within.getByRole("button", { name, exact: true }).click();
  }

  get dialog() {
    return this.page.getByRole("dialog");
  }

  async chooseInCircleMenu(item) {
    await this.press("Circle menu");
    await this.page.getByRole("menuitem", { name: item, exact: true }).click();
  }

  // In a circle.

  get field() {
    return this.page.getByRole("textbox", { name: "Message" });
  }

  async say(words) {
    await this.field.fill(words);
    await this.press("Send");
  }

  /** Everything that was said, top to bottom, unsent words included. */
  said() {
    return this.page
      .locator("article p.text")
      .evaluateAll((all) => all.map((one) => one.innerText));
  }

  /** The message that says this; not those that quote it. */
  message(words) {
    const text = this.page.locator("p.text", { hasText: words });
    return this.page.getByRole("article").filter({ has: text });
  }

  sees(words) {
    return this.message(words).waitFor();
  }

  async openMenuOf(words) {
    const message = this.message(words);
    // Its buttons come into view with the pointer; on a phone they stand there.
    await message.hover();
    await this.press("Message actions", message);
    return this.page.getByRole("menu", { name: "Message actions" });
  }

  async choose(words, item) {
    const menu = await this.openMenuOf(words);
    await menu.getByText(item, { exact: true }).click();
  }

  /** By the button that says whether something new is there. */
  async toNewest() {
    await this.page.getByRole("button", { name: /^New(est)? messages$/ }).click();
  }

  /** How things stand with the server, in the words on the screen. */
  get connection() {
    return this.page.getByRole("status", { name: "Connection" });
  }
}
