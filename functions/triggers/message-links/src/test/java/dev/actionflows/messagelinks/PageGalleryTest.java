package dev.actionflows.messagelinks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.link.LinkTarget;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.step.messaging.LinkDestination;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.visit.OpenedLink;
import dev.actionflows.lambda.http.Device;
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

    private static final LinkDestination CONNECTING =
            new LinkDestination.Connecting("https://flows.example.com/connect/spotify/start");
    private static final LinkDestination AT_SPOTIFY =
            new LinkDestination.Service(
                    StreamingProvider.SPOTIFY, "https://open.spotify.com/album/1");
    private static final LinkDestination AT_APPLE =
            new LinkDestination.Service(
                    StreamingProvider.APPLE_MUSIC, "https://geo.music.apple.com/us/album/_/1");
    private static final Device PHONE =
            new Device(List.of(StreamingProvider.APPLE_MUSIC, StreamingProvider.SPOTIFY), false);
    private static final Device DESKTOP =
            new Device(List.of(StreamingProvider.SPOTIFY, StreamingProvider.APPLE_MUSIC), true);

    private final World world = new World();
    private final Project project = world.projects.find(world.project).orElseThrow();
    private final PageGallery gallery = new PageGallery("functions/triggers/message-links");
    private final MessagePages pages = new MessagePages(world.application.linkOpener(), world.ids);

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void every_page_can_be_rendered(String language) {
        PageTexts texts = new PageLanguages(MessagePages.class).in(language);
        add("connect", texts, opened(LinkTarget.CONNECT, CONNECTING), PHONE);
        add("connect-project", texts, withoutRelease(LinkTarget.CONNECT, CONNECTING), PHONE);
        add("connected", texts, opened(LinkTarget.CONNECT), PHONE);
        add("spotify-phone", texts, opened(LinkTarget.RELEASE, AT_SPOTIFY), PHONE);
        add("spotify-desktop", texts, opened(LinkTarget.RELEASE, AT_SPOTIFY), DESKTOP);
        add("apple-phone", texts, opened(LinkTarget.RELEASE, AT_APPLE), PHONE);
        add("both", texts, opened(LinkTarget.RELEASE, AT_APPLE, AT_SPOTIFY), DESKTOP);
        add("unavailable", texts, withoutRelease(LinkTarget.RELEASE), PHONE);
        add("invalid", pages.page(texts, Optional.empty(), PHONE));
        add(
                "later",
                pages.failure(
                        new HttpRequest(Map.of("headers", Map.of("Accept-Language", language))),
                        new IllegalStateException("x")));
    }

    private OpenedLink opened(LinkTarget target, LinkDestination... destinations) {
        return new OpenedLink(project, target, Optional.of(world.release), List.of(destinations));
    }

    private OpenedLink withoutRelease(LinkTarget target, LinkDestination... destinations) {
        return new OpenedLink(project, target, Optional.empty(), List.of(destinations));
    }

    private void add(String name, PageTexts texts, OpenedLink link, Device device) {
        add(name, pages.page(texts, Optional.of(link), device));
    }

    private void add(String name, HttpResponse response) {
        String language = String.valueOf(response.headers().get("Content-Language"));
        assertThat(response.headers()).containsEntry("Vary", "Accept-Language");
        assertThat(response.body()).contains("<html lang=\"" + language + "\">");
        gallery.add(name, language, response.headers(), response.body());
    }
}
