package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Label.RunView;
import dev.actionflows.web.Chromium;
import dev.actionflows.web.EmbedPage;
import dev.actionflows.web.EmbedPage.SignUp;
import dev.actionflows.web.Site;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A fan, a real browser, a label's page with the embed, and the deployed API behind it. */
class SignUpIT {
    private static final Path EMBED =
            Path.of(Objects.requireNonNull(System.getProperty("project.root")), "web", "embed");
    private static final Pattern CODE = Pattern.compile("(?<![0-9])[0-9]{6}(?![0-9])");

    private final Label label = Label.ready(Deployment.express());
    private final String phone = Label.phoneNumber();

    @Test
    void a_fan_signs_up_by_text_and_gets_what_the_flow_says() {
        String flow = label.activeFlow(Map.of("type", "sms.opted_in"), List.of(Label.sendText()));
        try (Site site = Site.start(EMBED, URI.create(label.deployment.baseUrl()), values());
                Chromium chromium = Chromium.start()) {
            label.allowOrigin(site.origin());
            SignUp texts = new EmbedPage(chromium.driver()).open(site.page()).texts();

            texts.signUp(phone);
            texts.awaitStep("code");
            assertThat(label.runs(flow)).isEmpty();
            texts.enterCode(codeReceived());
            texts.awaitStep("done");
        }

        RunView run = label.runWhen(flow, "the run is completed", RunView::isCompleted);
        assertThat(run.steps()).containsExactly("send_text COMPLETED accepted");
        assertThat(Providers.texts(label.accountSid, phone))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("Thanks from Night Harbour!");
    }

    private Map<String, String> values() {
        return Map.of(
                "publishable_key",
                label.publishableKey,
                "api",
                label.deployment.baseUrl(),
                "release_id",
                label.comingRelease(),
                "artist_id",
                "art_0000000000000000");
    }

    /** The code in the text that the SMS provider was handed for the fan. */
    private String codeReceived() {
        return Label.soon(
                "the fan has got a code",
                () ->
                        Providers.texts(label.accountSid, phone).stream()
                                .flatMap(text -> CODE.matcher(text).results())
                                .map(MatchResult::group)
                                .findFirst());
    }
}
