package dev.actionflows.web;

import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.WebDriverWait;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** The page with the embed as a fan uses it: the fan's actions and what the page shows. */
public final class EmbedPage {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final WebDriver driver;

    public EmbedPage(WebDriver driver) {
        this.driver = driver;
    }

    public EmbedPage open(String url) {
        driver.get(url);
        return this;
    }

    public SignUp texts() {
        return new SignUp("sms.opted_in", "phone");
    }

    public SignUp emails() {
        return new SignUp("email.opted_in", "email");
    }

    /** Returns a button for a streaming action. */
    public StreamingButton button(String type, String provider) {
        return new StreamingButton(
                By.cssSelector(
                        "[data-action-flows='" + type + "'][data-provider='" + provider + "']"));
    }

    /** Waits until the URL in the address bar matches. */
    public void awaitUrl(String expectation, Predicate<String> expected) {
        await(
                expectation + ", but it is " + driver.getCurrentUrl(),
                it -> expected.test(Objects.requireNonNullElse(it.getCurrentUrl(), "")));
    }

    /** The ARIA roles of all message elements. */
    public List<@Nullable String> statuses() {
        return driver.findElements(By.className("action-flows-status")).stream()
                .<@Nullable String>map(it -> it.getDomAttribute("role"))
                .toList();
    }

    public boolean hasFocus(WebElement element) {
        return driver.switchTo().activeElement().equals(element);
    }

    private void await(String expectation, Predicate<WebDriver> expected) {
        new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50))
                .withMessage(expectation)
                // not yet loaded, or part of a page that has been left
                .ignoring(NoSuchElementException.class)
                .ignoring(StaleElementReferenceException.class)
                .until(expected::test);
    }

    private void awaitText(By place, String text) {
        await("the text: " + text, it -> text.equals(it.findElement(place).getText()));
    }

    /** A button. It is looked up on each use because the page may have been reloaded. */
    public final class StreamingButton {
        private final By place;

        private StreamingButton(By place) {
            this.place = place;
        }

        public void click() {
            driver.findElement(place).click();
        }

        public boolean hasFocus() {
            return EmbedPage.this.hasFocus(driver.findElement(place));
        }

        /**
         * Waits until the message below the button equals the text, even if another page has to
         * load first.
         */
        public void awaitStatus(String text) {
            await(
                    "the status: " + text,
                    it -> {
                        String status = it.findElement(place).getDomAttribute("data-status");
                        return text.equals(
                                it.findElement(By.id(Objects.requireNonNull(status))).getText());
                    });
        }
    }

    /** One of the sign-up forms. */
    public final class SignUp {
        private final String form;
        private final String field;

        private SignUp(String type, String field) {
            this.form = "form[data-action-flows='" + type + "']";
            this.field = field;
        }

        public WebElement form() {
            return driver.findElement(By.cssSelector(form));
        }

        public WebElement field() {
            return input(field);
        }

        public WebElement consent() {
            return input("consent");
        }

        public WebElement code() {
            return input("code");
        }

        public WebElement input(String name) {
            return driver.findElement(By.cssSelector(form + " input[name='" + name + "']"));
        }

        /** The visible consent wording. */
        public String wording() {
            return driver.findElement(By.cssSelector(form + " [data-consent-version]")).getText();
        }

        /** The consent wording when it is no longer visible. */
        public String wordingInSource() {
            return Objects.requireNonNull(
                            driver.findElement(By.cssSelector(form + " [data-consent-version]"))
                                    .getDomProperty("textContent"))
                    .replaceAll("\\s+", " ");
        }

        /** The button of the visible step. */
        public WebElement button() {
            return driver.findElement(
                    By.cssSelector(form + " [data-step]:not([hidden]) button:not([data-back])"));
        }

        public void fillIn(String value) {
            field().clear();
            field().sendKeys(value);
        }

        public void agree() {
            if (!consent().isSelected()) {
                consent().click();
            }
        }

        public void send() {
            button().click();
        }

        /** Fills in the form, accepts the consent, and submits. */
        public void signUp(String value) {
            fillIn(value);
            agree();
            send();
        }

        public void enterCode(String code) {
            awaitStep("code");
            code().clear();
            code().sendKeys(code);
            send();
        }

        /** Leaves the code step: for another address or a new code. */
        public void back() {
            driver.findElement(By.cssSelector(form + " [data-back]")).click();
        }

        /** Waits until this step is visible and the form is idle. */
        public void awaitStep(String step) {
            await(
                    "the step " + step + " of " + form,
                    it ->
                            it.findElement(By.cssSelector(form + " [data-step='" + step + "']"))
                                            .isDisplayed()
                                    && !isBusy());
        }

        /** Waits until the message next to the field equals the text. */
        public void awaitError(String name, String text) {
            awaitText(
                    By.id(Objects.requireNonNull(input(name).getDomProperty("id")) + "-error"),
                    text);
            await("the form is idle", it -> !isBusy());
        }

        public void awaitStatus(String text) {
            awaitText(By.cssSelector(form + " [role='status']"), text);
            await("the form is idle", it -> !isBusy());
        }

        /** Waits until this text is visible while the form is busy. */
        public void awaitBusyStatus(String text) {
            awaitText(By.cssSelector(form + " [role='status']"), text);
        }

        public boolean isBusy() {
            return "true".equals(form().getDomAttribute("aria-busy"));
        }
    }
}
