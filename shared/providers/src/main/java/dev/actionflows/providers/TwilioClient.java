package dev.actionflows.providers;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.TextSender;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import javax.net.ssl.SSLHandshakeException;

/**
 * Client for Twilio's Programmable Messaging: {@code POST
 * /2010-04-01/Accounts/{Sid}/Messages.json}.
 *
 * <p>The request has no idempotency key, so failures are classified by one question: is it certain
 * that Twilio did not accept the message? It is certain when no request was sent (no connection, no
 * TLS handshake) and when Twilio says so (status 400 to 499). It is not certain after a timeout, a
 * broken connection, a status of 500 or more, or an unparseable response.
 *
 * <p>Each message uses its own connection. A pooled connection may have died while the function was
 * frozen. It would fail only after the message was written to it, and the outcome would be unknown.
 *
 * <p>Sources: "Messages resource" at twilio.com/docs/messaging/api/message-resource and the error
 * codes at twilio.com/docs/api/errors.
 */
public final class TwilioClient implements TextSender {
    /** Prevents a stored value from changing the request path. */
    private static final Pattern ACCOUNT_SID = Pattern.compile("[0-9A-Za-z]+");

    private static final Duration RETRY_AFTER_WHEN_MISSING = Duration.ofSeconds(10);
    private static final Duration UNREACHABLE_PAUSE = Duration.ofSeconds(30);

    /**
     * Twilio's queue holds ten hours of messages and drains at one segment per second (error
     * 21611).
     */
    private static final Duration QUEUE_FULL_PAUSE = Duration.ofMinutes(15);

    private final Supplier<HttpClient> connections;
    private final URI apiUrl;

    /**
     * @param connections creates a new client for each message, for example {@link
     *     HttpClients#withConnectTimeout}; the client is shut down afterwards
     * @param apiUrl {@code https://api.twilio.com}
     */
    public TwilioClient(Supplier<HttpClient> connections, URI apiUrl) {
        this.connections = connections;
        this.apiUrl = apiUrl;
    }

    @Override
    public SendResult send(TextMessage message, SmsCredentials credentials, Duration timeout) {
        if (!(credentials instanceof SmsCredentials.Twilio account)
                || !ACCOUNT_SID.matcher(account.accountSid()).matches()) {
            return new SendResult.MessageRefused(Reason.CREDENTIALS_REJECTED);
        }
        TimeBudget budget = TimeBudget.startingNow(timeout);
        HttpClient connection = connections.get();
        try {
            return resultOf(new ProviderHttp(connection).send(request(message, account), budget));
        } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException e) {
            return new SendResult.NotTaken(Reason.PROVIDER_UNAVAILABLE, UNREACHABLE_PAUSE);
        } catch (IOException e) {
            return new SendResult.Unknown(Reason.NO_ANSWER);
        } finally {
            connection.shutdownNow();
        }
    }

    private HttpRequest.Builder request(TextMessage message, SmsCredentials.Twilio account) {
        String path = "/2010-04-01/Accounts/" + account.accountSid() + "/Messages.json";
        FormParameters form =
                FormParameters.none()
                        .with("To", message.to().e164())
                        .with("From", message.from().e164())
                        .with("Body", message.body());
        if (message.validity().compareTo(TextMessage.MAX_VALIDITY) < 0) {
            form = form.with("ValidityPeriod", Long.toString(message.validity().toSeconds()));
        }
        if (!message.statusUrl().isEmpty()) {
            form = form.with("StatusCallback", message.statusUrl());
        }
        return HttpRequest.newBuilder(URI.create(Urls.join(apiUrl, path)))
                .header(
                        "Authorization",
                        Credentials.basic(account.accountSid(), account.authToken()))
                .header("Content-Type", FormParameters.MEDIA_TYPE)
                .POST(BodyPublishers.ofString(form.encode()));
    }

    private static SendResult resultOf(Answer answer) {
        if (answer.isClientError()) {
            return notTaken(answer);
        }
        if (answer.isSuccess()) {
            return answer.text("sid")
                    .<SendResult>map(SendResult.Accepted::new)
                    .orElseGet(() -> new SendResult.Unknown(Reason.NO_ANSWER));
        }
        return new SendResult.Unknown(Reason.NO_ANSWER);
    }

    /** Classifies by Twilio's error code if present, otherwise by the HTTP status. */
    private static SendResult notTaken(Answer answer) {
        return switch (answer.text("code").orElse("")) {
            case "20429" -> rateLimited(answer);
            case "21211", "21614" -> new SendResult.MessageRefused(Reason.UNREACHABLE_NUMBER);
            case "21610" -> new SendResult.OptedOut();
            case "21611" ->
                    new SendResult.NotTaken(
                            Reason.RATE_LIMITED, RetryAfter.of(answer, QUEUE_FULL_PAUSE));
            default ->
                    switch (answer.status()) {
                        case Answer.UNAUTHORIZED, Answer.FORBIDDEN ->
                                new SendResult.MessageRefused(Reason.CREDENTIALS_REJECTED);
                        case Answer.NOT_FOUND ->
                                new SendResult.MessageRefused(Reason.UNKNOWN_AT_PROVIDER);
                        case Answer.TOO_MANY_REQUESTS -> rateLimited(answer);
                        default -> new SendResult.MessageRefused(Reason.REJECTED);
                    };
        };
    }

    private static SendResult rateLimited(Answer answer) {
        return new SendResult.NotTaken(
                Reason.RATE_LIMITED, RetryAfter.of(answer, RETRY_AFTER_WHEN_MISSING));
    }
}
