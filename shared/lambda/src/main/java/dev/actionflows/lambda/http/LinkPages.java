package dev.actionflows.lambda.http;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.run.Deadline;

import java.util.Base64;

/**
 * The pages behind a link with a token that is sent by email. Mail programs and their scanners open
 * such links, too, so only {@code POST} changes anything.
 */
public abstract class LinkPages implements HttpEndpoint {
    private static final int NONCE_BYTES = 16;
    private static final String RETRY_AFTER = "Retry-After";

    private final IdSource ids;

    /**
     * @param ids makes the pages' nonces
     */
    protected LinkPages(IdSource ids) {
        this.ids = ids;
    }

    /** The page that the link opens; changes nothing. */
    protected abstract HttpResponse look(String token);

    /** Does what the link is for. */
    protected abstract HttpResponse act(HttpRequest request, String token);

    @Override
    public final HttpResponse answer(HttpRequest request, Deadline deadline) {
        String token = request.pathParameter("token").orElse("");
        return switch (request.method()) {
            case "GET", "HEAD" -> withoutBodyForHead(request.method(), look(token));
            case "POST" -> act(request, token);
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
                page("That did not work")
                        .paragraph("Please try again in a minute.")
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

    /**
     * The answer to a token that we did not issue.
     *
     * @param advice what the reader can do
     */
    protected final HttpResponse invalidLink(String advice) {
        return page("This link is not complete").paragraph(advice).response(404);
    }

    /** A page to fill. */
    protected final HtmlPage page(String title) {
        String nonce = Base64.getEncoder().encodeToString(ids.randomBytes(NONCE_BYTES));
        return new HtmlPage(nonce, title);
    }
}
