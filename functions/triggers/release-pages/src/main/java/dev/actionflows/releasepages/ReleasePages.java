package dev.actionflows.releasepages;

import dev.actionflows.domain.embed.Client;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.page.CodeResult;
import dev.actionflows.domain.page.OfferResult;
import dev.actionflows.domain.page.OpenPage;
import dev.actionflows.domain.page.PageOffer;
import dev.actionflows.domain.page.PageSignUps;
import dev.actionflows.domain.page.PageVisit;
import dev.actionflows.domain.page.ReleasePageVisits;
import dev.actionflows.domain.page.SignUp;
import dev.actionflows.domain.page.SignUpForm;
import dev.actionflows.domain.page.SignUpResult;
import dev.actionflows.domain.page.Slug;
import dev.actionflows.domain.project.HostedPages;
import dev.actionflows.lambda.http.FanCookie;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.LinkPages;
import dev.actionflows.lambda.http.PageTexts;
import dev.actionflows.providers.FormParameters;
import dev.actionflows.providers.MalformedFormException;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The pages about releases. Every form works without JavaScript: a form that succeeds redirects
 * back to the page, which then says what was done, so that reloading repeats nothing.
 */
final class ReleasePages extends LinkPages {
    private static final int MAX_BODY_BYTES = 16 * 1024;

    /** What the page's own forms send, and a reload. */
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private static final Pattern FORM_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern NOT_A_DIGIT = Pattern.compile("[^0-9]");

    private final ReleasePageVisits visits;
    private final PageSignUps signUps;
    private final IdSource ids;

    ReleasePages(ReleasePageVisits visits, PageSignUps signUps, IdSource ids) {
        super(ids, "slug");
        this.visits = visits;
        this.signUps = signUps;
        this.ids = ids;
    }

    @Override
    protected HttpResponse look(PageTexts texts, Visit visit) {
        Notice notice =
                visit.request().queryParameter("done").flatMap(Notice::ofName).orElse(Notice.NONE);
        return open(visit.token())
                .map(page -> view(page, texts, visit.request()).page(notice))
                .orElseGet(() -> invalidLink(texts));
    }

    /** Takes a form of the page, or what its player reports. */
    @Override
    protected HttpResponse act(PageTexts texts, Visit visit) {
        Optional<OpenPage> page = open(visit.token());
        if (page.isEmpty()) {
            return invalidLink(texts);
        }
        if (!isFromPage(visit.request(), page.get())) {
            return view(page.get(), texts, visit.request()).page(Notice.OTHER_SITE);
        }
        FormParameters form = form(visit.request());
        ReleasePageView view = view(page.get(), texts, visit.request());
        PageVisit known =
                new PageVisit(
                        FanCookie.of(visit.request(), page.get().project().id())
                                .flatMap(it -> it.in(page.get().project())),
                        form.first("id")
                                .filter(it -> FORM_ID.matcher(it).matches())
                                .orElseGet(ids::nonce),
                        new Client(
                                visit.request().sourceIp(), visit.request().header("User-Agent")),
                        visit.deadline());
        return switch (form.first("do").orElse("")) {
            case "sign-up.phone" -> signUp(page.get(), view, Identity.Kind.PHONE, form, known);
            case "sign-up.email" -> signUp(page.get(), view, Identity.Kind.EMAIL, form, known);
            case "code" -> code(page.get(), view, form, known);
            case "sign-out" ->
                    back(page.get(), Notice.SIGNED_OUT)
                            .withHeader("Set-Cookie", FanCookie.remove(page.get().project()));
            case "listened" -> {
                visits.listened(page.get(), known);
                yield HttpResponse.noContent();
            }
            default -> accept(page.get(), view, form, known);
        };
    }

    private Optional<OpenPage> open(String slug) {
        return Slug.parse(slug).flatMap(visits::open);
    }

    private ReleasePageView view(OpenPage page, PageTexts texts, HttpRequest request) {
        return new ReleasePageView(page, texts, request, ids);
    }

