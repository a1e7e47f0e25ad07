package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.PageAccessService;
import dev.actionflows.domain.messaging.Keyword;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Role;
import dev.actionflows.domain.project.SignUpOffer;
import dev.actionflows.domain.project.SignUpOffer.ByPage;
import dev.actionflows.domain.project.SignUpOffer.ByText;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the page after connecting offers to a project's fans. */
final class SignUpOfferResource {
    private static final String PATH = "/v1/projects/{projectId}/sign-up-offer";
    private static final String TEXT = "text";
    private static final String EMAIL = "email";
    private static final String KEYWORD = "keyword";
    private static final String URL = "url";
    private static final String WORDING = "wording";

    private final PageAccessService pages;

    SignUpOfferResource(PageAccessService pages) {
        this.pages = pages;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, (request, caller) -> shown(pages.get(caller.projectIn(request)))),
                Route.put(PATH, this::put).requires(Role.EDIT));
    }

    private HttpResponse put(HttpRequest request, Caller caller) {
        ProjectId id = caller.projectIn(request);
        SignUpOffer offer = Bodies.decode(request, SignUpOfferResource::offer);
        return shown(pages.offerSignUp(id, offer));
    }

    private static Optional<SignUpOffer> offer(Fields fields) {
        return Optional.of(
                new SignUpOffer(
                        fields.optionalObject(TEXT).flatMap(SignUpOfferResource::byText),
                        fields.optionalObject(EMAIL).flatMap(SignUpOfferResource::byPage)));
    }

    private static Optional<ByText> byText(Fields fields) {
        Optional<String> keyword =
                fields.required(
                        KEYWORD,
                        text ->
                                Optional.of(text.strip())
                                        .filter(it -> it.length() <= Keyword.MAX_LENGTH)
                                        .filter(it -> Keyword.of(it).isPresent())
                                        .filter(it -> !Keyword.isReserved(it)),
                        "the keyword of one of your flows, which is no word such as STOP, START or"
                                + " HELP");
        Optional<String> wording = wording(fields);
        fields.rejectUnknown();
        return keyword.flatMap(word -> wording.map(it -> new ByText(word, it)));
    }

    private static Optional<ByPage> byPage(Fields fields) {
        Optional<String> url =
                fields.required(URL, SignUpOffer::parseUrl, SignUpOffer.URL_EXPECTED);
        Optional<String> wording = wording(fields);
        fields.rejectUnknown();
        return url.flatMap(it -> wording.map(text -> new ByPage(it, text)));
    }

    private static Optional<String> wording(Fields fields) {
        return fields.requiredText(WORDING, SignUpOffer.MAX_WORDING_LENGTH);
    }

    private static HttpResponse shown(Project project) {
        SignUpOffer offer = project.signUpOffer();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put(
                TEXT,
                offer.text()
                        .map(it -> Map.of(KEYWORD, it.keyword(), WORDING, it.wording()))
                        .orElse(null));
        json.put(
                EMAIL,
                offer.email().map(it -> Map.of(URL, it.url(), WORDING, it.wording())).orElse(null));
        return HttpResponse.json(200, json);
    }
}
