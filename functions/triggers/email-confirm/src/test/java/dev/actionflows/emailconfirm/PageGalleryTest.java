package dev.actionflows.emailconfirm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.intake.ConsentConfirmer;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.PageLanguages;
import dev.actionflows.lambda.http.PageTexts;
import dev.actionflows.testkit.PageGallery;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every page in every language, also for the browser tests. */
class PageGalleryTest {
    static final List<String> LANGUAGES = PageLanguages.ALL;

    private final World world = new World();
    private final PageGallery gallery = new PageGallery("functions/triggers/email-confirm");
    private final ConfirmPages pages =
            new ConfirmPages(world.application.consentConfirmer(), world.ids);

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void every_page_can_be_rendered(String language) {
        Project project = world.projects.find(world.project).orElseThrow();
        PageTexts texts = new PageLanguages(ConfirmPages.class).in(language);
        for (ConsentConfirmer.State state : ConsentConfirmer.State.values()) {
            add(
                    state.name(),
                    pages.page(
                            texts,
                            Optional.of(new ConsentConfirmer.Link(project, state)),
                            "token"));
        }
        add("invalid", pages.page(texts, Optional.empty(), "token"));
        add(
                "later",
                pages.failure(
                        new HttpRequest(Map.of("headers", Map.of("Accept-Language", language))),
                        new IllegalStateException("x")));
    }

    private void add(String name, HttpResponse response) {
        String language = String.valueOf(response.headers().get("Content-Language"));
        assertThat(response.headers()).containsEntry("Vary", "Accept-Language");
        assertThat(response.body()).contains("<html lang=\"" + language + "\">");
        gallery.add(name, language, response.headers(), response.body());
    }
}
