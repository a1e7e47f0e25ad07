package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.management.ReleasePageService;
import dev.actionflows.domain.page.PageContent;
import dev.actionflows.domain.page.PageTrack;
import dev.actionflows.domain.page.ReleasePage;
import dev.actionflows.domain.page.SignUpForm;
import dev.actionflows.domain.page.Slug;
import dev.actionflows.domain.project.Look;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.Role;
import dev.actionflows.domain.project.SignUpOffer;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /v1/releases/{releaseId}/page}: the page that the deployment hosts for a release. */
final class ReleasePagesResource {
    private static final String PATH = "/v1/releases/{releaseId}/page";
    private static final String FILE_EXPECTED =
            "an https URL of a file in ASCII, of at most 500 characters, without user and fragment";
    private static final Pattern COUNTRY_CODE = Pattern.compile("[1-9][0-9]{0,2}");

    private final ReleasePageService pages;

    ReleasePagesResource(ReleasePageService pages) {
        this.pages = pages;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, this::get),
                Route.put(PATH, this::put).requires(Role.EDIT),
                Route.delete(PATH, this::delete).requires(Role.EDIT));
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        return shown(pages.get(caller.project().id(), PathIds.release(request)));
    }

    private HttpResponse put(HttpRequest request, Caller caller) {
        ReleaseId release = PathIds.release(request);
        ProjectId project = caller.project().id();
        ReleasePage page = Bodies.decode(request, fields -> decode(fields, project, release));
        return shown(pages.put(page));
    }

    private HttpResponse delete(HttpRequest request, Caller caller) {
        pages.remove(caller.project().id(), PathIds.release(request));
        return HttpResponse.noContent();
    }

    private static Optional<ReleasePage> decode(
            Fields fields, ProjectId project, ReleaseId release) {
        Optional<Slug> slug = fields.required("slug", Slug::parse, Slug.EXPECTED);
        PageContent content =
                new PageContent(
                        fields.optional("coverUrl", Look::parseLogo, Look.LOGO_EXPECTED),
                        fields.optional(
                                "artistId", ArtistId::parse, "the id of an artist, such as art_…"),
                        fields.optionalObject("track").flatMap(ReleasePagesResource::track),
                        fields.optionalObject("text").flatMap(it -> form(it, true)),
                        fields.optionalObject("email").flatMap(it -> form(it, false)),
                        fields.optional(
                                "termsUrl", SignUpOffer::parseUrl, SignUpOffer.URL_EXPECTED),
                        fields.optional(
                                "privacyUrl", SignUpOffer::parseUrl, SignUpOffer.URL_EXPECTED));
        return slug.map(it -> new ReleasePage(it, project, release, content));
    }

    private static Optional<PageTrack> track(Fields fields) {
        Optional<String> title = fields.requiredText("title", Release.MAX_TEXT_LENGTH);
        Optional<String> audio = fields.required("audioUrl", Look::parseLogo, FILE_EXPECTED);
        fields.rejectUnknown();
        return title.flatMap(name -> audio.map(url -> new PageTrack(name, url)));
    }

    private static Optional<SignUpForm> form(Fields fields, boolean forTexts) {
        Optional<String> wording = fields.requiredText("wording", SignUpForm.MAX_WORDING_LENGTH);
        Optional<String> version = fields.requiredText("version", SignUpForm.MAX_VERSION_LENGTH);
        Optional<String> countryCode =
                forTexts
                        ? fields.optional(
                                "countryCode",
                                text ->
                                        Optional.of(text)
                                                .filter(it -> COUNTRY_CODE.matcher(it).matches()),
                                "the digits of a country code, such as 1 or 44")
                        : Optional.empty();
        fields.rejectUnknown();
        return wording.flatMap(text -> version.map(it -> new SignUpForm(text, it, countryCode)));
    }

    private static HttpResponse shown(ReleasePageService.Published published) {
        ReleasePage page = published.page();
        PageContent content = page.content();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("url", published.url());
        json.put("releaseId", page.release().value());
        json.put("slug", page.slug().text());
        json.put("coverUrl", content.coverUrl().orElse(null));
        json.put("artistId", content.artist().map(ArtistId::value).orElse(null));
        json.put(
                "track",
                content.track()
                        .map(it -> Map.of("title", it.title(), "audioUrl", it.audioUrl()))
                        .orElse(null));
        json.put("text", content.text().map(it -> shown(it, true)).orElse(null));
        json.put("email", content.email().map(it -> shown(it, false)).orElse(null));
        json.put("termsUrl", content.termsUrl().orElse(null));
        json.put("privacyUrl", content.privacyUrl().orElse(null));
        return HttpResponse.json(200, json);
    }

    private static Map<String, @Nullable Object> shown(SignUpForm form, boolean forTexts) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("wording", form.wording());
        json.put("version", form.version());
        if (forTexts) {
            json.put("countryCode", form.countryCode().orElse(null));
        }
        return json;
    }
}
