package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The fields and buttons of a page, by the names that a screen reader calls them. */
final class Fields {

  private final DashboardWindow window;

  Fields(DashboardWindow window) {
    this.window = window;
  }

  String value(String name) {
    return String.valueOf(field(name).getDomProperty("value"));
  }

  /** Presses the visible button, link or label with this name. */
  void press(String name) {
    named("button, a, summary, label, [role=tab]", name).click();
  }

  /** Replaces the text of a field. */
  void write(String name, CharSequence text) {
    var field = field(name);
    field.click();
    field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    field.sendKeys(text);
  }

  /** Types where the focus is. */
  void type(CharSequence... keys) {
    if (window.run("return document.activeElement") instanceof WebElement focused) {
      focused.sendKeys(keys);
    }
  }

  /** Chooses the option of a list that says so. */
  void choose(String name, String option) {
    field(name).findElement(By.xpath("./option[normalize-space()='" + option + "']")).click();
  }

  private WebElement field(String name) {
    return named("input, select, textarea", name);
  }

  private WebElement named(String selector, String name) {
    var found =
        window.run(
            """
            const nameOf = (element) => (element.getAttribute('aria-label')
                ?? (element.labels?.[0]?.firstChild ?? element).textContent)
                .replaceAll(/[\\u00a0\\u202f]/g, ' ').trim();
            const element = [...document.querySelectorAll(arguments[0])]
                .filter(one => one.checkVisibility())
                .find(one => nameOf(one) === arguments[1]);
            element?.scrollIntoView({block: 'center'});
            return element;
            """,
            selector,
            name);
    assertThat(found).as("what is called '%s'", name).isInstanceOf(WebElement.class);
    return (WebElement) found;
  }
}
