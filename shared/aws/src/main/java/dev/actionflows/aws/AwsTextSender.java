package dev.actionflows.aws;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.json.Json;
import dev.actionflows.json.JsonException;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.exception.SdkException;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.SSLHandshakeException;

/**
 * Sends texts with AWS End User Messaging SMS. The single operation is called without the service's
 * client: it has no idempotency key, so that the SDK's retries would send a text again, and the
 * client would enlarge the jars of two functions.
 *
 * <p>Failures are classified by one question: is it certain that the service did not accept the
 * text? It is certain when no connection was made and when the service answers with status 400 to
 * 499. It is not certain after a timeout, a broken connection, a status of 500 or more, or an
 * unreadable response.
 *
 * <p>Source: "SendTextMessage" and the errors' reasons in the API reference of AWS End User
 * Messaging SMS and Voice v2.
 */
public final class AwsTextSender implements TextSender {
    /** The key in a text's context that carries {@link TextMessage#messageKey}. */
    static final String CONTEXT_KEY = "message";

    private static final String TARGET = "PinpointSMSVoiceV2.SendTextMessage";

    /** Promotional, like the number: a number sends one type only (MESSAGE_TYPE_MISMATCH). */
    private static final String MESSAGE_TYPE = "PROMOTIONAL";

    private static final Duration UNREACHABLE_PAUSE = Duration.ofSeconds(30);
    private static final Duration THROTTLED_PAUSE = Duration.ofSeconds(10);

    /** Quotas count days and months, and an operator may raise them at any time. */
    private static final Duration UNTIL_NEXT_QUOTA = Duration.ofHours(1);

    /** The JDK's message when no connection was made; a read has another one. */
    private static final String CONNECT_TIMED_OUT = "Connect timed out";

    /** Connection and response each need at least a millisecond: zero would mean no limit. */
    private static final int MIN_TIMEOUT_MILLIS = 4;

    private static final int OK = 200;
    private static final int CALLER_ERROR = 400;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /** Conflicts that the project's sender or the account causes, and not the fan. */
    private static final Set<String> SENDER_CONFLICTS =
            Set.of(
                    // the account is in the sandbox
                    "DESTINATION_PHONE_NUMBER_NOT_VERIFIED",
                    "MESSAGE_TYPE_MISMATCH",
                    "NO_ORIGINATION_IDENTITIES_FOUND",
                    "NUMBER_CAPABILITIES_MISMATCH",
                    "PHONE_NUMBER_NOT_IN_REGISTRATION_REGION",
                    "REGISTRATION_NOT_COMPLETE",
                    "RESOURCE_NOT_ACTIVE");

    private static final Set<String> SENDER_IS_INVALID =
            Set.of(
                    "INVALID_IDENTITY_FOR_DESTINATION_COUNTRY",
                    "SENDER_ID_NOT_REGISTERED",
                    "SENDER_ID_NOT_SUPPORTED",
                    "SENDER_ID_REQUIRES_REGISTRATION");

    /** Errors of all AWS services about the caller's credentials. */
    private static final Set<String> CREDENTIAL_ERRORS =
            Set.of(
                    "AccessDeniedException",
                    "ExpiredTokenException",
                    "IncompleteSignatureException",
                    "InvalidSignatureException",
                    "MissingAuthenticationTokenException",
                    "UnrecognizedClientException");

    private final AwsClients clients;
    private final String configurationSet;

    /**
     * @param configurationSet publishes events about the texts of accounts without one of their own
     */
    public AwsTextSender(AwsClients clients, String configurationSet) {
        this.clients = clients;
        this.configurationSet = configurationSet;
    }

    @Override
    public SendResult send(TextMessage message, SmsCredentials credentials, Duration timeout) {
        if (!(credentials instanceof SmsCredentials.Aws sender)) {
            return new SendResult.MessageRefused(Reason.CREDENTIALS_REJECTED);
        }
        if (timeout.toMillis() < MIN_TIMEOUT_MILLIS) {
            return new SendResult.NotTaken(Reason.PROVIDER_UNAVAILABLE, UNREACHABLE_PAUSE);
        }
        String json = Json.write(request(message, sender));
        try {
            return resultOf(
                    clients.post(
                            AwsClients.SignedCall.json(
                                    AwsClients.SMS_HOST, AwsClients.SMS_HOST, TARGET, json),
                            timeout));
        } catch (ConnectException | UnknownHostException | SSLHandshakeException e) {
            return new SendResult.NotTaken(Reason.PROVIDER_UNAVAILABLE, UNREACHABLE_PAUSE);
        } catch (SocketTimeoutException e) {
            return CONNECT_TIMED_OUT.equals(e.getMessage())
                    ? new SendResult.NotTaken(Reason.PROVIDER_UNAVAILABLE, UNREACHABLE_PAUSE)
                    : new SendResult.Unknown(Reason.NO_ANSWER);
        } catch (IOException | SdkException e) {
            return new SendResult.Unknown(Reason.NO_ANSWER);
        }
    }

