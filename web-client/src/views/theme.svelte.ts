// The theme: light, dark, or as the device has it. The only preference that views store
// themselves, on this device. The colours are in tokens.css.

export type Theme = "system" | "light" | "dark";

const place = "theme";

function kept(): Theme {
  try {
    const value = localStorage.getItem(place);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    // Where the browser forbids storage, the device's theme applies.
    return "system";
  }
}

class ThemeChoice {
  #theme = $state<Theme>(kept());

  get theme(): Theme {
    return this.#theme;
  }

  set theme(theme: Theme) {
    this.#theme = theme;
    try {
      if (theme === "system") localStorage.removeItem(place);
      else localStorage.setItem(place, theme);
    } catch {
      // Then it lasts until the page is closed.
    }
    this.apply();
  }

  apply(): void {
    if (this.#theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = this.#theme;
  }
}

export const themeChoice = new ThemeChoice();
