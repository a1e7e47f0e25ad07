package dev.actionflows.aws;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.Mail;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.json.Json;
import dev.actionflows.json.JsonException;

import software.amazon.awssdk.core.exception.SdkException;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.SSLHandshakeException;

/**
 * Sends mail with Amazon SES. The single operation is called without the SES client, which would
 * add a fifth to a function's jar.
 *
 * <p>Source: "SendEmail" in the SES API v2 reference; "Managing your Amazon SES sending limits" for
 * the two kinds of throttling, which differ only in their messages.
 */
public final class SesMailSender implements MailSender {
    private static final String PATH = "/v2/email/outbound-emails";
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** The quota counts the last 24 hours, so a part of it returns within an hour. */
    private static final Duration UNTIL_NEXT_QUOTA = Duration.ofHours(1);

    private static final Duration WHILE_PAUSED = Duration.ofMinutes(15);

    /** The name of the tag that carries {@link Mail.Marketing#messageKey}. */
    static final String TAG = "message";

    /**
     * Limit of an encoded word's payload; an encoded word has at most 75 characters (RFC 2047,
     * section 2).
     */
    private static final int MAX_ENCODED_BYTES = 45;

    private static final int OK = 200;
    private static final int CALLER_ERROR = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final AwsClients clients;
    private final String configurationSet;

    /**
     * @param configurationSet publishes events about the mail of projects without a tenant, such as
     *     bounces and complaints; the names of the others begin with its name
     */
    public SesMailSender(AwsClients clients, String configurationSet) {
        this.clients = clients;
        this.configurationSet = configurationSet;
    }

    /** The name of a tenant's configuration set. */
    static String configurationSetOf(String deployments, String tenant) {
        return deployments + "-" + tenant;
    }

    @Override
    public SendResult send(Mail mail) {
        try {
            return resultOf(
                    clients.post(
                            AwsClients.SignedCall.rest(
                                    "email", "ses", PATH, Json.write(request(mail)))));
        } catch (ConnectException | UnknownHostException | SSLHandshakeException e) {
            return new SendResult.NotTaken(Reason.PROVIDER_UNAVAILABLE, PAUSE);
        } catch (IOException | SdkException e) {
            return new SendResult.Unknown(Reason.NO_ANSWER);
        }
    }

    private static SendResult resultOf(AwsClients.SignedAnswer answer) {
        int status = answer.status();
        if (status == OK) {
            return new SendResult.Accepted(messageId(answer.body()));
        }
        String error = answer.error();
        // which error a paused tenant gets is not documented
        if (error.startsWith("SendingPaused")
                || error.startsWith("AccountSuspended")
                || (status >= CALLER_ERROR
                        && status < SERVER_ERROR
                        && answer.body().toLowerCase(Locale.ROOT).contains("paused"))) {
            return new SendResult.NotTaken(Reason.SENDING_PAUSED, WHILE_PAUSED);
        }
        if (status == TOO_MANY_REQUESTS
                || error.startsWith("LimitExceeded")
                || error.startsWith("Throttling")) {
            return answer.body().contains("Daily message quota")
                    ? new SendResult.NotTaken(Reason.QUOTA_EXCEEDED, UNTIL_NEXT_QUOTA)
                    : new SendResult.NotTaken(Reason.RATE_LIMITED, PAUSE);
        }
        // forbidden or unknown: the project's tenant or identity is not visible yet, or no longer
        if (status == FORBIDDEN
                || status == NOT_FOUND
                || error.startsWith("MailFromDomainNotVerified")
                || (error.startsWith("MessageRejected")
                        && answer.body().contains("not verified"))) {
            return new SendResult.MessageRefused(Reason.SENDER_NOT_VERIFIED);
        }
        return status >= CALLER_ERROR && status < SERVER_ERROR
                ? new SendResult.MessageRefused(Reason.REJECTED)
                : new SendResult.Unknown(Reason.NO_ANSWER);
    }

    private static String messageId(String body) {
        try {
            return String.valueOf(Json.readObject(body).get("MessageId"));
        } catch (JsonException e) {
            return "unknown";
        }
    }

    private Map<String, Object> request(Mail mail) {
        Map<String, Object> body = new HashMap<>();
        body.put("Text", content(mail.text()));
        Map<String, Object> message = new HashMap<>();
        message.put("Subject", content(mail.subject()));
        message.put("Body", body);
        Map<String, Object> request = new HashMap<>();
        request.put("FromEmailAddress", from(mail.from()));
        request.put("Destination", Map.of("ToAddresses", List.of(mail.to().value())));
        request.put("Content", Map.of("Simple", message));
        Optional<String> tenant = mail.from().tenant();
        tenant.ifPresent(name -> request.put("TenantName", name));
        request.put(
                "ConfigurationSetName",
                tenant.map(name -> configurationSetOf(configurationSet, name))
                        .orElse(configurationSet));
        mail.marketing()
                .ifPresent(
                        it -> {
                            body.put("Html", content(it.html()));
                            message.put("Headers", unsubscribeHeaders(it.unsubscribeUrl()));
                            request.put(
                                    "EmailTags",
                                    List.of(Map.of("Name", TAG, "Value", it.messageKey())));
                        });
        return request;
    }

    /**
     * In this order (AWS, "Using one-click unsubscribe with Amazon SES"; RFC 8058, section 3.1).
     */
    private static List<Map<String, String>> unsubscribeHeaders(String url) {
        return List.of(
                Map.of("Name", "List-Unsubscribe", "Value", "<" + url + ">"),
                Map.of("Name", "List-Unsubscribe-Post", "Value", "List-Unsubscribe=One-Click"));
    }

    private static Map<String, Object> content(String text) {
        return Map.of("Data", text, "Charset", "UTF-8");
    }

    /** Encodes as RFC 5322 and RFC 2047 specify: SES accepts only ASCII. */
    static String from(MailFrom from) {
        return from.name()
                .map(name -> phrase(name) + " <" + from.address().value() + ">")
                .orElse(from.address().value());
    }

    private static String phrase(String name) {
        boolean plain = name.chars().allMatch(it -> it >= ' ' && it <= '~');
        if (plain) {
            return "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
        List<String> words = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        name.codePoints()
                .forEach(
                        character -> {
                            String next = Character.toString(character);
                            if (bytes(part + next).length > MAX_ENCODED_BYTES) {
                                words.add(encoded(part.toString()));
                                part.setLength(0);
                            }
                            part.append(next);
                        });
        words.add(encoded(part.toString()));
        return String.join(" ", words);
    }

    private static String encoded(String text) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes(text)) + "?=";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
