package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.AppleMusicKey;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.lambda.http.HttpRequest;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Decodes the bodies that create a project and set its accounts at providers. */
final class ProjectBodies {
    private static final int MAX_NAME_LENGTH = 120;
    private static final int MAX_SECRET_LENGTH = 500;

    /** Twilio: "AC" and 32 hexadecimal digits. */
    private static final Pattern ACCOUNT_SID = Pattern.compile("AC[0-9a-fA-F]{32}");

    private static final Pattern CLIENT_ID = Pattern.compile("[0-9A-Za-z_-]{1,128}");

    /** Apple's team ids and key ids. */
    private static final Pattern APPLE_ID = Pattern.compile("[0-9A-Z]{10}");

    /** The names of the SMS providers. */
    static final String TWILIO = "twilio";

    static final String AWS = "aws";

    /** The parameters of SendTextMessage, API reference of AWS End User Messaging SMS v2. */
    private static final Pattern ORIGINATION_IDENTITY = Pattern.compile("[A-Za-z0-9_:/+-]{1,256}");

    private static final Pattern CONFIGURATION_SET = Pattern.compile("[A-Za-z0-9_:/-]{1,256}");
    private static final Pattern MAX_PRICE = Pattern.compile("[0-9]{0,2}\\.[0-9]{1,5}");

    private ProjectBodies() {}

    record NewProject(String name, Plan plan, String publicBaseUrl) {}

    record Sms(PhoneNumber number, SmsCredentials account) {}

    static NewProject newProject(HttpRequest request) {
        return Bodies.decode(
                request,
                fields -> {
                    Optional<String> name = fields.requiredText("name", MAX_NAME_LENGTH);
                    Plan plan =
                            fields.optional("plan", Plan::parse, "BASIC, PRO or ENTERPRISE")
                                    .orElse(Plan.PRO);
                    Optional<String> url = publicBaseUrl(fields, request);
                    return name.flatMap(text -> url.map(it -> new NewProject(text, plan, it)));
                });
    }

    static Plan plan(HttpRequest request) {
        return Bodies.decode(
                request,
                fields -> fields.required("plan", Plan::parse, "BASIC, PRO or ENTERPRISE"));
    }

    private static Optional<String> publicBaseUrl(Fields fields, HttpRequest request) {
        Optional<String> reached = request.baseUrl().flatMap(BaseUrls::parse);
        return reached.isEmpty()
                ? fields.required("publicBaseUrl", BaseUrls::parse, BaseUrls.EXPECTED)
                : fields.optional("publicBaseUrl", BaseUrls::parse, BaseUrls.EXPECTED)
                        .or(() -> reached);
    }

    static Sms sms(HttpRequest request) {
        return Bodies.decode(
                request,
                fields -> {
                    Optional<String> provider =
                            fields.optional(
                                    "provider",
                                    oneOf(TWILIO, AWS),
                                    TWILIO + " (default) or " + AWS);
                    Optional<PhoneNumber> number =
                            fields.required(
                                    "number",
                                    PhoneNumber::parse,
                                    "a phone number in E.164, such as +15005550006");
                    Optional<? extends SmsCredentials> account =
                            provider.filter(AWS::equals).isPresent()
                                    ? awsSender(fields, number)
                                    : twilioAccount(fields);
                    return number.flatMap(phone -> account.map(it -> new Sms(phone, it)));
                });
    }

    private static Optional<SmsCredentials.Twilio> twilioAccount(Fields fields) {
        Optional<String> sid =
                fields.required(
                        "accountSid", matching(ACCOUNT_SID), "AC and 32 hexadecimal digits");
        Optional<String> token = fields.requiredText("authToken", MAX_SECRET_LENGTH);
        return sid.flatMap(
                account -> token.map(secret -> new SmsCredentials.Twilio(account, secret)));
    }

    private static Optional<SmsCredentials.Aws> awsSender(
            Fields fields, Optional<PhoneNumber> number) {
        Optional<String> identity =
                fields.optional(
                                "originationIdentity",
                                matching(ORIGINATION_IDENTITY),
                                "a phone number in E.164, or the id or ARN of a phone number, a"
                                        + " sender id or a pool; the number by default")
                        .or(() -> number.map(PhoneNumber::e164));
        if (identity.flatMap(PhoneNumber::parse)
                .filter(it -> !number.equals(Optional.of(it)))
                .isPresent()) {
            fields.violation(
                    "originationIdentity",
                    "must not be another number than /number: replies to it, such as STOP, would"
                            + " reach no project");
        }
        Optional<String> configurationSet =
                fields.optional(
                        "configurationSet",
                        matching(CONFIGURATION_SET),
                        "the name or ARN of a configuration set: up to 256 letters, digits, _, :,"
                                + " / and -");
        Optional<String> maxPrice =
                fields.optional(
                        "maxPrice",
                        matching(MAX_PRICE),
                        "the most that a text may cost in US dollars, such as \"0.05\": up to two"
                                + " digits, a point and up to five digits");
        return identity.map(it -> new SmsCredentials.Aws(it, configurationSet, maxPrice));
    }

    static StreamingApp spotify(HttpRequest request) {
        return Bodies.decode(
                request,
                fields -> {
                    Optional<String> id =
                            fields.required(
                                    "clientId",
                                    matching(CLIENT_ID),
                                    "the app's client id: letters, digits, - and _");
                    Optional<String> secret =
                            fields.requiredText("clientSecret", MAX_SECRET_LENGTH);
                    return id.flatMap(
                            client -> secret.map(it -> new StreamingApp.Spotify(client, it)));
                });
    }

    static StreamingApp appleMusic(HttpRequest request) {
        return Bodies.decode(
                request,
                fields -> {
                    Optional<String> team = appleId(fields, "teamId");
                    Optional<String> key = appleId(fields, "keyId");
                    Optional<String> secret =
                            fields.required(
                                    "privateKey",
                                    text -> Optional.of(text).filter(AppleMusicKey::isPrivateKey),
                                    "the contents of Apple's .p8 file: a PKCS #8 PEM of an EC key"
                                            + " on P-256");
                    return team.flatMap(
                            teamId ->
                                    key.flatMap(
                                            keyId ->
                                                    secret.map(
                                                            pem ->
                                                                    new StreamingApp.AppleMusic(
                                                                            teamId, keyId, pem))));
                });
    }

    private static Optional<String> appleId(Fields fields, String name) {
        return fields.required(
                name, matching(APPLE_ID), "ten capital letters and digits, as Apple shows them");
    }

    private static Function<String, Optional<String>> oneOf(String... values) {
        return text -> Optional.of(text).filter(it -> Arrays.asList(values).contains(it));
    }

    private static Function<String, Optional<String>> matching(Pattern pattern) {
        return text -> Optional.of(text).filter(it -> pattern.matcher(it).matches());
    }
}
