package dev.actionflows.emailunsubscribe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.testing.MailWorld;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.PageLanguages;
import dev.actionflows.testkit.PageGallery;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Every page in every language, also for the browser tests. */
class PageGalleryTest {
    static final List<String> LANGUAGES = PageLanguages.ALL;

    private final MailWorld mail = new MailWorld();
    private final PageGallery gallery = new PageGallery("functions/triggers/email-unsubscribe");
    private final UnsubscribePages pages =
            new UnsubscribePages(mail.world.application.unsubscriber(), mail.world.ids);

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void every_page_can_be_rendered(String language) {
        add("offer", answer("GET", mail.token(), language));
        add("done", answer("POST", mail.token(), language));
        add("invalid", answer("GET", "forged", language));
        add("later", pages.failure(request("GET", "x", language), new IllegalStateException("x")));
    }

    private HttpResponse answer(String method, String token, String language) {
        return pages.answer(
                request(method, token, language), new Deadline(Instant.MAX, mail.world.clock));
    }

    private static HttpRequest request(String method, String token, String language) {
        return new HttpRequest(
                Map.of(
                        "httpMethod",
                        method,
                        "pathParameters",
                        Map.of("token", token),
                        "headers",
                        Map.of("Accept-Language", language),
                        "body",
                        "from=page"));
    }

    private void add(String name, HttpResponse response) {
        String language = String.valueOf(response.headers().get("Content-Language"));
        assertThat(response.headers()).containsEntry("Vary", "Accept-Language");
        assertThat(response.body()).contains("<html lang=\"" + language + "\">");
        gallery.add(name, language, response.headers(), response.body());
    }
}
