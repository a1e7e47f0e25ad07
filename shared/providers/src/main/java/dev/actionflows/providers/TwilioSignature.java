package dev.actionflows.providers;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import dev.actionflows.providers.FormParameters.Parameter;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies that a form-encoded webhook comes from Twilio. The {@code X-Twilio-Signature} header is
 * the HMAC-SHA1, keyed with the account's primary auth token, of the URL that Twilio called and
 * each parameter's name and value, sorted by name.
 *
 * <p>Sources: "Webhooks Security" at twilio.com/docs/usage/webhooks/webhooks-security; {@code
 * RequestValidator} of twilio-java, which accepts a URL with and without its port; for repeated
 * parameters, which twilio-java does not support, the validators of twilio-python and twilio-node,
 * which use the sorted set of a name's values.
 */
public final class TwilioSignature {
    private static final String ALGORITHM = "HmacSHA1";

    /** Scheme, user and host, port, and the rest of a URL, with every character preserved. */
    private static final Pattern URL =
            Pattern.compile(
                    "(?<scheme>(?i:https?))://"
                            + "(?<host>(?:[^/?#@]*@)?(?:\\[[^\\]/?#]*\\]|[^\\[\\]/?#:@]*))"
                            + "(?<port>:[0-9]+)?"
                            + "(?<rest>[/?#].*)?");

    private TwilioSignature() {}

    /**
     * @param publicUrl the exact URL that Twilio calls, including its query; not the URL that a
     *     function sees behind API Gateway
     * @param form all parameters of the body, unmodified
     * @param signature the header's value; null when missing
     */
    public static boolean matches(
            String publicUrl, FormParameters form, @Nullable String signature, String authToken) {
        if (signature == null || authToken.isEmpty()) {
            return false;
        }
        String parameters = sorted(form);
        Matcher url = URL.matcher(publicUrl);
        if (!url.matches()) {
            return isSigned(publicUrl + parameters, signature, authToken);
        }
        // Compare both, so that the timing reveals nothing.
        boolean withPort = isSigned(withPort(url) + parameters, signature, authToken);
        boolean withoutPort = isSigned(withoutPort(url) + parameters, signature, authToken);
        return withPort || withoutPort;
    }

    private static String withPort(Matcher url) {
        if (url.group("port") != null) {
            return url.group();
        }
        String port = url.group("scheme").equalsIgnoreCase("https") ? ":443" : ":80";
        return url.group("scheme") + "://" + url.group("host") + port + rest(url);
    }

    private static String withoutPort(Matcher url) {
        return url.group("scheme") + "://" + url.group("host") + rest(url);
    }

    private static String rest(Matcher url) {
        String rest = url.group("rest");
        return rest == null ? "" : rest;
    }

    private static String sorted(FormParameters form) {
        SortedMap<String, SortedSet<String>> values =
                form.all().stream()
                        .collect(
                                groupingBy(
                                        Parameter::name,
                                        TreeMap::new,
                                        mapping(Parameter::value, toCollection(TreeSet::new))));
        StringBuilder text = new StringBuilder();
        values.forEach((name, set) -> set.forEach(value -> text.append(name).append(value)));
        return text.toString();
    }

    private static boolean isSigned(String text, String signature, String authToken) {
        return MessageDigest.isEqual(
                sign(text, authToken).getBytes(StandardCharsets.UTF_8),
                signature.getBytes(StandardCharsets.UTF_8));
    }

    private static String sign(String text, String authToken) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(authToken.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime supports " + ALGORITHM, e);
        }
    }
}
