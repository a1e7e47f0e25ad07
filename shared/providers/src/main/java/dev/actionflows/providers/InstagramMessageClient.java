package dev.actionflows.providers;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.DirectMessage;
import dev.actionflows.domain.messaging.DirectMessageSender;
import dev.actionflows.domain.messaging.InstagramToken;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.json.Json;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import javax.net.ssl.SSLHandshakeException;

/**
 * Client for Instagram's messaging: {@code POST /v24.0/{account}/messages}.
 *
 * <p>The request has no idempotency key, so failures are classified by one question: is it certain
 * that Meta did not accept the message? It is certain when no request was sent and when Meta says
 * so (status 400 to 499, or the error that it documents as temporary). It is not certain after a
 * timeout, a broken connection, any other status of 500 or more, or an unparseable response.
 *
 * <p>Each message uses its own connection, for the same reason as in {@link TwilioClient}.
 *
 * <p>Sources: "Messaging" and "Private replies" at
 * developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login, and the error
 * codes at developers.facebook.com/docs/messenger-platform/error-codes.
 */
public final class InstagramMessageClient implements DirectMessageSender {
    /** The version of Meta's API that the project is tested with. */
    static final String VERSION = "v24.0";

    /** Prevents a stored value from changing the request path. */
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]+");

    private static final Duration UNREACHABLE_PAUSE = Duration.ofSeconds(30);
    private static final Duration TEMPORARY_PAUSE = Duration.ofMinutes(1);

    /** Meta counts calls by the hour, and sends no {@code Retry-After}. */
    private static final Duration RATE_PAUSE = Duration.ofMinutes(5);

    /** Of private replies: 750 an hour, or a limit of policy. */
    private static final Duration REPLY_RATE_PAUSE = Duration.ofHours(3);

    private final Supplier<HttpClient> connections;
    private final URI apiUrl;

    /**
     * @param connections creates a new client for each message; the client is shut down afterwards
     * @param apiUrl {@code https://graph.instagram.com}
     */
    public InstagramMessageClient(Supplier<HttpClient> connections, URI apiUrl) {
        this.connections = connections;
        this.apiUrl = apiUrl;
    }

    @Override
    public SendResult send(DirectMessage message, InstagramToken token, Duration timeout) {
        if (!ACCOUNT.matcher(message.account()).matches()) {
            return new SendResult.MessageRefused(Reason.CREDENTIALS_REJECTED);
        }
        TimeBudget budget = TimeBudget.startingNow(timeout);
        HttpClient connection = connections.get();
        try {
            return resultOf(new ProviderHttp(connection).send(request(message, token), budget));
        } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException e) {
            return new SendResult.NotTaken(Reason.PROVIDER_UNAVAILABLE, UNREACHABLE_PAUSE);
        } catch (IOException e) {
            return new SendResult.Unknown(Reason.NO_ANSWER);
        } finally {
            connection.shutdownNow();
        }
    }

    private HttpRequest.Builder request(DirectMessage message, InstagramToken token) {
        String path = "/" + VERSION + "/" + message.account() + "/messages";
        return HttpRequest.newBuilder(URI.create(Urls.join(apiUrl, path)))
                .header("Authorization", "Bearer " + token.value())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body(message)));
    }

    private static String body(DirectMessage message) {
        Map<String, String> recipient =
                switch (message.to()) {
                    case DirectMessage.Recipient.Person(String id) -> Map.of("id", id);
                    case DirectMessage.Recipient.CommentAuthor(String id) ->
                            Map.of("comment_id", id);
                };
        return Json.write(
                Map.of("recipient", recipient, "message", Map.of("text", message.text())));
    }

    private static SendResult resultOf(Answer answer) {
        if (answer.isSuccess()) {
            return answer.text("message_id")
                    .<SendResult>map(SendResult.Accepted::new)
                    .orElseGet(() -> new SendResult.Unknown(Reason.NO_ANSWER));
        }
        InstagramError error = InstagramError.of(answer);
        if (error.code().equals("2") && error.subcode().equals("1545133")) {
            return new SendResult.NotTaken(Reason.PROVIDER_UNAVAILABLE, TEMPORARY_PAUSE);
        }
        return answer.isClientError()
                ? notTaken(answer, error)
                : new SendResult.Unknown(Reason.NO_ANSWER);
    }

    /** Classifies by Meta's subcode if it is known, otherwise by the code, or the HTTP status. */
    private static SendResult notTaken(Answer answer, InstagramError error) {
        return switch (error.subcode()) {
            case "2534022" -> new SendResult.NotPermitted(Reason.OUTSIDE_WINDOW);
            case "2534025" -> new SendResult.NotPermitted(Reason.ALREADY_REPLIED);
            // the person, or the conversation, does not exist any more
            case "2534014", "2534001" -> new SendResult.MessageRefused(Reason.FAN_UNREACHABLE);
            case "2534013" ->
                    new SendResult.NotTaken(
                            Reason.RATE_LIMITED, RetryAfter.of(answer, REPLY_RATE_PAUSE));
            default -> byCode(answer, error.code());
        };
    }

    private static SendResult byCode(Answer answer, String code) {
        return switch (code) {
            case "551" -> new SendResult.MessageRefused(Reason.FAN_UNREACHABLE);
            case InstagramError.TOKEN_DEAD -> new SendResult.AuthorizationEnded();
            case InstagramError.APP_RATE,
                    InstagramError.USER_RATE,
                    InstagramError.PAGE_RATE,
                    InstagramError.CUSTOM_RATE,
                    InstagramError.INSTAGRAM_RATE,
                    InstagramError.MESSAGING_RATE ->
                    rateLimited(answer);
            case InstagramError.PERMISSION_DENIED, InstagramError.PERMISSION_MISSING ->
                    new SendResult.MessageRefused(Reason.CREDENTIALS_REJECTED);
            default ->
                    switch (answer.status()) {
                        case Answer.TOO_MANY_REQUESTS -> rateLimited(answer);
                        case Answer.UNAUTHORIZED, Answer.FORBIDDEN ->
                                new SendResult.MessageRefused(Reason.CREDENTIALS_REJECTED);
                        default -> new SendResult.MessageRefused(Reason.REJECTED);
                    };
        };
    }

    private static SendResult rateLimited(Answer answer) {
        return new SendResult.NotTaken(Reason.RATE_LIMITED, RetryAfter.of(answer, RATE_PAUSE));
    }
}
