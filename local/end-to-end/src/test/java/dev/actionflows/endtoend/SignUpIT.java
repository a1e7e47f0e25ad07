package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import dev.actionflows.endtoend.Label.RunView;
import dev.actionflows.web.Chromium;
import dev.actionflows.web.EmbedPage;
import dev.actionflows.web.EmbedPage.SignUp;
import dev.actionflows.web.EmbedPage.StreamingButton;
import dev.actionflows.web.Site;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A fan with a real browser, a label's page with the embed, and the deployed API. */
class SignUpIT {
    private static final Path EMBED =
            Path.of(Objects.requireNonNull(System.getProperty("project.root")), "web", "embed");
    private static final Pattern CODE = Pattern.compile("(?<![0-9])[0-9]{6}(?![0-9])");
    private static final Pattern OWN_LINK = Pattern.compile("https?://\\S+/l/[0-9A-Za-z]+");

    private final Label label = Label.ready(Deployment.express());
    private final String phone = Label.phoneNumberInDaytime();

    @Test
    void a_fan_signs_up_by_text_and_gets_what_the_flow_says() {
        String flow = label.activeFlow(Map.of("type", "sms.opted_in"), List.of(Label.sendText()));
        try (Site site = Site.start(EMBED, URI.create(label.deployment.baseUrl()), values());
                Chromium chromium = Chromium.start()) {
            label.allowOrigin(site.origin());
            EmbedPage page = new EmbedPage(chromium.driver()).open(site.page());
            SignUp texts = page.texts();

            texts.signUp(phone);
            texts.awaitStep("code");
            assertThat(label.runs(flow)).isEmpty();
            texts.enterCode(codeReceived());
            texts.awaitStep("done");

            StreamingButton preSave = page.button("release.presaved", "spotify");
            preSave.click();
            agreeOnOurPage(chromium.driver());
            agreeAtSpotify(chromium.driver());
            preSave.awaitStatus("Your pre-save is registered. Disconnect");
        }

        RunView run = label.runWhen(flow, "the run is completed", RunView::isCompleted);
        assertThat(run.steps()).containsExactly("send_text COMPLETED accepted");
        assertThat(label.deployment.get("/v1/fans/" + run.fanId(), label.secretKey).json(200))
                .as("the fan who was known by phone has connected Spotify")
                .extractingByKey("connections", list(Object.class))
                .hasSize(1);
        assertThat(Providers.texts(label.accountSid, phone))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("Thanks from Night Harbour!");
    }

    @Test
    void a_fan_who_opens_the_link_in_a_text_confirms_and_continues_to_spotify() {
        label.activeFlow("PRESAVE", label.missionSteps(label.pastRelease(), label.segment()));
        label.text(phone, "Presave");
        String link = received(OWN_LINK);
        try (Chromium chromium = Chromium.start()) {
            ChromeDriver driver = chromium.driver();
            driver.get(link);
            // a browser that a program controls is not sent on
            driver.findElement(By.linkText("Continue")).click();
            new WebDriverWait(driver, Duration.ofSeconds(30))
                    .until(ExpectedConditions.urlContains("/connect/spotify/start"));
            assertThat(driver.findElement(By.tagName("main")).getText())
                    .contains("that ends in " + phone.substring(phone.length() - 2));

            driver.findElement(By.tagName("button")).click();
            agreeAtSpotify(driver);

            new WebDriverWait(driver, Duration.ofSeconds(30))
                    .until(ExpectedConditions.titleIs("You are connected"));
            assertThat(chromium.messages())
                    .as("what the browser has refused by the pages' own policies")
                    .noneMatch(it -> it.contains("Content Security Policy"));
        }
    }

    private static void agreeOnOurPage(ChromeDriver driver) {
        new WebDriverWait(driver, Duration.ofSeconds(30))
                .until(ExpectedConditions.titleIs("Connect Spotify"));
        driver.findElement(By.tagName("button")).click();
    }

    private static void agreeAtSpotify(ChromeDriver driver) {
        WebElement form =
                new WebDriverWait(driver, Duration.ofSeconds(30))
                        .until(ExpectedConditions.presenceOfElementLocated(By.id("agree")));
        WebElement account = form.findElement(By.name("code"));
        account.clear();
        account.sendKeys("fan-" + UUID.randomUUID());
        form.submit();
    }

    private Map<String, String> values() {
        return Map.of(
                "publishable_key",
                label.publishableKey,
                "api",
                label.deployment.baseUrl(),
                "release_id",
                label.upcomingRelease(),
                "artist_id",
                "art_0000000000000000");
    }

    private String codeReceived() {
        return received(CODE);
    }

    /** The part of the SMS provider's text to the fan that matches. */
    private String received(Pattern pattern) {
        return Label.eventually(
                "the fan has got a text with " + pattern,
                () ->
                        Providers.texts(label.accountSid, phone).stream()
                                .flatMap(text -> pattern.matcher(text).results())
                                .map(MatchResult::group)
                                .findFirst());
    }
}