    /**
     * Another site could make a visitor sign up, or be known as someone else. Browsers without the
     * header say where a form comes from (Fetch Metadata Request Headers, section 2.3; RFC 6454,
     * section 7).
     */
    private static boolean isFromPage(HttpRequest request, OpenPage page) {
        return request.header("Sec-Fetch-Site")
                .map(OWN_SITE::contains)
                .orElseGet(
                        () ->
                                request.header("Origin")
                                        .filter(HostedPages.origin(page.project())::equals)
                                        .isPresent());
    }

    private static FormParameters form(HttpRequest request) {
        try {
            return FormParameters.decode(
                    request.body().text(FormParameters.MEDIA_TYPE, MAX_BODY_BYTES));
        } catch (MalformedFormException e) {
            throw new ProblemException(ErrorCode.MALFORMED_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private HttpResponse accept(
            OpenPage page, ReleasePageView view, FormParameters form, PageVisit visit) {
        String name = form.first("do").orElse("");
        Optional<PageOffer> offer =
                page.offers().stream().filter(it -> it.name().equals(name)).findFirst();
        if (offer.isEmpty()) {
            // such as a pre-save on a page that was opened before release day
            return view.page(Notice.NOT_OFFERED);
        }
        return switch (visits.accept(page, offer.get(), visit)) {
            case OfferResult.Done() ->
                    redirect(offer.get().action().doneOn(page.page().slug().text()));
            case OfferResult.ConnectFirst(String url) -> redirect(url);
            case OfferResult.Refused() -> view.page(Notice.REFUSED);
        };
    }

    private HttpResponse signUp(
            OpenPage page,
            ReleasePageView view,
            Identity.Kind kind,
            FormParameters form,
            PageVisit visit) {
        Optional<SignUpForm> terms = view.form(kind);
        if (terms.isEmpty()) {
            return view.page(Notice.NOT_OFFERED);
        }
        SignUp typed =
                new SignUp(
                        kind,
                        form.first("address").orElse(""),
                        form.first("firstName").orElse(""),
                        form.first("agreed").isPresent());
        return switch (signUps.signUp(page, terms.get(), typed, visit)) {
            case SignUpResult.Invalid(var fields) -> view.page(typed, fields);
            case SignUpResult.CodeSent(var verification, String address) ->
                    view.codePage(kind, verification, address, false);
            case SignUpResult.SignedUp() -> back(page, Notice.of(kind));
            case SignUpResult.NotPossible() -> view.page(Notice.NOT_POSSIBLE);
        };
    }

    private HttpResponse code(
            OpenPage page, ReleasePageView view, FormParameters form, PageVisit visit) {
        Identity.Kind kind =
                form.first("kind").filter("email"::equals).isPresent()
                        ? Identity.Kind.EMAIL
                        : Identity.Kind.PHONE;
        Optional<VerificationId> verification =
                form.first("verification").flatMap(VerificationId::parse);
        if (verification.isEmpty()) {
            return view.page(Notice.CODE_ENDED);
        }
        String code = NOT_A_DIGIT.matcher(form.first("code").orElse("")).replaceAll("");
        return switch (signUps.enterCode(page, verification.get(), code, visit)) {
            case CodeResult.Right(var session) ->
                    back(page, Notice.of(kind))
                            .withHeader("Set-Cookie", FanCookie.set(page.project(), session));
            case CodeResult.Wrong() ->
                    view.codePage(kind, verification.get(), form.first("address").orElse(""), true);
            case CodeResult.Ended() -> view.page(Notice.CODE_ENDED);
        };
    }

    private static HttpResponse back(OpenPage page, Notice notice) {
        return redirect(page.page().slug() + "?done=" + notice.wireName());
    }

    private static HttpResponse redirect(String url) {
        return HttpResponse.of(303, "text/plain; charset=utf-8", "").withHeader("Location", url);
    }
}
