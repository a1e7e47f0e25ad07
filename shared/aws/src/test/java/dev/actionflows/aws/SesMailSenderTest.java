package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.Mail;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.testing.AtMostOnceContract;
import dev.actionflows.json.Json;
import dev.actionflows.testkit.BreakingServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

class SesMailSenderTest implements AtMostOnceContract {
    private static String from(String name) {
        return SesMailSender.from(
                new MailFrom(new EmailAddress("hello@label.example"), Optional.of(name)));
    }

    @Test
    void a_name_is_quoted_before_the_address() {
        assertThat(from("Night Harbour")).isEqualTo("\"Night Harbour\" <hello@label.example>");
        assertThat(from("A \"B\" \\ <x@y.example>"))
                .isEqualTo("\"A \\\"B\\\" \\\\ <x@y.example>\" <hello@label.example>");
        assertThat(
                        SesMailSender.from(
                                new MailFrom(
                                        new EmailAddress("hello@label.example"), Optional.empty())))
                .isEqualTo("hello@label.example");
    }

    @Test
    void a_name_in_any_script_is_encoded_in_words_of_at_most_75_characters() {
        String name = "Låst ut 🌊 ".repeat(6).strip();

        String header = from(name);

        List<String> words =
                Arrays.asList(header.substring(0, header.indexOf(" <")).split(" ", -1));
        assertThat(words)
                .hasSizeGreaterThan(1)
                .allMatch(word -> word.length() <= 75)
                .allMatch(word -> word.matches("=\\?UTF-8\\?B\\?[A-Za-z0-9+/=]+\\?="));
        assertThat(
                        words.stream()
                                .map(word -> word.substring(10, word.length() - 2))
                                .map(Base64.getDecoder()::decode)
                                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                                .collect(Collectors.joining()))
                .isEqualTo(name);
    }

    private static final Mail MAIL =
            new Mail(
                    new MailFrom(new EmailAddress("hello@label.example"), Optional.empty()),
                    new EmailAddress("ada@fans.example"),
                    "123456 is your code",
                    "Your code is 123456. \uD83C\uDF0A");

    private static final Mail MARKETING =
            new Mail(
                    new MailFrom(
                            new EmailAddress("hello@label.example"), Optional.of("Night Harbour")),
                    new EmailAddress("ada@fans.example"),
                    "Nyhet 🌊",
                    "Hello",
                    Optional.of(
                            new Mail.Marketing(
                                    "<p>Hello</p>",
                                    "https://flows.example.com/unsubscribe/prj_1.a-b_c.d",
                                    "prj_1-run_2-0")));

    /** The result of sending a mail if SES gives this response; the requests are recorded. */
    private static SendResult send(int status, String error, String body, List<String> requests)
            throws IOException {
        return send(MAIL, status, error, body, requests);
    }

