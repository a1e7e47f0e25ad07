package dev.actionflows.lambda.http;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.run.Deadline;

import java.util.Base64;

/**
 * The pages behind a link that is sent to people. Mail programs, messengers and scanners open such
 * links, too, so only {@code POST} changes anything.
 */
public abstract class LinkPages implements HttpEndpoint {
    private static final int NONCE_BYTES = 16;
    private static final String RETRY_AFTER = "Retry-After";

    private final IdSource ids;
    private final String parameter;
    private final PageLanguages languages;

    /**
     * @param ids makes the pages' nonces
     */
    protected LinkPages(IdSource ids) {
        this(ids, "token");
    }

    /**
     * @param parameter the name of the last part of the path
     */
    protected LinkPages(IdSource ids, String parameter) {
        this.ids = ids;
        this.parameter = parameter;
        this.languages = new PageLanguages(getClass());
    }

    /**
     * A request at the link.
     *
     * @param token the last part of the path; empty when missing
     */
    protected record Visit(HttpRequest request, String token, Deadline deadline) {}

    /** The page that the link opens; changes nothing, except counts. */
    protected abstract HttpResponse look(PageTexts texts, Visit visit);

    /** Does what the link is for. */
    protected abstract HttpResponse act(PageTexts texts, Visit visit);

    @Override
    public final HttpResponse answer(HttpRequest request, Deadline deadline) {
        Visit visit = new Visit(request, request.pathParameter(parameter).orElse(""), deadline);
        PageTexts texts = languages.preferredBy(request);
        return switch (request.method()) {
            case "GET", "HEAD" -> withoutBodyForHead(request.method(), look(texts, visit));
            case "POST" -> act(texts, visit);
            default ->
                    throw new ProblemException(
                            ErrorCode.METHOD_NOT_ALLOWED,
                            "this path accepts only GET, HEAD and POST");
        };
    }

    @Override
    public final HttpResponse failure(HttpRequest request, RuntimeException failure) {
        HttpResponse problem = Problems.of(failure, request.id());
        HttpResponse response =
                page(languages.preferredBy(request), "later.title")
                        .paragraph("later.text")
                        .response(problem.status());
        String retryAfter = problem.headers().get(RETRY_AFTER);
        if (retryAfter != null) {
            response = response.withHeader(RETRY_AFTER, retryAfter);
        }
        return withoutBodyForHead(request.method(), response);
    }

    private static HttpResponse withoutBodyForHead(String method, HttpResponse response) {
        return method.equals("HEAD") ? response.withoutBody() : response;
    }

    /** The answer to a token that we did not issue. */
    protected final HttpResponse invalidLink(PageTexts texts) {
        return page(texts, "invalid.title").paragraph("invalid.text").response(404);
    }

    /**
     * A page to fill.
     *
     * @param title the key of the title
     */
    protected final HtmlPage page(PageTexts texts, String title) {
        String nonce = Base64.getEncoder().encodeToString(ids.randomBytes(NONCE_BYTES));
        return new HtmlPage(nonce, texts, title);
    }
}
