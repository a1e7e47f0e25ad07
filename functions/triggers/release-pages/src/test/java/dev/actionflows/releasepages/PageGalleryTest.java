package dev.actionflows.releasepages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.application.HostedPageVisits;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.page.OpenPage;
import dev.actionflows.domain.page.PageContent;
import dev.actionflows.domain.page.ReleasePage;
import dev.actionflows.domain.page.SignUp;
import dev.actionflows.domain.page.SignUpResult.Field;
import dev.actionflows.domain.page.Slug;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.PageLanguages;
import dev.actionflows.lambda.http.PageTexts;
import dev.actionflows.testkit.PageGallery;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every page in every language, also for the browser tests. */
class PageGalleryTest {
    static final List<String> LANGUAGES = PageLanguages.ALL;

    private final PageApi api = new PageApi();
    private final World world = api.world;
    private final PageGallery gallery = new PageGallery("functions/triggers/release-pages");

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void every_page_can_be_rendered(String language) {
        PageTexts texts = new PageLanguages(ReleasePages.class).in(language);
        for (Notice notice : Notice.values()) {
            assertThat(view(texts, false).page(notice).status()).isEqualTo(notice.status());
        }
        add("future", view(texts, false).page(Notice.NONE));
        add("done", view(texts, false).page(Notice.PRESAVE));
        add(
                "cancelled",
                new ReleasePageView(
                                open(
                                        api.embed.project(),
                                        world.release.cancelled(world.clock.instant()),
                                        false),
                                texts,
                                request(),
                                world.ids)
                        .page(Notice.NONE));
        add("out", view(texts, true).page(Notice.ADD_TO_LIBRARY));
        add(
                "invalid-fields",
                view(texts, false)
                        .page(
                                new SignUp(Identity.Kind.PHONE, "555", "www.a.example", false),
                                Set.of(Field.values())));
        add(
                "invalid-address",
                view(texts, false)
                        .page(
                                new SignUp(Identity.Kind.EMAIL, "ada@", "", true),
                                Set.of(Field.ADDRESS)));
        for (Identity.Kind kind : List.of(Identity.Kind.PHONE, Identity.Kind.EMAIL)) {
            for (boolean wrong : List.of(false, true)) {
                add(
                        "code-" + kind.wireName() + (wrong ? "-wrong" : ""),
                        view(texts, false)
                                .codePage(
                                        kind,
                                        VerificationId.from(world.ids),
                                        "+14155550199",
                                        wrong));
            }
        }
        HostedPageVisits visits = new HostedPageVisits(world.ports);
        ReleasePages pages = new ReleasePages(visits.releasePages(), visits.signUps(), world.ids);
        add(
                "later",
                pages.failure(
                        new HttpRequest(Map.of("headers", Map.of("Accept-Language", language))),
                        new IllegalStateException("x")));
    }

    @Test
    void a_form_is_shown_only_if_the_project_can_send_codes() {
        PageTexts texts = new PageLanguages(ReleasePages.class).in("en");
        Project withoutMail =
                Samples.project(world.project).withSms(api.embed.project().sms().orElseThrow());

        assertThat(
                        new ReleasePageView(open(withoutMail, false), texts, request(), world.ids)
                                .page(Notice.NONE)
                                .body())
                .contains("<label for=\"phone\">")
                .doesNotContain("<label for=\"email\">");
    }

    private ReleasePageView view(PageTexts texts, boolean out) {
        return new ReleasePageView(open(api.embed.project(), out), texts, request(), world.ids);
    }

    private static HttpRequest request() {
        return new HttpRequest(
                Map.of(
                        "headers",
                        Map.of(
                                "User-Agent",
                                PageApi.IPHONE,
                                "Cookie",
                                "__Host-action_flows_fan_prj_7zqk3v9m2c4x8b1d=known")));
    }

    private OpenPage open(Project project, boolean out) {
        return open(project, world.release, out);
    }

    private OpenPage open(Project project, Release release, boolean out) {
        PageContent content = api.fullContent();
        return new OpenPage(
                new ReleasePage(new Slug(PageApi.SLUG), project.id(), world.release.id(), content),
                project,
                release,
                Optional.of(world.artist),
                out ? world.release.outAt() : world.release.outAt().minus(Duration.ofDays(1)));
    }

    private void add(String name, HttpResponse response) {
        String language = String.valueOf(response.headers().get("Content-Language"));
        assertThat(response.headers()).containsEntry("Vary", "Accept-Language");
        assertThat(response.body()).contains("<html lang=\"" + language + "\">");
        assertThat(response.body().length()).isLessThan(30_000);
        gallery.add(name, language, response.headers(), response.body());
    }
}