    private Map<String, Object> request(TextMessage message, SmsCredentials.Aws sender) {
        Map<String, Object> request = new HashMap<>();
        request.put("DestinationPhoneNumber", message.to().e164());
        request.put("OriginationIdentity", sender.originationIdentity());
        request.put("MessageBody", message.body());
        request.put("MessageType", MESSAGE_TYPE);
        request.put("ConfigurationSetName", sender.configurationSet().orElse(configurationSet));
        request.put("TimeToLive", message.validity().toSeconds());
        sender.maxPrice().ifPresent(price -> request.put("MaxPrice", price));
        if (!message.messageKey().isEmpty()) {
            request.put("Context", Map.of(CONTEXT_KEY, message.messageKey()));
        }
        return request;
    }

    private static SendResult resultOf(AwsClients.SignedAnswer answer) {
        Map<String, @Nullable Object> body = body(answer);
        if (answer.status() == OK) {
            return Optional.ofNullable(body.get("MessageId"))
                    .filter(String.class::isInstance)
                    .<SendResult>map(id -> new SendResult.Accepted(id.toString()))
                    .orElseGet(() -> new SendResult.Unknown(Reason.NO_ANSWER));
        }
        return answer.status() >= CALLER_ERROR && answer.status() < SERVER_ERROR
                ? notTaken(answer, body)
                : new SendResult.Unknown(Reason.NO_ANSWER);
    }

    private static SendResult notTaken(
            AwsClients.SignedAnswer answer, Map<String, @Nullable Object> body) {
        String error = errorName(answer, body);
        String reason = String.valueOf(body.get("Reason"));
        if (answer.status() == TOO_MANY_REQUESTS || error.startsWith("Throttling")) {
            return new SendResult.NotTaken(Reason.RATE_LIMITED, THROTTLED_PAUSE);
        }
        if (answer.status() == FORBIDDEN || CREDENTIAL_ERRORS.contains(error)) {
            return new SendResult.MessageRefused(Reason.CREDENTIALS_REJECTED);
        }
        return switch (error) {
            case "ServiceQuotaExceededException" ->
                    new SendResult.NotTaken(Reason.QUOTA_EXCEEDED, UNTIL_NEXT_QUOTA);
            case "ResourceNotFoundException" ->
                    new SendResult.MessageRefused(Reason.UNKNOWN_AT_PROVIDER);
            case "ConflictException" -> conflict(reason);
            case "ValidationException" ->
                    new SendResult.MessageRefused(invalid(reason, body.get("Fields")));
            default -> new SendResult.MessageRefused(Reason.REJECTED);
        };
    }

    private static SendResult conflict(String reason) {
        if (reason.equals("DESTINATION_PHONE_NUMBER_OPTED_OUT")) {
            return new SendResult.OptedOut();
        }
        return new SendResult.MessageRefused(
                SENDER_CONFLICTS.contains(reason) ? Reason.SENDER_NOT_VERIFIED : Reason.REJECTED);
    }

    private static Reason invalid(String reason, @Nullable Object fields) {
        if (SENDER_IS_INVALID.contains(reason)) {
            return Reason.SENDER_NOT_VERIFIED;
        }
        boolean number =
                fields instanceof List<?> list
                        && list.stream()
                                .anyMatch(
                                        field ->
                                                field instanceof Map<?, ?> map
                                                        && "DestinationPhoneNumber"
                                                                .equals(map.get("Name")));
        return number ? Reason.UNREACHABLE_NUMBER : Reason.REJECTED;
    }

    /**
     * The name without its namespace and URL ("AWS JSON 1.0 protocol", Smithy: Operation error
     * serialization).
     */
    private static String errorName(
            AwsClients.SignedAnswer answer, Map<String, @Nullable Object> body) {
        String full =
                answer.error().isEmpty() ? String.valueOf(body.get("__type")) : answer.error();
        String name = full.substring(full.indexOf('#') + 1);
        return name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
    }

    private static Map<String, @Nullable Object> body(AwsClients.SignedAnswer answer) {
        try {
            return Json.readObject(answer.body());
        } catch (JsonException e) {
            return Map.of();
        }
    }
}