    private static SendResult send(
            Mail mail, int status, String error, String body, List<String> requests)
            throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    requests.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI()
                                    + "\n"
                                    + exchange.getRequestHeaders().getFirst("Authorization")
                                    + "\n"
                                    + new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8));
                    byte[] answer = body.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("x-amzn-ErrorType", error);
                    exchange.sendResponseHeaders(status, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        try {
            return sender("http://localhost:" + server.getAddress().getPort()).send(mail);
        } finally {
            server.stop(0);
        }
    }

    private static SesMailSender sender(String url) {
        return new SesMailSender(
                AwsClients.fromEnvironment(
                        Map.of(
                                "AWS_REGION", "eu-central-1",
                                "AWS_ACCESS_KEY_ID", "local",
                                "AWS_SECRET_ACCESS_KEY", "local",
                                "AWS_ENDPOINT_URL", url)),
                "mail");
    }

    private final BreakingServer silent = new BreakingServer(0, "{}");
    private final BreakingServer silentLater = new BreakingServer(1, "{\"MessageId\":\"0100\"}");

    @AfterEach
    void close() {
        silent.close();
        silentLater.close();
    }

    @Override
    public SendResult sendOverAConnectionThatBreaks() {
        return sender(silent.url().toString()).send(MAIL);
    }

    @Override
    public SendResult sendOverAKeptConnectionThatBreaks() {
        SesMailSender sender = sender(silentLater.url().toString());
        assertThat(sender.send(MAIL)).isEqualTo(new SendResult.Accepted("0100"));
        return sender.send(MAIL);
    }

    @Override
    public int unanswered() {
        return silent.unanswered() + silentLater.unanswered();
    }

    @Test
    void a_mail_to_an_unreachable_service_was_not_accepted() throws IOException {
        // bound, so that the port is taken, and not listening, so that it refuses connections
        try (Socket unreachable = new Socket()) {
            unreachable.bind(new InetSocketAddress("localhost", 0));

            assertThat(sender("http://localhost:" + unreachable.getLocalPort()).send(MAIL))
                    .isInstanceOf(SendResult.NotTaken.class);
        }
    }

    @Test
    void a_mail_is_sent_by_one_signed_call() throws IOException {
        List<String> requests = new CopyOnWriteArrayList<>();

        assertThat(send(200, "", "{\"MessageId\":\"0100\"}", requests))
                .isEqualTo(new SendResult.Accepted("0100"));

        String[] parts = requests.getFirst().split("\n", 3);
        assertThat(requests).hasSize(1);
        assertThat(parts[0]).isEqualTo("POST /v2/email/outbound-emails");
        assertThat(parts[1]).startsWith("AWS4-HMAC-SHA256 ").contains("/eu-central-1/ses/");
        assertThat(Json.readObject(parts[2]))
                .isEqualTo(
                        Map.of(
                                "FromEmailAddress",
                                "hello@label.example",
                                "Destination",
                                Map.of("ToAddresses", List.of("ada@fans.example")),
                                "ConfigurationSetName",
                                "mail",
                                "Content",
                                Map.of(
                                        "Simple",
                                        Map.of(
                                                "Subject",
                                                Map.of(
                                                        "Data",
                                                        "123456 is your code",
                                                        "Charset",
                                                        "UTF-8"),
                                                "Body",
                                                Map.of(
                                                        "Text",
                                                        Map.of(
                                                                "Data",
                                                                MAIL.text(),
                                                                "Charset",
                                                                "UTF-8"))))));
    }

    @ParameterizedTest
    @CsvSource({
        "429, TooManyRequestsException, NotTaken",
        "400, LimitExceededException, NotTaken",
        "400, MessageRejected, MessageRefused",
        "400, MailFromDomainNotVerifiedException, MessageRefused",
        "403, AccessDeniedException, MessageRefused",
        "500, InternalFailure, Unknown",
        "503, ServiceUnavailable, Unknown",
    })
    void the_response_determines_whether_a_mail_may_be_resent(
            int status, String error, String result) throws IOException {
        List<String> requests = new CopyOnWriteArrayList<>();

        assertThat(send(status, error, "{\"message\":\"no\"}", requests).getClass().getSimpleName())
                .isEqualTo(result);
        assertThat(requests).as("sent once, regardless of the result").hasSize(1);
    }

    /** "SendEmail", SES API v2: both have to be associated with the tenant. */
    @Test
    void mail_of_a_tenant_names_it_and_its_configuration_set() throws IOException {
        List<String> requests = new CopyOnWriteArrayList<>();

        send(
                new Mail(MAIL.from().of("prj_1"), MAIL.to(), MAIL.subject(), MAIL.text()),
                200,
                "",
                "{}",
                requests);

        assertThat(Json.readObject(requests.getFirst().split("\n", 3)[2]))
                .containsEntry("TenantName", "prj_1")
                .containsEntry("ConfigurationSetName", "mail-prj_1");
    }

    @ParameterizedTest
    @CsvSource({
        "SendingPausedException, no",
        "BadRequestException, Sending is paused for tenant prj_1",
        "MessageRejected, Tenant sending has been Paused",
    })
    void a_paused_tenant_delays_the_mail(String error, String message) throws IOException {
        assertThat(
                        send(
                                400,
                                error,
                                Json.write(Map.of("message", message)),
                                new CopyOnWriteArrayList<>()))
                .isEqualTo(new SendResult.NotTaken(Reason.SENDING_PAUSED, Duration.ofMinutes(15)));
    }

    /** RFC 8058, section 3.1; "SendEmail" and "MessageTag", SES API v2. */
    @Test
    void mail_of_a_flow_has_html_the_headers_to_unsubscribe_and_a_tag() throws IOException {
        List<String> requests = new CopyOnWriteArrayList<>();

        send(MARKETING, 200, "", "{\"MessageId\":\"0100\"}", requests);

        assertThat(Json.readObject(requests.getFirst().split("\n", 3)[2]))
                .containsOnlyKeys(
                        "FromEmailAddress",
                        "Destination",
                        "ConfigurationSetName",
                        "EmailTags",
                        "Content")
                .containsEntry("FromEmailAddress", "\"Night Harbour\" <hello@label.example>")
                .containsEntry("ConfigurationSetName", "mail")
                .containsEntry(
                        "EmailTags", List.of(Map.of("Name", "message", "Value", "prj_1-run_2-0")))
                .containsEntry(
                        "Content",
                        Map.of(
                                "Simple",
                                Map.of(
                                        "Subject",
                                        content("Nyhet 🌊"),
                                        "Body",
                                        Map.of(
                                                "Text",
                                                content("Hello"),
                                                "Html",
                                                content("<p>Hello</p>")),
                                        // in this order
                                        "Headers",
                                        List.of(
                                                Map.of(
                                                        "Name",
                                                        "List-Unsubscribe",
                                                        "Value",
                                                        "<https://flows.example.com/unsubscribe/prj_1.a-b_c.d>"),
                                                Map.of(
                                                        "Name",
                                                        "List-Unsubscribe-Post",
                                                        "Value",
                                                        "List-Unsubscribe=One-Click")))));
    }

    private static Map<String, Object> content(String text) {
        return Map.of("Data", text, "Charset", "UTF-8");
    }

    /**
     * "Managing your Amazon SES sending limits": over the rate, the next second has room; over the
     * quota, the next hours. Only the message tells them apart.
     */
    @ParameterizedTest
    @CsvSource({
        "429, TooManyRequestsException, Maximum sending rate exceeded., RATE_LIMITED, 10",
        "429, TooManyRequestsException, Daily message quota exceeded., QUOTA_EXCEEDED, 3600",
        "400, LimitExceededException, Maximum sending rate exceeded., RATE_LIMITED, 10",
        "400, LimitExceededException, Daily message quota exceeded., QUOTA_EXCEEDED, 3600",
        "400, ThrottlingException, Rate exceeded, RATE_LIMITED, 10",
        "400, Throttling, Daily message quota exceeded., QUOTA_EXCEEDED, 3600",
        "400, SendingPausedException, Sending is paused for this account., SENDING_PAUSED, 900",
        "400, AccountSuspendedException, Account is suspended., SENDING_PAUSED, 900",
    })
    void a_mail_that_may_be_sent_later_says_why_and_when(
            int status, String error, String message, Reason reason, int seconds)
            throws IOException {
        List<String> requests = new CopyOnWriteArrayList<>();

        assertThat(send(MARKETING, status, error, body(message), requests))
                .isEqualTo(new SendResult.NotTaken(reason, Duration.ofSeconds(seconds)));
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MessageRejected | Email address is not verified. The following identities failed"
                        + " the check in region EU-WEST-1: hello@label.example"
                        + " | SENDER_NOT_VERIFIED",
                "MailFromDomainNotVerifiedException | MAIL FROM domain | SENDER_NOT_VERIFIED",
                "MessageRejected | Email is rejected | REJECTED",
                "BadRequestException | Illegal address | REJECTED",
            })
    void a_mail_that_is_refused_for_good_says_why(String error, String message, Reason reason)
            throws IOException {
        assertThat(send(MARKETING, 400, error, body(message), new CopyOnWriteArrayList<>()))
                .isEqualTo(new SendResult.MessageRefused(reason));
    }

    /** Right after the project's sender was set, its tenant may not be visible everywhere. */
    @ParameterizedTest
    @CsvSource({"403, AccessDeniedException", "404, NotFoundException"})
    void a_tenant_that_ses_does_not_know_is_a_sender_that_is_not_verified(int status, String error)
            throws IOException {
        assertThat(
                        send(
                                MARKETING,
                                status,
                                error,
                                body("Tenant prj_1 does not exist."),
                                new CopyOnWriteArrayList<>()))
                .isEqualTo(new SendResult.MessageRefused(Reason.SENDER_NOT_VERIFIED));
    }

    /** The header may end with a URL ("AWS JSON 1.1 and REST-JSON protocols", Smithy). */
    @Test
    void the_url_after_an_error_name_is_ignored() throws IOException {
        assertThat(
                        send(
                                MARKETING,
                                400,
                                "SendingPausedException:http://internal.amazon.com/",
                                body("paused"),
                                new CopyOnWriteArrayList<>()))
                .isEqualTo(new SendResult.NotTaken(Reason.SENDING_PAUSED, Duration.ofMinutes(15)));
    }

    private static String body(String message) {
        return Json.write(Map.of("message", message));
    }
}
